import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../graph/errors.ts';
import { passes, patiently } from '../../graph/patience.ts';

const away = new Failure('STORE_UNAVAILABLE', 'no answer');
const wrong = new Failure('STORE_LOGIN', 'wrong password');

/** Fails with each of some errors, then works. */
function work(...errors: Error[]) {
  let turns = 0;
  return {
    begin: () => {
      const error = errors[turns++];
      return error ? Promise.reject(error) : Promise.resolve('done');
    },
    get turns() {
      return turns;
    },
  };
}

describe('what fails with what passes', () => {
  test('is tried again until it works, and each failure is told', async () => {
    const [some, mishaps] = [work(away, away), [] as string[]];
    const onMishap = (reason: string) => mishaps.push(reason);
    expect(await patiently(some.begin, { onMishap })).toBe('done');
    expect(mishaps).toEqual(['no answer', 'no answer']);
  });

  test('is given up when its time is up', async () => {
    const some = work(...Array.from({ length: 100 }, () => away));
    await expect(patiently(some.begin, { most: 150 })).rejects.toBe(away);
    expect(some.turns).toBeGreaterThan(1);
    expect(some.turns).toBeLessThan(100);
  });

  test('is tried again though the first try took longer than that', async () => {
    const some = work(away);
    const slow = async () => {
      await sleep(100);
      return some.begin();
    };
    expect(await patiently(slow, { most: 50 })).toBe('done');
  });

  test('is given up when nobody waits for it any more', async () => {
    const some = work(away, away);
    const stop = new AbortController();
    const asked = patiently(some.begin, {
      signal: stop.signal,
      onMishap: () => {
        stop.abort();
      },
    });
    await expect(asked).rejects.toBe(away);
    expect(some.turns).toBe(1);
  });
});

test('what does not pass fails at once, unless it is asked for', async () => {
  const some = work(wrong);
  await expect(patiently(some.begin)).rejects.toBe(wrong);
  expect(some.turns).toBe(1);
  expect(await patiently(work(wrong).begin, { when: () => true })).toBe('done');
});

test.each([
  [away, true],
  [wrong, false],
  [new Error('no answer'), false],
] as const)('%s passes: %s', (error, whether) => {
  expect(passes(error)).toBe(whether);
});
