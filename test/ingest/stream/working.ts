import { Estate } from '../../../graph/estate.ts';
import { snapshot } from '../../../graph/snapshot.ts';
import { Stream } from '../../../ingest/stream.ts';
import { readRecord } from '../../../ingest/stream/read-record.ts';
import { topicsOf } from '../../../ingest/stream/settings.ts';
import { runWorker, type WorkerOptions } from '../../../ingest/stream/worker.ts';

const quiet = new AbortController().signal;

/** What a worker is given unless a test says otherwise. */
export const usual = (topics: readonly string[], group: string): WorkerOptions => ({
  topics: topicsOf(topics),
  group,
  deadLetters: `${group}.dead`,
  sessionMs: 6_000,
  batchBytes: 256 << 10,
  batchMs: 20,
  inFlightBytes: 64 << 20,
  once: true,
  signal: quiet,
});

export const streamOn = (brokers: string) =>
  Stream.open({ brokers: [brokers], tls: null, sasl: null });

/** Runs a worker until it has read everything. */
export async function work(brokers: string, estate: Estate, options: WorkerOptions) {
  const stream = await streamOn(brokers);
  try {
    return await runWorker(stream, estate, options);
  } finally {
    await stream.close();
  }
}

/** The graph with all that follows from it, without when its findings opened. */
export async function settled(estate: Estate): Promise<string[]> {
  await estate.settle();
  const lines = await snapshot(estate.store);
  return lines.filter(
    (line) => !line.includes('"uid":"finding:') && !line.includes('"from":"finding:'),
  );
}

/** What one graph has and the other has not, shortened; equal graphs have nothing. */
export function differences(got: readonly string[], wanted: readonly string[]) {
  const [inGot, inWanted] = [new Set(got), new Set(wanted)];
  return {
    missing: wanted.filter((line) => !inGot.has(line)).slice(0, 3),
    extra: got.filter((line) => !inWanted.has(line)).slice(0, 3),
  };
}
export const none = { missing: [], extra: [] };

/** The settled graph of records that are read one after another, in order, without Kafka. */
export async function calmly(values: readonly (string | Buffer)[]): Promise<string[]> {
  const estate = await Estate.open();
  const claims = [];
  for (const [offset, value] of values.entries()) {
    const record = {
      ...{ topic: 'calm', partition: 0, offset: String(offset), at: 0 },
      ...{ key: null, headers: {}, value: Buffer.from(value) },
    };
    claims.push(...(await readRecord(record, undefined, estate.key)).claims);
  }
  for (let from = 0; from < claims.length; from += 1_000)
    await estate.write(claims.slice(from, from + 1_000));
  const lines = await settled(estate);
  await estate.close();
  return lines;
}
