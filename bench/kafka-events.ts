import type { Outgoing } from '../ingest/stream/record.ts';
import type { Stream } from '../ingest/stream.ts';
import { random, shuffled } from './random.ts';

export const partitions = 8;
/** Share of the records that come a second time. */
const repeated = 0.2;

const account = '111122223333';

/** A role that reads a secret, as CloudTrail tells it; every event has an id and time of its own. */
const event = (i: number, nodes: number): Buffer => {
  const role = `reader-${i % Math.ceil(nodes / 4)}`;
  const secret = `s${i % Math.ceil((nodes * 3) / 4)}`;
  return Buffer.from(
    JSON.stringify({
      eventVersion: '1.09',
      eventSource: 'secretsmanager.amazonaws.com',
      eventName: 'GetSecretValue',
      eventID: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
      eventTime: new Date(Date.UTC(2026, 0, 1) + i * 1_000).toISOString(),
      awsRegion: 'us-east-1',
      recipientAccountId: account,
      requestParameters: {
        secretId: `arn:aws:secretsmanager:us-east-1:${account}:secret:${secret}-AbCdEf`,
      },
      responseElements: null,
      userIdentity: {
        type: 'AssumedRole',
        accountId: account,
        arn: `arn:aws:sts::${account}:assumed-role/${role}/session`,
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            accountId: account,
            arn: `arn:aws:iam::${account}:role/${role}`,
          },
        },
      },
    }),
  );
};

/** So many distinct events of about so many nodes. */
export const eventsOf = (count: number, nodes: number): Buffer[] =>
  Array.from({ length: count }, (_, i) => event(i, nodes));

/** Puts events into a new topic in any order, a fifth of them twice; returns how many, and bytes. */
export async function sendStorm(
  stream: Stream,
  topic: string,
  events: readonly Buffer[],
  seed: number,
): Promise<{ records: number; bytes: number }> {
  const next = random(seed);
  const twice = events.filter(() => next() < repeated);
  const stormy = shuffled(next, [...events, ...twice]).map((value): Outgoing => ({
    partition: Math.floor(next() * partitions),
    key: null,
    value,
    headers: {},
  }));
  await stream.ensureTopic(topic, {}, partitions);
  for (let from = 0; from < stormy.length; from += 1_000)
    await stream.send(topic, stormy.slice(from, from + 1_000));
  const bytes = stormy.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
  return { records: stormy.length, bytes };
}
