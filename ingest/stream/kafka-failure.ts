import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, reasonOf } from '../../graph/errors.ts';
import type { StreamAccess } from './settings.ts';

/** How often a broker that will know soon is asked, 5 s in all. */
const turns = 10;

/** What the client throws, as far as it is told apart. */
interface Thrown {
  name?: string;
  type?: string;
  retriable?: boolean;
}

/** What the client throws, as ours where people can act on it. */
function failureOf(error: unknown, { brokers, sasl, tls }: StreamAccess, topic?: string): Failure {
  if (error instanceof Failure) return error;
  const { name = '', type = '' } = error as Thrown;
  const [reason = ''] = reasonOf(error).split('; if the root CA');
  const about = topic === undefined ? '' : `topic ${topic}: `;
  const what = `Kafka at ${brokers.join(', ')}: ${about}${reason}`;
  if (/SASL/.test(name + type))
    return new Failure('USAGE', `${what} (signed in as ${sasl?.username ?? 'nobody'})`);
  if (/AUTHORIZATION/.test(type)) return new Failure('FORBIDDEN', what);
  if (type === 'MESSAGE_TOO_LARGE' || type === 'RECORD_LIST_TOO_LARGE')
    return new Failure('INPUT_TOO_LARGE', what);
  if (/certificate/i.test(reason))
    return new Failure('USAGE', `${what} (CUTSET_KAFKA_TLS_CA names the authorities to trust)`);
  // A broker that is asked in the wrong way hangs up without a word.
  const how = `${tls ? 'by' : 'without'} TLS, signed in as ${sasl?.username ?? 'nobody'}`;
  return new Failure('STREAM_UNAVAILABLE', `${what} (asked ${how})`, { cause: error });
}

/** True where a broker answers, but does not know yet who leads what. */
function passes(error: unknown): boolean {
  const { name, type = '', retriable } = error as Thrown;
  return (
    name === 'KafkaJSProtocolError' &&
    retriable === true &&
    /COORDINATOR|LEADER|UNKNOWN_TOPIC/.test(type)
  );
}

/**
 * Does what asks a broker, about a topic or at large; again where it says that it will know soon, as
 * after its start.
 */
export async function asking<T>(
  access: StreamAccess,
  work: () => Promise<T>,
  topic?: string,
): Promise<T> {
  for (let turn = 1; ; turn++)
    try {
      return await work();
    } catch (error) {
      if (!passes(error) || turn === turns) throw failureOf(error, access, topic);
      await sleep(100 * turn);
    }
}
