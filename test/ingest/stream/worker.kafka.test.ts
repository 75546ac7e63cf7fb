import { describe, expect, test, vi } from 'vitest';
import { Estate } from '../../../graph/estate.ts';
import { codecs } from '../../../ingest/stream/codecs.ts';
import { kafka } from '../../servers/kafka.ts';
import { events, random, recordsOf, shuffled } from './load.ts';
import { topicsOn } from './topic.ts';
import { calmly, differences, none, settled, usual, work } from './working.ts';

const { brokers, skip } = await kafka();

describe.skipIf(skip)('a worker on Kafka', () => {
  test('many partitions, duplicates and any order give the graph of a calm load', async () => {
    await using topics = await topicsOn(brokers);
    const calm = events(3_000);
    const topic = await topics.make(8);
    const next = random(1);
    const stormy = shuffled([...calm, ...calm.slice(0, 1_500)], next);
    await topics.send(
      topic,
      stormy.map((value) => ({ value, partition: Math.floor(next() * 8) })),
    );
    const estate = await Estate.open();
    const report = await work(brokers, estate, usual([topic], topic));
    expect(report).toMatchObject({ records: 4_500, refused: 0 });
    expect(differences(await settled(estate), await calmly(calm))).toEqual(none);
    expect(await topics.committed(topic, topic)).toBe(4_500);
    await estate.close();
  });

  test.each([
    ['gzip', 1],
    ['snappy', 2],
    ['lz4', 3],
    ['zstd', 4],
  ] as const)('records that the broker packed with %s are read', async (compression, number) => {
    await using topics = await topicsOn(brokers);
    const unpack = vi.spyOn(codecs[number], 'unpack');
    const calm = events(1_000);
    const topic = await topics.make(2, compression);
    await topics.send(
      topic,
      calm.map((value) => ({ value })),
    );
    const estate = await Estate.open();
    const report = await work(brokers, estate, usual([topic], topic));
    expect(report).toMatchObject({ records: 1_000, refused: 0 });
    expect(unpack, 'the broker did pack them').toHaveBeenCalled();
    expect(differences(await settled(estate), await calmly(calm))).toEqual(none);
    await estate.close();
  });

  test('every format that arrives as a record is told by its form', async () => {
    await using topics = await topicsOn(brokers);
    const sources = ['aws.cloudtrail-events', 'aws.guardduty-finding', 'aws.bedrock-invocation'];
    const all = [...sources, 'otel.traces', 'otel.logs'].flatMap(recordsOf);
    const values = all.map((record) => JSON.stringify(record));
    const topic = await topics.make(3);
    await topics.send(
      topic,
      values.map((value) => ({ value })),
    );
    const estate = await Estate.open();
    const report = await work(brokers, estate, usual([topic], topic));
    expect(report.records).toBe(values.length);
    expect(report.claims).toBeGreaterThan(values.length / 2);
    expect(differences(await settled(estate), await calmly(values))).toEqual(none);
    await estate.close();
  });
});
