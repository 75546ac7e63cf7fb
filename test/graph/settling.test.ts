import { expect, test, vi } from 'vitest';
import type { Settled } from '../../graph/estate.ts';
import { Settling } from '../../graph/settling.ts';

const settled: Settled = { nodes: 0, edges: 0, opened: [], closed: [], milliseconds: 0 };

/** Settlings that end when told to. */
function held() {
  const waiting: PromiseWithResolvers<Settled>[] = [];
  return {
    waiting,
    estate: {
      settle: () => {
        const one = Promise.withResolvers<Settled>();
        waiting.push(one);
        return one.promise;
      },
    },
  };
}

test('what is asked for meanwhile is done once, afterwards', async () => {
  const { waiting, estate } = held();
  const settling = new Settling(estate, () => undefined);
  settling.ask();
  settling.ask();
  expect(waiting).toHaveLength(1);
  settling.ask();
  settling.ask();
  waiting[0]?.resolve(settled);
  await vi.waitUntil(() => waiting.length === 2);
  waiting[1]?.resolve(settled);
  await settling.close();
  expect(waiting).toHaveLength(2);
});

test('a failure is told, and stands as the reason of the lag', async () => {
  const { waiting, estate } = held();
  const told: unknown[] = [];
  const settling = new Settling(estate, (error) => told.push(error));
  settling.ask();
  waiting[0]?.reject(new Error('store gone'));
  await vi.waitUntil(() => settling.failure === 'store gone', { interval: 1 });
  expect(told).toHaveLength(1);
  await settling.close();
});

test('closing waits for the settling in hand, and starts no other', async () => {
  const { waiting, estate } = held();
  const settling = new Settling(estate, () => undefined);
  settling.ask();
  settling.ask();
  let closed = false;
  const closing = settling.close().then(() => (closed = true));
  await Promise.resolve();
  expect(closed).toBe(false);
  waiting[0]?.resolve(settled);
  await closing;
  expect(waiting).toHaveLength(1);
});
