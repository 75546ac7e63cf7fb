import { expect, onTestFinished, test } from 'vitest';
import { events } from '../ingest/stream/load.ts';
import { askingAt, startCutset } from '../ingest/stream/process.ts';
import { topicsOn } from '../ingest/stream/topic.ts';
import { kafka } from '../servers/kafka.ts';
import { until } from '../until.ts';

const broker = await kafka();

test.skipIf(broker.skip)('a worker derives at its start what another only wrote', async () => {
  await using topics = await topicsOn(broker.brokers);
  const topic = await topics.make(1);
  await topics.send(
    topic,
    events(20).map((value) => ({ value })),
  );
  const estate = `${process.env['CUTSET_TEST_SERVERS']}/lagging-${process.pid}`;
  const start = (...options: string[]) =>
    startCutset(
      { CUTSET_WORKER_PORT: '0', CUTSET_KAFKA_BROKERS: broker.brokers },
      ...['worker', topic, '--group', topic, '--estate', estate, ...options],
    );
  const writer = start('--no-settle', '--once');
  expect(await writer.ended, writer.err).toBe(0);

  const worker = start();
  onTestFinished(async () => void (await worker.kill('SIGKILL')));
  const ask = await askingAt(worker);
  await until('nothing lags', async () => /^cutset_lags 0$/m.test((await ask('/metrics')).text));
});
