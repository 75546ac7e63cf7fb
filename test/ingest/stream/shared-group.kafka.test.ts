import kafkajs from 'kafkajs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runWorker, type WorkerOptions } from '../../../ingest/stream/worker.ts';
import { kafka } from '../../servers/kafka.ts';
import { until } from '../../until.ts';
import { events } from './load.ts';
import { topicsOn } from './topic.ts';
import { streamOn, usual } from './working.ts';

const { brokers, skip } = await kafka();

/** A worker that runs until the test is over, and what it counted and told so far. */
async function working(options: WorkerOptions) {
  const stop = new AbortController();
  const stream = await streamOn(brokers);
  const told: string[] = [];
  let records = 0;
  const running = runWorker(
    stream,
    { key: 'k', write: () => Promise.resolve({ unchanged: 0 }) },
    {
      ...options,
      once: false,
      signal: stop.signal,
      onMishap: (reason) => told.push(reason),
      onProgress: (report) => (records = report.records),
    },
  );
  onTestFinished(async () => {
    stop.abort();
    await running;
    await stream.close();
  });
  return { told, records: () => records };
}

const sentTo = async (topic: string, count: number) => {
  await using topics = await topicsOn(brokers);
  await topics.send(
    topic,
    events(count).map((value) => ({ value })),
  );
};

describe.skipIf(skip)('a consumer group', () => {
  test('whose members read different topics leaves none unread', async () => {
    await using topics = await topicsOn(brokers);
    const [one, two] = [await topics.make(2), await topics.make(2)];
    const first = await working(usual([one], one));
    await sentTo(one, 10);
    await until('the first one reads', () => first.records() === 10);
    const second = await working(usual([two], one));
    await sentTo(two, 20);
    await sentTo(one, 5);
    await until('the second one reads its own', () => second.records() === 20);
    await until('the first one reads on', () => first.records() === 15);
  });

  test('in which another program reads is named, and read from once that is gone', async () => {
    await using topics = await topicsOn(brokers);
    const topic = await topics.make(1);
    const other = new kafkajs.Kafka({
      ...{ brokers: [brokers], logLevel: kafkajs.logLevel.NOTHING },
    }).consumer({ groupId: topic });
    await other.connect();
    await other.subscribe({ topics: [topic] });
    const joined = new Promise((resolve) => other.on(other.events.GROUP_JOIN, resolve));
    await other.run({ eachMessage: () => Promise.resolve() });
    await joined;
    const worker = await working(usual([topic], topic));
    await until('it is told', () => worker.told.length > 0);
    expect(worker.told[0]).toContain(`consumer group ${topic}: `);
    expect(worker.told[0]).toContain('another program');
    await other.disconnect();
    await sentTo(topic, 3);
    await until('the worker reads', () => worker.records() === 3);
  });
});
