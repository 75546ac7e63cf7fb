import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { Estate } from '../../graph/estate.ts';
import { Replica } from '../../ingest/stream/replica.ts';
import { claimsOf, shop } from '../api/shop.ts';
import { events } from '../ingest/stream/load.ts';
import { askingAt, startCutset } from '../ingest/stream/process.ts';
import { topicsOn } from '../ingest/stream/topic.ts';
import { streamOn } from '../ingest/stream/working.ts';
import { kafka } from '../servers/kafka.ts';
import { neo4j } from '../servers/neo4j.ts';
import { until } from '../until.ts';
import { startReplica, type RunningReplica } from './replica.ts';

const broker = await kafka();
const { skip, given } = await neo4j();
afterAll(() => given?.release());

const lone = "(lone:Identity {account: '111122223333'})";

test.skipIf(skip ?? broker.skip)('a worker alone on an estate derives what it read', async () => {
  if (!given) return;
  await (await given.open()).close();
  await using topics = await topicsOn(broker.brokers);
  const topic = await topics.make(1);
  await topics.send(
    topic,
    events(20).map((value) => ({ value })),
  );
  const worker = startCutset(
    {
      CUTSET_ESTATE: given.url,
      CUTSET_NEO4J_PASSWORD: given.password,
      CUTSET_KAFKA_BROKERS: broker.brokers,
      CUTSET_KAFKA_CHANGES: `${topic}.changes`,
    },
    ...['worker', topic, '--once'],
  );
  expect(await worker.ended, worker.err).toBe(0);
  const estate = await Estate.open(undefined, { server: given.server });
  expect(estate.lags).toBe(false);
  expect(estate.settledAt).toBeGreaterThan(0);
  expect(estate.view.node('arn:aws:iam::111122223333:role/reader-7')).toBeDefined();
  await estate.close();
});

test.skipIf(skip ?? broker.skip)(
  'a worker that leaves deriving to others is ready before there is anything to tell them',
  async () => {
    if (!given) return;
    await (await given.open()).close();
    await using topics = await topicsOn(broker.brokers);
    const topic = await topics.make(1);
    const worker = startCutset(
      {
        CUTSET_ESTATE: given.url,
        CUTSET_NEO4J_PASSWORD: given.password,
        CUTSET_KAFKA_BROKERS: broker.brokers,
        CUTSET_KAFKA_CHANGES: `${topic}.changes`,
      },
      ...['worker', topic, '--group', topic, '--no-settle', '--port', '0'],
    );
    onTestFinished(async () => void (await worker.kill('SIGKILL')));
    const ask = await askingAt(worker);
    await worker.says('reads 1 partitions');
    expect(JSON.parse((await ask('/readyz')).text)).toMatchObject({
      ready: true,
      state: 'reading',
    });
  },
);

describe.skipIf(skip ?? broker.skip)('servers that share an estate', { timeout: 120_000 }, () => {
  test('all are current, one derives, and another takes over when it is killed', async () => {
    if (!given) return;
    await (await given.open()).close();
    await using topics = await topicsOn(broker.brokers);
    const topic = await topics.make(2);
    const changes = `${topic}.changes`;
    const environment = {
      CUTSET_ESTATE: given.url,
      CUTSET_NEO4J_PASSWORD: given.password,
      CUTSET_KAFKA_BROKERS: broker.brokers,
      CUTSET_KAFKA_CHANGES: changes,
      CUTSET_KAFKA_SESSION_MS: '2000',
    };
    const servers = [await startReplica(environment)];
    onTestFinished(async () => {
      for (const server of servers) await server.kill('SIGKILL');
    });
    const [leader] = servers as [RunningReplica];
    await until('the first leads', async () => (await leader.role()) === 'leader');
    const follower = await startReplica(environment);
    servers.push(follower);

    // What a third process writes: the leader derives, and who watches the follower is told.
    const told = await follower.watch();
    const writer = await Estate.open(undefined, { server: given.server });
    const writing = await Replica.join(writer, {
      ...{ open: () => streamOn(broker.brokers), topic: changes, sessionMs: 2_000, follows: false },
      ...{ ask: () => undefined, onMishap: () => undefined },
    });
    const start = Date.now();
    await writer.write(claimsOf(shop, { at: start }));
    await until('the follower tells what opened', () => told().includes('"ruleId":"TC-02"'));
    await until('both have it', async () =>
      (await Promise.all(servers.map((server) => server.open()))).every((open) =>
        open.includes('TC-02'),
      ),
    );
    expect(await follower.open()).toEqual(await leader.open());
    expect(await follower.health()).toMatchObject({ ready: true, role: 'follower' });
    expect(await leader.role()).toBe('leader');

    // What a worker reads.
    await topics.send(
      topic,
      events(300).map((value, i) => ({ value, partition: i % 2 })),
    );
    const worker = startCutset(environment, 'worker', topic, '--once', '--no-settle');
    expect(await worker.ended, worker.err).toBe(0);
    const role = 'arn:aws:iam::111122223333:role/reader-7';
    for (const server of servers) await until('both know the role', () => server.knows(role));
    await until('both count the same', async () => {
      const counts = await Promise.all(
        servers.map((s) => s.ask('{ estate { nodes edges lags } }')),
      );
      return JSON.stringify(counts[0]) === JSON.stringify(counts[1]);
    });

    // Written, and its writer died before it could tell.
    const silent = await Estate.open(undefined, { server: given.server });
    const untold = claimsOf(lone, { owner: 'aws:111122223333/untold' });
    await silent.write(untold);
    await silent.close();
    const uid = untold[0]?.nodes[0]?.uid ?? '';
    for (const server of servers) await until('both know the untold', () => server.knows(uid));

    // The leader dies: the follower derives what comes then, and it was down when it was told.
    await leader.kill('SIGKILL');
    await writer.write(claimsOf(shop.replace('true', 'false'), { at: start + 1 }));
    await until('the follower leads', async () => (await follower.role()) === 'leader');
    await until('it closes', async () => !(await follower.open()).includes('TC-02'));
    await until('who watches is told', () =>
      (told().split('"closed":[{').at(-1) ?? '').includes('"ruleId":"TC-02"'),
    );
    const again = await startReplica(environment);
    servers.push(again);
    expect(await again.role()).toBe('follower');
    expect(await again.open()).toEqual(await follower.open());
    await writing.close();
    await writer.close();
  });
});
