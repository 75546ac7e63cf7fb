import { join } from 'node:path';
import type { Claim } from '../../graph/claim.ts';
import { Estate } from '../../graph/estate.ts';
import { snapshot } from '../../graph/snapshot.ts';
import { Stream } from '../../ingest/stream.ts';
import { positionOf, type Outgoing } from '../../ingest/stream/record.ts';
import { readRecord } from '../../ingest/stream/read-record.ts';
import { runWorker, type Destination } from '../../ingest/stream/worker.ts';
import { startBroker } from '../../test/servers/broker.ts';
import { figure } from '../measure.ts';
import { random, shuffled } from '../random.ts';
import { inFolder } from '../scratch.ts';
import { workload } from '../workload.ts';

const partitions = 8;
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

/** The graph of the records in order, each once, read without Kafka. */
async function calmly(values: readonly Buffer[]): Promise<Set<string>> {
  const estate = await Estate.open();
  for (let from = 0; from < values.length; from += 1_000) {
    const claims: Claim[] = [];
    for (const [i, value] of values.slice(from, from + 1_000).entries()) {
      const place = { topic: 'calm', partition: 0, offset: String(from + i), at: 0 };
      const record = { ...place, key: null, value, headers: {} };
      const reading = await readRecord(record, undefined, positionOf(record));
      claims.push(...reading.claims);
    }
    await estate.write(claims);
  }
  const lines = new Set(await snapshot(estate.store));
  await estate.close();
  return lines;
}

export default workload({
  name: 'stream',
  doc: 'records that come by Kafka, a fifth of them twice and in any order, until they are kept',
  size: { nodes: 4_000, edges: 100_000 },
  run: ({ nodes, edges, seed }) =>
    inFolder(async (folder) => {
      await using closing = new AsyncDisposableStack();
      const broker = await startBroker(join(folder, 'kafka'));
      closing.defer(() => broker.remove());
      const stream = await Stream.open({ brokers: [broker.brokers], tls: null, sasl: null });
      closing.defer(() => stream.close());
      const next = random(seed);
      const calm = Array.from({ length: edges }, (_, i) => event(i, nodes));
      const twice = calm.filter(() => next() < repeated);
      const stormy = shuffled(next, [...calm, ...twice]).map((value): Outgoing => ({
        partition: Math.floor(next() * partitions),
        key: null,
        value,
        headers: {},
      }));
      await stream.ensureTopic('events', {}, partitions);
      for (let from = 0; from < stormy.length; from += 1_000)
        await stream.send('events', stormy.slice(from, from + 1_000));
      const bytes = stormy.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);

      let most = 0;
      const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 200);
      closing.defer(() => {
        clearInterval(watch);
      });
      const rate = async (destination: Destination, group: string) => {
        const started = performance.now();
        const { records } = await runWorker(stream, destination, {
          ...{ topics: [{ name: 'events' }], group, deadLetters: 'dead', sessionMs: 30_000 },
          ...{ batchBytes: 4 << 20, batchMs: 20, inFlightBytes: 64 << 20 },
          ...{ settles: false, once: true, signal: new AbortController().signal },
        });
        return (records / (performance.now() - started)) * 1_000;
      };
      const estate = await Estate.open(join(folder, 'estate'));
      const nothing: Destination = {
        key: 'key',
        write: () => Promise.resolve({ unchanged: 0 }),
        settle: () => estate.settle(),
      };
      const read = await rate(nothing, 'read');
      const kept = await rate(estate, 'keep');
      const got = new Set(await snapshot(estate.store));
      await estate.close();
      const wanted = await calmly(calm);
      const lost = [...wanted].filter((line) => !got.has(line)).length;
      const wrong = [...got].filter((line) => !wanted.has(line)).length;
      const none = { unit: 'facts', goal: { of: 'median', atMost: 0 } } as const;
      return {
        on: { records: stormy.length, distinct: calm.length, partitions, bytes },
        figures: [
          figure('read and mapped', [read], { unit: 'records/s' }),
          figure('kept in the embedded store', [kept], {
            unit: 'records/s',
            goal: { of: 'median', atLeast: 1_000 },
          }),
          figure('facts lost, against a calm load', [lost], none),
          figure('facts doubled or wrong', [wrong], none),
          figure('memory, all of the run', [most / 2 ** 20], { unit: 'MB' }),
        ],
      };
    }),
});
