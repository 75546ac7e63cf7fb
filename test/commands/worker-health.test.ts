import { expect, onTestFinished, test } from 'vitest';
import { WorkerHealth } from '../../commands/worker-health.ts';
import { Estate } from '../../graph/estate.ts';

test('a worker is ready again when what hindered it is over, though no record comes', async () => {
  const estate = await Estate.open();
  let trouble: string | null = null;
  const health = new WorkerHealth(() => trouble);
  const site = await health.serve(0);
  onTestFinished(async () => {
    await site.close();
    await estate.close();
  });
  const ready = async () => {
    const answer = await fetch(`${site.address}/readyz`);
    return { status: answer.status, ...((await answer.json()) as object) };
  };
  const notOpen = { status: 503, state: 'starting', reason: 'the estate is not open yet' };
  expect(await ready()).toMatchObject(notOpen);
  expect((await fetch(`${site.address}/metrics`)).status).toBe(503);
  health.mishap('the store does not answer');
  expect(await ready()).toMatchObject({ state: 'waiting', reason: 'the store does not answer' });
  health.progressed();
  expect(await ready()).toMatchObject(notOpen);
  health.opened(estate);
  expect((await fetch(`${site.address}/metrics`)).status).toBe(200);
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
