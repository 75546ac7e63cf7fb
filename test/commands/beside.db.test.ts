import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import kafkajs from 'kafkajs';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { settle } from '../../commands/settle.ts';
import { Failure } from '../../graph/errors.ts';
import { Estate } from '../../graph/estate.ts';
import { decodeChange, type Change } from '../../ingest/stream/change.ts';
import { claimsOf, shop } from '../api/shop.ts';
import { events } from '../ingest/stream/load.ts';
import { startCutset } from '../ingest/stream/process.ts';
import { streamOn } from '../ingest/stream/working.ts';
import { kafka } from '../servers/kafka.ts';
import { neo4j } from '../servers/neo4j.ts';
import { until } from '../until.ts';
import { startReplica } from './replica.ts';

const broker = await kafka();
const { skip, given } = await neo4j();
const folder = mkdtempSync(join(tmpdir(), 'cutset-beside-'));
afterAll(async () => {
  await given?.release();
  rmSync(folder, { recursive: true, force: true });
});

let turns = 0;

/** A server of an empty estate on Neo4j that leads, and what is told in its topic of changes. */
async function begin() {
  if (!given) throw new Error('no server');
  await (await given.open()).close();
  const topic = `beside-${process.pid}-${++turns}`;
  const environment = {
    CUTSET_ESTATE: given.url,
    CUTSET_NEO4J_PASSWORD: given.password,
    CUTSET_KAFKA_BROKERS: broker.brokers,
    CUTSET_KAFKA_CHANGES: topic,
    CUTSET_KAFKA_SESSION_MS: '2000',
  };
  const server = await startReplica(environment);
  onTestFinished(async () => void (await server.kill('SIGKILL')));
  await until('it leads', async () => (await server.role()) === 'leader');
  await until('it is settled', async () => (await server.health())['state'] === 'settled');
  const told = async () => {
    const stream = await streamOn(broker.brokers);
    const changes: Change[] = [];
    await stream.readThrough(topic, ({ value }) => {
      const change = decodeChange(value);
      if (change) changes.push(change);
    });
    await stream.close();
    return changes;
  };
  return { environment, topic, server, told };
}

/** A file of records, each by a role of its own. */
function fileOf(name: string, role: string): string {
  const path = join(folder, `${name}.ndjson`);
  writeFileSync(path, events(5).join('\n').replaceAll('reader-', role));
  return path;
}
const uid = (role: string) => `arn:aws:iam::111122223333:role/${role}3`;

const ingest = async (environment: Record<string, string>, path: string) => {
  const command = startCutset({ ...environment, CUTSET_STATE: folder }, 'ingest', path, '--json');
  expect(await command.ended, command.err).toBe(0);
};

describe.skipIf(skip ?? broker.skip)('a command beside a server', { timeout: 120_000 }, () => {
  test('what it writes is told to the servers that share the estate', async () => {
    const { environment, server, told } = await begin();
    const before = (await told()).length;
    await ingest(environment, fileOf('told', 'teller-'));
    const word = (await told()).slice(before);
    const nodes = word.flatMap((change) => (change.what === 'some' ? change.nodes : []));
    expect(nodes).toContain(uid('teller-'));
    expect(word.map(({ what }) => what)).toContain('settled');
    await until('the server knows it', () => server.knows(uid('teller-')));

    // Without Kafka there is nobody to tell: the server notices by the numbers.
    const { CUTSET_KAFKA_BROKERS: _, ...alone } = environment;
    const silent = (await told()).length;
    await ingest(alone, fileOf('untold', 'silent-'));
    expect((await told()).slice(silent).flatMap((c) => (c.what === 'some' ? c.nodes : []))).toEqual(
      [],
    );
    await until('the server noticed', () => server.knows(uid('silent-')));
  });

  test('a server that falls behind what the topic of changes keeps reads the store anew', async () => {
    const { environment, topic, server } = await begin();
    await ingest(environment, fileOf('before', 'early-'));
    await until('it follows', () => server.knows(uid('early-')));

    void server.kill('SIGSTOP');
    await ingest(environment, fileOf('missed', 'missed-'));
    const admin = new kafkajs.Kafka({
      ...{ brokers: [broker.brokers], logLevel: kafkajs.logLevel.NOTHING },
    }).admin();
    await admin.connect();
    await admin.fetchTopicMetadata({ topics: [topic] });
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '-1' }] });
    const [partition] = await admin.fetchTopicOffsets(topic);
    await admin.disconnect();
    expect(partition?.low, 'nothing is kept').toBe(partition?.high);
    void server.kill('SIGCONT');

    await until('it knows what it missed', () => server.knows(uid('missed-')));
    // And it follows on from there.
    await ingest(environment, fileOf('after', 'late-'));
    await until('it knows what came after', () => server.knows(uid('late-')));
    await until('it leads again', async () => (await server.role()) === 'leader');
    await until('it is settled', async () => (await server.health())['state'] === 'settled');
  });

  test('is noticed where a backup took the place of the store, which counts its writes anew', async () => {
    const numberIt = (number: number) =>
      given?.run(`MERGE (m:Meta {key: 'version'}) SET m.value = toInteger(${number})`);
    await (await given?.open())?.close();
    await numberIt(1_000);
    const { environment } = await begin();
    const follower = await startReplica(environment);
    onTestFinished(async () => void (await follower.kill('SIGKILL')));
    await ingest(environment, fileOf('first', 'first-'));
    await until('it follows', () => follower.knows(uid('first-')));
    await numberIt(1);
    // Nobody tells of what comes next, and its number was given before.
    const { CUTSET_KAFKA_BROKERS: _, ...alone } = environment;
    await ingest(alone, fileOf('restored', 'restored-'));
    await until('it knows what came since', () => follower.knows(uid('restored-')));
  });

  test('has what a server found that took its turn to derive', async () => {
    if (!given) return;
    await (await given.open()).close();
    const open = () => Estate.open(undefined, { server: given.server });
    const [command, server] = [await open(), await open()];
    await command.write(claimsOf(shop, { at: Date.now() }));
    vi.spyOn(command, 'settle').mockRejectedValueOnce(new Failure('SETTLED_ELSEWHERE', 'taken'));
    const settling = settle(command);
    await server.reload();
    await server.settle();
    const { opened } = await settling;
    expect(opened.map(({ rule }) => rule)).toContain('TC-02');
    expect([...command.findings.keys()].sort()).toEqual([...server.findings.keys()].sort());
    expect(command.lags).toBe(false);
    expect(command.role, 'it derives again the next time').toBe('alone');
    await Promise.all([command.close(), server.close()]);
  });
});
