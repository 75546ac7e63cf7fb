import type { KafkaMessage } from '../stream.ts';
import { firstSentHeader, type StreamRecord } from './record.ts';
import { standInHeader } from './stand-in.ts';

type Header = NonNullable<KafkaMessage['headers']>[string];

const buffers = (value: Header): Buffer[] =>
  (Array.isArray(value) ? value : [value ?? '']).map((one) => Buffer.from(one));

/** When a record was sent, or when it was sent first; a header that says none is not ours. */
function sentAt({ headers = {}, timestamp }: KafkaMessage): number {
  const first = headers[firstSentHeader];
  const at = first === undefined ? NaN : Number(buffers(first).join(''));
  return Number.isSafeInteger(at) && at > 0 ? at : Number(timestamp);
}

/** A record, from what the client gives for it. */
export const recordOf = (topic: string, partition: number, message: KafkaMessage): StreamRecord => {
  const { headers = {}, offset, key, value } = message;
  return {
    ...(headers[standInHeader] !== undefined && {
      unreadable: buffers(headers[standInHeader]).join(''),
    }),
    topic,
    partition,
    offset,
    at: sentAt(message),
    key,
    value,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, values]) => [name, buffers(values)]),
    ),
  };
};
