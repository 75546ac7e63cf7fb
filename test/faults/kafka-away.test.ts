import { afterAll, expect, onTestFinished, test } from 'vitest';
import { Estate } from '../../graph/estate.ts';
import { claimsOf, shop } from '../api/shop.ts';
import { startReplica } from '../commands/replica.ts';
import { events } from '../ingest/stream/load.ts';
import { askingAt, startCutset } from '../ingest/stream/process.ts';
import { topicsOn } from '../ingest/stream/topic.ts';
import { ownKafka } from '../servers/kafka.ts';
import { neo4j } from '../servers/neo4j.ts';
import { until } from '../until.ts';

const kafka = await ownKafka();
const { skip, given } = await neo4j();
afterAll(async () => {
  await given?.release();
  if (kafka.skip === null) await kafka.broker.remove();
});

const timeout = 180_000;
const away = expect.stringContaining('Kafka does not answer') as unknown;

test.skipIf(skip ?? kafka.skip)(
  'a server that starts while Kafka is away says so, and comes up by itself',
  { timeout },
  async () => {
    if (!given || kafka.skip !== null) return;
    const { broker } = kafka;
    await (await given.open()).close();
    const writer = await Estate.open(undefined, { server: given.server });
    await writer.write(claimsOf(shop, { at: Date.now() }));
    await writer.close();

    await broker.kill();
    const server = await startReplica({
      CUTSET_ESTATE: given.url,
      CUTSET_NEO4J_PASSWORD: given.password,
      CUTSET_KAFKA_BROKERS: broker.brokers,
      CUTSET_KAFKA_SESSION_MS: '2000',
    });
    onTestFinished(async () => void (await server.kill('SIGKILL')));
    const starting = { ready: false, state: 'starting', role: 'follower', reason: away };
    expect(await server.health()).toMatchObject(starting);
    await broker.restart();
    await until('it leads', async () => (await server.role()) === 'leader');
    await until('it is ready', async () => (await server.health())['state'] === 'settled');
    expect(await server.open()).toContain('TC-02');

    // Away again: what is known is still told, and that it may be late.
    await broker.kill();
    await until('it says so', async () => (await server.health())['state'] === 'catching up');
    expect(await server.health()).toMatchObject({ ready: true, reason: away });
    expect(await server.open()).toContain('TC-02');
    await broker.restart();
    await until('it is over', async () => (await server.health())['state'] === 'settled');
  },
);

test.skipIf(kafka.skip)(
  'a worker tells its health and metrics at a port of loopback, if it is given one',
  { timeout },
  async () => {
    if (kafka.skip !== null) return;
    const { broker } = kafka;
    await using topics = await topicsOn(broker.brokers);
    const topic = await topics.make(3);
    await topics.send(
      topic,
      [...events(30), 'no record'].map((value) => ({ value })),
    );
    const worker = startCutset(
      { CUTSET_WORKER_PORT: '0' },
      ...['worker', topic, '--brokers', broker.brokers, '--group', topic],
      ...['--estate', `${process.env['CUTSET_TEST_SERVERS']}/worker-${process.pid}`],
    );
    onTestFinished(async () => void (await worker.kill('SIGKILL')));
    const ask = await askingAt(worker);
    const ready = async () => (await ask('/readyz')).status === 200;
    expect(await ask('/healthz')).toMatchObject({ status: 200 });
    await until('it is ready', ready);
    expect(JSON.parse((await ask('/readyz')).text)).toMatchObject({
      ...{ state: 'reading', partitions: 3, reason: null },
    });
    await until('all are read', async () => (await topics.committed(topic, topic)) === 31);
    const { text } = await ask('/metrics');
    expect(text).toContain(
      'cutset_records_total{source="aws.cloudtrail-events",outcome="accepted"} 30\n',
    );
    expect(text).toContain('cutset_records_total{source="none",outcome="refused"} 1\n');
    expect(text).toMatch(/^cutset_claims_written_total 30$/m);
    expect(text).not.toContain(topic);
    expect((await ask('/healthz', { origin: 'http://elsewhere.example' })).status).toBe(403);
    expect((await ask('/graphql')).status).toBe(404);

    await broker.kill();
    await until('it says that it waits', async () => !(await ready()));
    expect(await ask('/healthz')).toMatchObject({ status: 200 });
    await broker.restart();
    await until('it reads on', ready);
    expect(await worker.kill('SIGTERM'), worker.err).toBe(0);
    await expect(ask('/healthz')).rejects.toThrow();
  },
);

test.each([
  ['a port', ['t', '--port', 'x'], '--port x'],
  ['a source', ['t=aws.nothing'], 'no source "aws.nothing"'],
])('%s that is none is refused before anything is asked', async (_, argv, named) => {
  const worker = startCutset({}, 'worker', ...argv, '--brokers', '127.0.0.1:1');
  expect(await worker.ended).toBe(2);
  expect(worker.err).toContain(named);
});
