import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, reasonOf } from './errors.ts';

/** Milliseconds that a server may be away while what needs it waits. */
export const outage = 120_000;

const pause = { first: 100, most: 5_000 };

/** Whether what was thrown passes: the same may work later. */
export const passes = (thrown: unknown): boolean => thrown instanceof Failure && thrown.retry;

interface Patience {
  /** Which failures are waited for; default: those that pass. */
  when?: (thrown: unknown) => boolean;
  /** Milliseconds after the first failure at which it gives up; default: none. */
  most?: number;
  /** Ends the waiting. */
  signal?: AbortSignal;
  /** Called with each failure that it waits for. */
  onMishap?: (reason: string) => void;
}

/** Tries until it works; gives up with the last failure. */
export async function patiently<T>(work: () => Promise<T>, patience: Patience = {}): Promise<T> {
  const { when = passes, most = Infinity, signal, onMishap } = patience;
  // One that hangs may itself take as long as all that is tried after it.
  let since: number | undefined;
  for (let wait = pause.first; ; wait = Math.min(wait * 2, pause.most))
    try {
      return await work();
    } catch (error) {
      since ??= performance.now();
      if (!when(error) || performance.now() - since > most) throw error;
      onMishap?.(reasonOf(error));
      if (signal?.aborted) throw error;
      await sleep(wait, undefined, { ...(signal && { signal }) }).catch(() => undefined);
    }
}
