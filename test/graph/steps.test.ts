import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { atOnce, inTurns } from '../../graph/steps.ts';

function* work(steps: number): Generator<void, number> {
  for (let step = 0; step < steps; step++) yield;
  return steps;
}

test('work comes to the same in turns and at once, and in turns others work in between', async () => {
  expect(atOnce(work(5))).toBe(5);
  let others = 0;
  const running = inTurns(work(5));
  void (async () => {
    for (; others < 1_000; others++) await setImmediate();
  })();
  expect(await running).toBe(5);
  expect(others).toBeGreaterThan(2);
  expect(others).toBeLessThan(1_000);
});

test('what a step throws is thrown', async () => {
  function* broken(): Generator<void, number> {
    yield;
    throw new Error('a step that fails');
  }
  expect(() => atOnce(broken())).toThrow('a step that fails');
  await expect(inTurns(broken())).rejects.toThrow('a step that fails');
});
