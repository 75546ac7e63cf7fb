import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for something that must come true, for so many milliseconds at most. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  { patience = 60_000 } = {},
): Promise<void> {
  for (const end = Date.now() + patience; !(await holds()); await sleep(50))
    if (Date.now() > end) throw new Error(`never: ${what}`);
}
