import { join } from 'node:path';
import type { Claim } from '../../graph/claim.ts';
import { Estate } from '../../graph/estate.ts';
import { snapshot } from '../../graph/snapshot.ts';
import { Stream } from '../../ingest/stream.ts';
import { positionOf } from '../../ingest/stream/record.ts';
import { readRecord } from '../../ingest/stream/read-record.ts';
import { runWorker, type Destination } from '../../ingest/stream/worker.ts';
import { startBroker } from '../../test/servers/broker.ts';
import { eventsOf, partitions, sendStorm } from '../kafka-events.ts';
import { figure } from '../measure.ts';
import { inFolder } from '../scratch.ts';
import { workload } from '../workload.ts';

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
      const calm = eventsOf(edges, nodes);
      const { records, bytes } = await sendStorm(stream, 'events', calm, seed);

      let most = 0;
      const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 200);
      closing.defer(() => {
        clearInterval(watch);
      });
      const rate = async (destination: Destination, group: string) => {
        const started = performance.now();
        const report = await runWorker(stream, destination, {
          ...{ topics: [{ name: 'events' }], group, deadLetters: 'dead', sessionMs: 30_000 },
          ...{ batchBytes: 4 << 20, batchMs: 20, inFlightBytes: 64 << 20 },
          ...{ once: true, signal: new AbortController().signal },
        });
        return (report.records / (performance.now() - started)) * 1_000;
      };
      const estate = await Estate.open(join(folder, 'estate'));
      const nothing: Destination = {
        key: 'key',
        write: () => Promise.resolve({ unchanged: 0 }),
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
        on: { records, distinct: calm.length, partitions, bytes },
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
