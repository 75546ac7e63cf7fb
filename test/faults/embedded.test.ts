import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { Estate } from '../../graph/estate.ts';
import { startCutset } from '../ingest/stream/process.ts';
import { ownKafka } from '../servers/kafka.ts';
import { calmGraph, graphOf, judged } from './graph.ts';
import { comeAndGo, expectMidLoad, startLoad, type Hit, type Load } from './load.ts';
import { distinct, recordsOfAccount } from './records.ts';

const kafka = await ownKafka();
const folder = mkdtempSync(join(tmpdir(), 'cutset-faults-'));
afterAll(async () => {
  if (kafka.skip === null) await kafka.broker.remove();
  rmSync(folder, { recursive: true, force: true });
});

const calm = recordsOfAccount(distinct);
let wanted: Awaited<ReturnType<typeof calmGraph>>;

/** All is in an estate, as if nothing had happened. */
async function expectAllIn(path: string, load: Load) {
  expect(await load.committed()).toBe(load.total);
  const estate = await Estate.open(path);
  const graph = await graphOf(estate, { ...load, repeated: wanted.repeated });
  await estate.close();
  expect(judged(graph, wanted.graph)).toEqual(judged(wanted.graph, wanted.graph));
}

describe.skipIf(kafka.skip)('a load by Kafka into the embedded store', () => {
  beforeAll(async () => {
    wanted = await calmGraph(calm);
  });

  test('worker and Kafka killed: nothing lost or doubled', async () => {
    if (kafka.skip !== null) return;
    const { broker } = kafka;
    const path = join(folder, 'killed');
    const argv = ['--estate', path];
    await using load = await startLoad({ brokers: broker.brokers, calm, seed: 14, argv });
    const hits: Record<string, Hit> = {};
    let worker = load.start();
    for (const [kill, share] of [0.1, 0.25, 0.4, 0.55].entries())
      hits[`worker killed, ${kill + 1}`] = await load.suffer(share, async () => {
        expect(await worker.kill('SIGKILL'), 'it ran until it was killed').toBeNull();
        worker = load.start();
      });
    hits['Kafka killed'] = await load.suffer(0.7, async () => {
      await broker.kill();
      await broker.restart();
    });
    expectMidLoad(hits, load.total);
    await load.readAll();
    expect(await load.end(), 'no worker gave up').toEqual([]);
    await expectAllIn(path, load);
  });

  test('workers that join and leave through a server every few seconds lose and double nothing', async () => {
    if (kafka.skip !== null) return;
    const path = join(folder, 'served');
    const argv = ['--estate', path];
    const server = startCutset({}, 'serve', '--port', '0', '--no-demo', ...argv);
    onTestFinished(async () => void (await server.kill('SIGKILL')));
    await server.says('Cutset is at');
    await using load = await startLoad({ brokers: kafka.broker.brokers, calm, seed: 15, argv });
    await comeAndGo(load);
    await load.readAll();
    await load.end();
    expect(await server.kill('SIGTERM'), server.err).toBe(0);
    await expectAllIn(path, load);
  });
});
