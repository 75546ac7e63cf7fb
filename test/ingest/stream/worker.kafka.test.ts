import { describe, expect, test, vi } from 'vitest';
import { Estate } from '../../../graph/estate.ts';
import { codecs } from '../../../ingest/stream/codecs.ts';
import { kafka } from '../../servers/kafka.ts';
import { topicsOf } from '../../../ingest/stream/settings.ts';
import { checkTopics } from '../../../ingest/stream/worker.ts';
import { random, shuffled } from '../../../bench/random.ts';
import { events, exportOf, recordsOf } from './load.ts';
import { topicsOn } from './topic.ts';
import { calmly, differences, none, settled, streamOn, usual, work } from './working.ts';

const { brokers, skip } = await kafka();

describe.skipIf(skip)('a worker on Kafka', () => {
  test('many partitions, duplicates and any order give the graph of a calm load', async () => {
    await using topics = await topicsOn(brokers);
    const calm = events(3_000);
    const topic = await topics.make(8);
    const next = random(1);
    const stormy = shuffled(next, [...calm, ...calm.slice(0, 1_500)]);
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

  test('each partition is written in its order, many of them beside one another', async () => {
    await using topics = await topicsOn(brokers);
    const topic = await topics.make(12);
    const values = events(2_400);
    await topics.send(
      topic,
      values.map((value, i) => ({ value, partition: i % 12 })),
    );
    const inner = await Estate.open();
    const written: string[] = [];
    const together: number[] = [];
    const estate = {
      key: inner.key,
      settle: () => inner.settle(),
      write: (claims: Parameters<Estate['write']>[0]) => {
        const positions = claims.map(({ evidence }) => evidence.record.split('#')[0] ?? '');
        written.push(...positions);
        together.push(new Set(positions.map((position) => position.split('/')[1])).size);
        return inner.write(claims);
      },
    };
    await work(brokers, estate as Estate, usual([topic], topic));
    for (let partition = 0; partition < 12; partition++) {
      const offsets = written
        .filter((position) => position.startsWith(`${topic}/${partition}/`))
        .map((position) => Number(position.split('/')[2]));
      expect(offsets).toEqual(Array.from({ length: 200 }, (_, i) => i));
    }
    expect(Math.max(...together), 'partitions in one transaction').toBeGreaterThan(1);
    await inner.close();
  });

  test('a worker that is told to stop keeps what it began, and the next one goes on from there', async () => {
    await using topics = await topicsOn(brokers);
    const topic = await topics.make(4);
    const values = events(2_000);
    await topics.send(
      topic,
      values.map((value) => ({ value })),
    );
    const inner = await Estate.open();
    const stop = new AbortController();
    const estate = {
      key: inner.key,
      settle: () => inner.settle(),
      write: (claims: Parameters<Estate['write']>[0]) => {
        stop.abort();
        return inner.write(claims);
      },
    };
    const options = { ...usual([topic], topic), batchBytes: 64 << 10 };
    const { records } = await work(brokers, estate as Estate, { ...options, signal: stop.signal });
    expect(records).toBeGreaterThan(0);
    expect(records).toBeLessThan(2_000);
    expect(await topics.committed(topic, topic), 'all that it began is committed').toBe(records);
    const rest = await work(brokers, inner, options);
    expect(rest.records, 'nothing is read twice').toBe(2_000 - records);
    expect(differences(await settled(inner), await calmly(values))).toEqual(none);
    await inner.close();
  });

  test('a topic that is not there is named', async () => {
    await using topics = await topicsOn(brokers);
    const topic = await topics.make(1);
    const stream = await streamOn(brokers);
    await checkTopics(stream, topicsOf([topic]));
    await expect(checkTopics(stream, topicsOf([topic, 'nowhere', `${topic}x`]))).rejects.toThrow(
      `Kafka has no topic nowhere, ${topic}x (did you mean ${topic}?)`,
    );
    await stream.close();
  });

  test('every format that arrives as a record is told by its form', async () => {
    await using topics = await topicsOn(brokers);
    const sources = [
      ...['aws.cloudtrail-events', 'aws.guardduty-finding', 'aws.bedrock-invocation'],
      ...['aws.config-item', 'aws.securityhub-finding', 'otel.traces', 'otel.logs'],
    ];
    const json = sources.flatMap(recordsOf).map((record) => Buffer.from(JSON.stringify(record)));
    const exports = [
      ...recordsOf('otel.traces').map((record) => exportOf('traces', record)),
      ...recordsOf('otel.logs').map((record) => exportOf('logs', record)),
    ];
    const values = [...json, ...exports];
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
