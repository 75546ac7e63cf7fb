import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { askingAt, startCutset } from '../ingest/stream/process.ts';
import { topicsOn } from '../ingest/stream/topic.ts';
import type { JvmProcess } from '../servers/jvm-process.ts';
import { until } from '../until.ts';
import { contentsOf } from './graph.ts';
import { stormOf } from './records.ts';

const patient = { patience: 300_000 };

interface Options {
  brokers: string;
  /** Distinct records, in their order. */
  calm: readonly (string | Buffer)[];
  seed: number;
  /** Settings and options of its workers: where the estate is. */
  environment?: Record<string, string>;
  argv?: readonly string[];
}

/** Where reading stood when a fault came, and when it had gone on after it. */
export interface Hit {
  before: number;
  after: number;
}

/** Each fault came after reading had begun, and reading went on before it had ended. */
export function expectMidLoad(hits: Readonly<Record<string, Hit>>, total: number) {
  for (const [what, { before, after }] of Object.entries(hits)) {
    expect(before, what).toBeGreaterThan(0);
    expect(after, what).toBeLessThan(total);
  }
}

/** Has a server hang for so many milliseconds. */
export async function hang(server: JvmProcess, milliseconds: number): Promise<void> {
  server.pause();
  await sleep(milliseconds);
  server.resume();
}

/** A storm of records that workers, each a process of its own, read from a topic. */
export async function startLoad({ brokers, calm, seed, environment = {}, argv = [] }: Options) {
  const partitions = 6;
  const topics = await topicsOn(brokers);
  const topic = await topics.make(partitions);
  const storm = stormOf(calm, partitions, seed);
  const half = Math.ceil(storm.length / 2);
  await topics.send(topic, storm.slice(0, half));
  const sending = topics.send(topic, storm.slice(half));
  const running = new Set<ReturnType<typeof startCutset>>();
  const gaveUp: string[] = [];
  const committed = () => topics.committed(topic, topic);
  const atLeast = (count: number) =>
    until(
      `${count} of ${storm.length} committed`,
      async () => (await committed()) >= count,
      patient,
    );

  const start = (...more: string[]) => {
    const settings = { CUTSET_KAFKA_SESSION_MS: '6000', CUTSET_KAFKA_BATCH_BYTES: '1048576' };
    const from = ['--brokers', brokers, '--group', topic, '--no-settle', ...argv, ...more];
    const worker = startCutset({ ...settings, ...environment }, 'worker', topic, ...from);
    running.add(worker);
    void worker.ended.then((code) => {
      running.delete(worker);
      if (code !== 0 && code !== null) gaveUp.push(`${code}: ${worker.err}`);
    });
    return worker;
  };

  /** What a worker that was given a port tells of its readiness, and why. */
  const readinessOf = async (worker: ReturnType<typeof start>) =>
    JSON.parse((await (await askingAt(worker))('/readyz')).text) as Record<string, unknown>;

  return {
    topic,
    total: storm.length,
    contents: contentsOf(storm),
    start,
    readinessOf,
    committed,
    /** Does something once a share of the records is read; tells where reading went on after it. */
    suffer: async (share: number, fault: () => Promise<unknown>): Promise<Hit> => {
      await atLeast(Math.floor(storm.length * share));
      const before = await committed();
      await fault();
      await atLeast(before + 1);
      return { before, after: await committed() };
    },
    readAll: async () => {
      await sending;
      await atLeast(storm.length);
    },
    /** Ends the workers that run, in their own way; gives what those said that failed, now or before. */
    end: async (): Promise<readonly string[]> => {
      await Promise.all([...running].map((worker) => worker.kill('SIGTERM')));
      return gaveUp;
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...running].map((worker) => worker.kill('SIGKILL')));
      await sending.catch(() => undefined);
      await topics[Symbol.asyncDispose]();
    },
  };
}

export type Load = Awaited<ReturnType<typeof startLoad>>;

/**
 * Has workers join and leave every few seconds, each other one by force, until nearly all is read. Each
 * has joined before it leaves, and between two turns something is read.
 */
export async function comeAndGo({ start, committed, total }: Load): Promise<void> {
  const workers = [start(), start()];
  const shares: number[] = [];
  for (let turn = 0, before = 0; before < 0.9 * total; turn++) {
    shares.push(before / total);
    if (turn % 2 === 0) workers.push(start());
    else {
      const leaving = workers.shift();
      await leaving?.says('partitions of');
      void leaving?.kill(turn % 4 === 1 ? 'SIGTERM' : 'SIGKILL');
    }
    await sleep(2_000);
    const last = before;
    await until('something is read', async () => (before = await committed()) > last, patient);
  }
  const inMid = shares.filter((share) => share > 0 && share < 0.9);
  expect(inMid.length, 'turns in mid-load').toBeGreaterThan(3);
}
