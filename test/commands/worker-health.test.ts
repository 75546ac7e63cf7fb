import { expect, onTestFinished, test } from 'vitest';
import { WorkerHealth } from '../../commands/worker-health.ts';
import { Estate } from '../../graph/estate.ts';

test('a worker is ready again when what hindered it is over, though no record comes', async () => {
  const estate = await Estate.open();
  let trouble: string | null = null;
  const health = new WorkerHealth(() => trouble);
  const site = await health.serve(0, estate);
  onTestFinished(() => {
    site.close();
    return estate.close();
  });
  const ready = async () => {
    const answer = await fetch(`${site.address}/readyz`);
    return { status: answer.status, ...((await answer.json()) as object) };
  };
  expect(await ready()).toMatchObject({ status: 503, state: 'starting' });
  health.joined(2);
  expect(await ready()).toMatchObject({ status: 200, state: 'reading', partitions: 2 });
  trouble = 'rules cannot run';
  expect(await ready()).toMatchObject({ status: 503, state: 'waiting', reason: trouble });
  trouble = null;
  expect(await ready()).toMatchObject({ status: 200, state: 'reading' });
  health.mishap('Kafka does not answer');
  expect(await ready()).toMatchObject({ status: 503, reason: 'Kafka does not answer' });
  health.progressed();
  expect(await ready()).toMatchObject({ status: 200 });
});
