import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Estate } from '../../graph/estate.ts';
import { ownKafka } from '../servers/kafka.ts';
import { calmGraph, graphOf, judged } from './graph.ts';
import { expectMidLoad, startLoad, type Hit } from './load.ts';
import { distinct, recordsOfAccount } from './records.ts';

const kafka = await ownKafka();
const folder = mkdtempSync(join(tmpdir(), 'cutset-faults-'));
afterAll(async () => {
  if (kafka.skip === null) await kafka.broker.remove();
  rmSync(folder, { recursive: true, force: true });
});

test.skipIf(kafka.skip)(
  '100,000 records into the embedded store, its worker and Kafka killed: nothing lost or doubled',
  async () => {
    if (kafka.skip !== null) return;
    const { broker } = kafka;
    const calm = recordsOfAccount(distinct);
    const wanted = await calmGraph(calm);
    const path = join(folder, 'estate');
    const argv = ['--estate', path];
    await using load = await startLoad({ brokers: broker.brokers, calm, seed: 13, argv });
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
    expect(await worker.kill('SIGTERM'), worker.err).toBe(0);
    expect(await load.committed()).toBe(load.total);
    const estate = await Estate.open(path);
    const graph = await graphOf(estate, { ...load, repeated: wanted.repeated });
    await estate.close();
    expect(judged(graph, wanted.graph)).toEqual(judged(wanted.graph, wanted.graph));
  },
);
