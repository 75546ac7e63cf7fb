import { afterAll, expect, test } from 'vitest';
import { Estate } from '../../graph/estate.ts';
import { calmGraph, contentOf, graphOf, judged } from '../faults/graph.ts';
import { recordsOfAccount } from '../faults/records.ts';
import { kafka } from '../servers/kafka.ts';
import { neo4j } from '../servers/neo4j.ts';
import { startCutset } from './stream/process.ts';
import { topicsOn, type Sent } from './stream/topic.ts';
import { streamOn } from './stream/working.ts';

const broker = await kafka();
const { skip, given } = await neo4j();
afterAll(() => given?.release());

const records = recordsOfAccount(300);
/** A record whose sender broke off, and sent it whole later. */
const cut = records[20] ?? '';
const broken = cut.slice(0, Math.floor(cut.length / 2));

/** Content of every record that lies in a topic, by partition and offset. */
async function contentsIn(topic: string) {
  const stream = await streamOn(broker.brokers);
  const contents = new Map<string, string>();
  await stream.readThrough(topic, ({ partition, offset, value }) => {
    contents.set(`${partition}/${offset}`, contentOf(value ?? ''));
  });
  await stream.close();
  return contents;
}

test.skipIf(skip ?? broker.skip)(
  'on Neo4j, what was refused is listed, shown, mended and replayed: the graph is that of a calm load',
  { timeout: 180_000 },
  async () => {
    if (!given) return;
    await (await given.open()).close();
    await using topics = await topicsOn(broker.brokers);
    const topic = await topics.make(3);
    const sent = records.flatMap((value, i): Sent[] => {
      const place = { partition: i % 3, key: `k${i}`, headers: { from: `h${i}` } };
      return i === 20 ? [{ ...place, value: broken }] : [{ ...place, value }];
    });
    await topics.send(topic, sent);

    const run = async (...argv: string[]) => {
      const environment = {
        CUTSET_ESTATE: given.url,
        CUTSET_NEO4J_PASSWORD: given.password,
        CUTSET_KAFKA_BROKERS: broker.brokers,
        CUTSET_KAFKA_DEAD_LETTERS: `${topic}.dead`,
        CUTSET_KAFKA_CHANGES: `${topic}.changes`,
      };
      const command = startCutset(environment, ...argv, '--json');
      expect(await command.ended, command.err).toBe(0);
      return JSON.parse(command.out) as unknown;
    };
    const work = (read: string) => run('worker', read, '--group', topic, '--once', '--no-settle');
    const letters = async () =>
      (await run('deadletters', 'list')) as { id: string; code: string; source: string | null }[];

    // The setting takes all of them for events of CloudTrail, which six of ten are.
    const refused = records.length * 0.4 + 1;
    expect(await work(`${topic}=aws.cloudtrail-events`)).toMatchObject({ refused });
    const listed = await letters();
    expect(listed).toHaveLength(refused);
    expect(new Set(listed.map(({ source }) => source))).toEqual(new Set(['aws.cloudtrail-events']));

    const asked = listed[7]?.id ?? '';
    const [shown] = (await run('deadletters', 'show', asked)) as {
      [name: string]: string;
    }[];
    const value = Buffer.from(shown?.['value'] ?? '', 'base64');
    const i = records.findIndex((record) => Buffer.from(record).equals(value));
    expect(shown).toMatchObject({
      key: Buffer.from(`k${i}`).toString('base64'),
      headers: { from: [Buffer.from(`h${i}`).toString('base64')] },
    });

    // The setting is mended, and what it refused is replayed: all but the broken one go in.
    expect(await run('deadletters', 'replay', '--all')).toMatchObject({
      replayed: { length: refused },
    });
    expect(await letters()).toEqual([]);
    expect(await work(topic)).toMatchObject({ records: refused, refused: 1 });
    expect(await letters()).toMatchObject([{ code: 'RECORD_UNREADABLE' }]);

    // Its sender mends the broken one.
    await topics.send(topic, [{ value: cut, key: 'k20', partition: 2 }]);
    expect(await work(topic)).toMatchObject({ records: 1, refused: 0 });

    const wanted = await calmGraph(records);
    const contents = await contentsIn(topic);
    const estate = await Estate.open(undefined, { server: given.server });
    const graph = await graphOf(estate, { topic, contents, repeated: wanted.repeated });
    await estate.close();
    expect(judged(graph, wanted.graph)).toEqual(judged(wanted.graph, wanted.graph));
  },
);
