import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Estate } from '../../graph/estate.ts';
import { Secret } from '../../graph/secret.ts';
import { openStore } from '../../graph/store/open.ts';
import { ownKafka } from '../servers/kafka.ts';
import { ownNeo4j } from '../servers/neo4j.ts';
import { until } from '../until.ts';
import { calmGraph, graphOf, judged } from './graph.ts';
import { comeAndGo, expectMidLoad, hang, startLoad, type Hit, type Load } from './load.ts';
import { distinct, recordsOfAccount } from './records.ts';

const kafka = await ownKafka();
const { own, skip } = await ownNeo4j();
const server = own && { ...own, password: new Secret(own.password) };

const calm = recordsOfAccount(distinct);
let wanted: Awaited<ReturnType<typeof calmGraph>>;
afterAll(async () => {
  if (kafka.skip === null) await kafka.broker.remove();
  await own?.remove();
});

/** An empty estate on the server, and a load into it. */
async function begin(seed: number) {
  if (kafka.skip !== null || !server) throw new Error('no servers');
  const store = await openStore({ server });
  await store.clear();
  await store.close();
  const { brokers } = kafka.broker;
  const environment = { CUTSET_ESTATE: server.url, CUTSET_NEO4J_PASSWORD: own.password };
  return { broker: kafka.broker, load: await startLoad({ brokers, calm, seed, environment }) };
}

/** The graph on the server, against the one of a calm load. */
async function outcome({ topic, contents }: Pick<Load, 'topic' | 'contents'>) {
  if (!server) throw new Error('no server');
  const estate = await Estate.open(undefined, { server });
  const graph = await graphOf(estate, { topic, contents, repeated: wanted.repeated });
  await estate.close();
  return judged(graph, wanted.graph);
}

/** Every fault came in mid-load, no worker gave up, and all is in as if nothing had happened. */
async function expectAllIn(load: Load, hits: Readonly<Record<string, Hit>>) {
  expectMidLoad(hits, load.total);
  await load.readAll();
  expect(await load.end(), 'no worker gave up').toEqual([]);
  expect(await load.committed()).toBe(load.total);
  expect(await outcome(load)).toEqual(judged(wanted.graph, wanted.graph));
}

describe.skipIf(kafka.skip ?? skip)('a load by Kafka into Neo4j', () => {
  beforeAll(async () => {
    wanted = await calmGraph(calm);
  });

  test('workers and Kafka killed, Kafka hung: nothing lost or doubled', async () => {
    const { broker, load: started } = await begin(11);
    await using load = started;
    const hits: Record<string, Hit> = {};
    const workers = [load.start(), load.start()];
    for (const [kill, share] of [0.1, 0.25, 0.4].entries())
      hits[`worker killed, ${kill + 1}`] = await load.suffer(share, async () => {
        expect(await workers.shift()?.kill('SIGKILL'), 'it ran until it was killed').toBeNull();
        workers.push(load.start());
      });
    for (const share of [0.55, 0.75])
      hits[`Kafka killed at ${share}`] = await load.suffer(share, async () => {
        await broker.kill();
        await broker.restart();
      });
    hits['Kafka hung'] = await load.suffer(0.85, () => hang(broker, 20_000));
    await expectAllIn(load, hits);
  });

  test('Neo4j killed, hung, stopped for a minute, killed again: nothing lost or doubled', async () => {
    const { load: started } = await begin(12);
    await using load = started;
    if (!own) return;
    const hits: Record<string, Hit> = {};
    const worker = load.start('--port', '0');
    load.start();
    const state = async () => (await load.readinessOf(worker))['state'];
    const kill = async () => {
      await own.kill();
      await own.restart();
    };
    hits['killed'] = await load.suffer(0.15, kill);
    hits['hung'] = await load.suffer(0.25, async () => {
      const hung = hang(own, 25_000);
      await until('a worker says that it waits', async () => (await state()) === 'waiting');
      await hung;
      await until('it reads on', async () => (await state()) === 'reading');
    });
    hits['stopped'] = await load.suffer(0.4, async () => {
      await own.stop();
      await sleep(10_000);
      const still = await load.committed();
      await sleep(50_000);
      expect(await load.committed(), 'nothing is acknowledged that was not kept').toBe(still);
      await own.restart();
    });
    hits['killed again'] = await load.suffer(0.7, kill);
    await expectAllIn(load, hits);
  });

  test('workers that join and leave every few seconds lose and double nothing', async () => {
    const { load: started } = await begin(13);
    await using load = started;
    await comeAndGo(load);
    await expectAllIn(load, {});
  });
});
