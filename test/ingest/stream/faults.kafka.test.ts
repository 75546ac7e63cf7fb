import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { Estate } from '../../../graph/estate.ts';
import { runWorker } from '../../../ingest/stream/worker.ts';
import { kafka, ownKafka } from '../../servers/kafka.ts';
import { random, shuffled } from '../../../bench/random.ts';
import { events } from './load.ts';
import { startCutset } from './process.ts';
import { topicsOn, type Topics } from './topic.ts';
import { calmly, differences, none, settled, streamOn, usual } from './working.ts';

const { brokers, skip } = await kafka();

const folder = mkdtempSync(join(tmpdir(), 'cutset-faults-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Distinct records of a load; half of them come twice. CUTSET_TEST_LOAD makes it a long one. */
const load = Number(process.env['CUTSET_TEST_LOAD'] ?? 4_000);
const timeout = 180_000 + load * 30;

/** Half of the records twice, in any order, over the partitions of a topic. */
function storm(calm: readonly string[], partitions: number, seed: number) {
  const next = random(seed);
  return shuffled(next, [...calm, ...calm.slice(0, calm.length / 2)]).map((value) => ({
    value,
    partition: Math.floor(next() * partitions),
  }));
}

async function until(what: string, holds: () => Promise<boolean>) {
  for (const end = Date.now() + timeout; !(await holds()); await sleep(50))
    if (Date.now() > end) throw new Error(`never: ${what}`);
}

const read = (topics: Topics, topic: string, count: number) =>
  until(`${count} records committed`, async () => (await topics.committed(topic, topic)) >= count);

/** The graph in an estate's folder. */
async function graphIn(path: string): Promise<string[]> {
  const estate = await Estate.open(path);
  const lines = await settled(estate);
  await estate.close();
  return lines;
}

describe.skipIf(skip)('with faults in the middle of a load', { timeout }, () => {
  test('a worker that is killed four times loses and doubles nothing', async () => {
    await using topics = await topicsOn(brokers);
    const calm = events(load);
    const topic = await topics.make(6);
    const stormy = storm(calm, 6, 3);
    await topics.send(topic, stormy);
    const path = join(folder, 'killed');
    const environment = { CUTSET_KAFKA_SESSION_MS: '1500', CUTSET_KAFKA_BATCH_BYTES: '65536' };
    const from = ['--brokers', brokers, '--group', topic, '--estate', path];
    const start = () => startCutset(environment, 'worker', topic, '--once', '--no-settle', ...from);
    let survived = 0;
    for (let kill = 0; kill < 4; kill++) {
      const before = await topics.committed(topic, topic);
      const worker = start();
      await Promise.race([read(topics, topic, before + 300), worker.ended]);
      await sleep(Math.random() * 200);
      if ((await worker.kill('SIGKILL')) !== null) survived++;
    }
    expect(survived, 'workers that ended before they were killed').toBe(0);
    const committed = await topics.committed(topic, topic);
    expect(committed).toBeLessThan(stormy.length);
    const last = start();
    expect(await last.ended, last.err).toBe(0);
    expect(await topics.committed(topic, topic)).toBe(stormy.length);
    expect(differences(await graphIn(path), await calmly(calm))).toEqual(none);
  });

  test('workers that come and go in one server, some by force, lose and double nothing', async () => {
    await using topics = await topicsOn(brokers);
    const calm = events(load);
    const topic = await topics.make(6);
    const stormy = storm(calm, 6, 4);
    const path = join(folder, 'served');
    const environment = { CUTSET_KAFKA_SESSION_MS: '6000', CUTSET_KAFKA_BATCH_BYTES: '65536' };
    const server = startCutset(
      environment,
      ...['serve', '--port', '0', '--no-demo', '--estate', path],
    );
    onTestFinished(async () => void (await server.kill('SIGKILL')));
    await server.says('Cutset is at');
    const from = ['--brokers', brokers, '--group', topic, '--estate', path];
    const start = (...more: string[]) =>
      startCutset({}, 'worker', topic, '--no-settle', ...from, ...more);
    const sending = topics.send(topic, stormy);
    const workers = [start(), start()];
    for (let turn = 0; turn < 4; turn++) {
      const leaving = workers.shift();
      await leaving?.says('partitions of');
      await sleep(500);
      const code = await leaving?.kill(turn % 2 ? 'SIGKILL' : 'SIGTERM');
      if (turn % 2 === 0) expect(code, leaving?.err).toBe(2);
      workers.push(start());
    }
    await sending;
    const last = start('--once');
    expect(await last.ended, last.err).toBe(0);
    for (const worker of workers) await worker.kill('SIGTERM');
    expect(await topics.committed(topic, topic)).toBe(stormy.length);
    await server.kill('SIGTERM');
    expect(differences(await graphIn(path), await calmly(calm))).toEqual(none);
  });

  test('a Kafka that is killed twice while it is read and written loses and doubles nothing', async (context) => {
    const own = await ownKafka();
    if (own.skip !== null) return context.skip(own.skip);
    onTestFinished(() => own.broker.remove());
    await using topics = await topicsOn(own.broker.brokers);
    const calm = events(load);
    const topic = await topics.make(4);
    const stormy = storm(calm, 4, 5);
    const estate = await Estate.open();
    const stream = await streamOn(own.broker.brokers);
    const stop = new AbortController();
    const working = runWorker(stream, estate, {
      ...usual([topic], topic),
      ...{ once: false, sessionMs: 1_500, signal: stop.signal, batchBytes: 65_536 },
    });
    for (let part = 0; part < 3; part++) {
      const third = Math.ceil(stormy.length / 3);
      const sending = topics.send(topic, stormy.slice(part * third, (part + 1) * third));
      if (part < 2) {
        await read(topics, topic, part * third + 200);
        await own.broker.kill();
        await own.broker.restart();
      }
      await sending;
    }
    await read(topics, topic, stormy.length);
    stop.abort();
    expect(await working).toMatchObject({ refused: 0 });
    expect(differences(await settled(estate), await calmly(calm))).toEqual(none);
    await stream.close();
    await estate.close();
  });
});
