import { setImmediate } from 'node:timers/promises';

/** Milliseconds, about, for which whoever else uses this thread waits at most. */
const longestTurn = 30;

/** Lets others work where this turn has taken long. */
export function breathing(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < longestTurn) return;
    await setImmediate();
    since = performance.now();
  };
}

/** Takes all steps of some work at once, and returns what it comes to. */
export function atOnce<T>(steps: Generator<void, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Takes each step of some work in a turn of its own. */
export async function inTurns<T>(steps: Generator<void, T>): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await setImmediate();
  }
}
