import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { events } from '../ingest/stream/load.ts';
import { askingAt, startCutset } from '../ingest/stream/process.ts';
import { topicsOn } from '../ingest/stream/topic.ts';
import { ownKafka } from '../servers/kafka.ts';
import { ownNeo4j } from '../servers/neo4j.ts';
import { until } from '../until.ts';

const kafka = await ownKafka();
const { own, skip } = await ownNeo4j();
afterAll(async () => {
  await own?.remove();
  if (kafka.skip === null) await kafka.broker.remove();
});

const timeout = 180_000;

/** A worker on a topic that holds 30 records. */
async function begin(password: string) {
  if (kafka.skip !== null || !own) throw new Error('no servers');
  const { brokers } = kafka.broker;
  const topics = await topicsOn(brokers);
  onTestFinished(() => topics[Symbol.asyncDispose]());
  const topic = await topics.make(3);
  const values = events(30).map((value) => ({ value }));
  await topics.send(topic, values);
  const worker = startCutset(
    { CUTSET_ESTATE: own.url, CUTSET_NEO4J_PASSWORD: password, CUTSET_KAFKA_BROKERS: brokers },
    ...['worker', topic, '--group', topic, '--port', '0', '--no-settle'],
  );
  onTestFinished(async () => void (await worker.kill('SIGKILL')));
  const ask = await askingAt(worker);
  const told = async () => JSON.parse((await ask('/readyz')).text) as Record<string, unknown>;
  const committed = () => topics.committed(topic, topic);
  const send = () => topics.send(topic, values);
  return { worker, told, committed, send };
}

test.skipIf(kafka.skip ?? skip).each(['hangs', 'is not there'])(
  'a worker that starts while Neo4j %s says so, and reads when it is back',
  { timeout },
  async (how) => {
    if (!own) return;
    if (how === 'hangs') own.pause();
    else await own.stop();
    onTestFinished(() => {
      own.resume();
    });
    const { worker, told, committed } = await begin(own.password);
    await worker.says(`${own.url}: no answer`);
    expect(await told()).toMatchObject({
      ...{ ready: false, state: 'waiting' },
      reason: expect.stringContaining('no answer') as string,
    });
    expect(await committed()).toBe(0);
    if (how === 'hangs') own.resume();
    else await own.restart();
    await until('it reads', async () => (await told())['state'] === 'reading');
    await until('all are in', async () => (await committed()) === 30);
    expect(await worker.kill('SIGTERM'), worker.err).toBe(0);
  },
);

test.skipIf(kafka.skip ?? skip)(
  'a worker whose writes hang says so once, and goes on when Neo4j does',
  { timeout },
  async () => {
    if (!own) return;
    const { worker, committed, send } = await begin(own.password);
    await until('all are in', async () => (await committed()) === 30);
    own.pause();
    onTestFinished(() => {
      own.resume();
    });
    await send();
    await worker.says(`${own.url}: a write is without an answer`);
    own.resume();
    await worker.says(`${own.url}: answers again`);
    await until('the others are in', async () => (await committed()) === 60);
    expect(worker.err.match(/is without an answer/g)).toHaveLength(1);
  },
);

test.skipIf(skip)(
  'a server that starts while Neo4j is not there is up once it is',
  { timeout },
  async () => {
    if (!own) return;
    const state = mkdtempSync(join(tmpdir(), 'cutset-away-'));
    await own.stop();
    const server = startCutset(
      { CUTSET_ESTATE: own.url, CUTSET_NEO4J_PASSWORD: own.password, CUTSET_STATE: state },
      ...['serve', '--port', '0', '--no-demo'],
    );
    onTestFinished(async () => {
      await server.kill('SIGKILL');
      rmSync(state, { recursive: true, force: true });
    });
    await server.says('trying again');
    expect(server.out).toBe('');
    await own.restart();
    await server.says('Cutset is at');
    await server.says('findings');
    expect(await server.kill('SIGTERM'), server.err).toBe(0);
  },
);

test.skipIf(kafka.skip ?? skip)(
  'a worker that is stopped while it waits for Neo4j ends well',
  { timeout },
  async () => {
    if (!own) return;
    await own.stop();
    const { worker } = await begin(own.password);
    await worker.says('trying again');
    expect(await worker.kill('SIGTERM'), worker.err).toBe(0);
    await own.restart();
  },
);

test.skipIf(kafka.skip ?? skip)(
  'a worker does not wait where waiting is of no use',
  { timeout },
  async () => {
    const { worker } = await begin('wrong');
    expect(await worker.ended).toBe(2);
    expect(worker.err).toContain('refuses user "neo4j"');
    expect(worker.err).not.toContain('trying again');
  },
);
