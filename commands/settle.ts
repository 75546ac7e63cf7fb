import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../graph/errors.ts';
import type { Estate, Settled } from '../graph/estate.ts';
import { settledState } from '../graph/settled-state.ts';

/** Milliseconds that another process is given to derive what it took upon itself. */
const patience = 30_000;

const isTaken = (error: unknown) => error instanceof Failure && error.code === 'SETTLED_ELSEWHERE';

/** True once nothing of the store lags; false after a while. */
async function settledByAnother({ store }: Estate): Promise<boolean> {
  for (const end = Date.now() + patience; Date.now() < end; await sleep(250))
    if (!(await settledState(store)).fromScratch) return true;
  return false;
}

/**
 * Settles an estate that others may share. A server that is told of the write may derive first: then
 * what it found is taken.
 */
export async function settle(estate: Estate): Promise<Settled> {
  for (;;)
    try {
      return await estate.settle();
    } catch (error) {
      if (!isTaken(error)) throw error;
      if (!(await settledByAnother(estate))) continue;
      await estate.reload();
      return await estate.settle('follower');
    }
}
