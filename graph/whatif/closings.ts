import type { Finding } from '../findings/finding.ts';
import type { HeldSteps } from '../findings/held-steps.ts';
import { closingThrough, type Closable, type Closing } from './closing.ts';

/** Milliseconds for the cut of one finding, and for all of them. */
export interface Patience {
  each: number;
  all: number;
}

/** What a report or a gate waits for: it runs by itself. */
export const patience: Patience = { each: 5_000, all: 60_000 };

/**
 * What ends the paths of findings, by their ids, in their order until the time is up; those that
 * have no steps, or come too late, are left out.
 */
export async function closingsThrough(
  estate: Closable,
  findings: readonly Finding[],
  held: ReadonlyMap<string, HeldSteps>,
  at: number,
  { each, all }: Patience = patience,
): Promise<Map<string, Closing>> {
  const end = performance.now() + all;
  const found = new Map<string, Closing>();
  for (const finding of findings) {
    const steps = held.get(finding.id);
    const left = end - performance.now();
    if (!steps || left <= 0) continue;
    const timeout = Math.min(each, left);
    const options = { timeout, until: performance.now() + timeout, at, alternatives: false };
    found.set(finding.id, await closingThrough(estate, finding, steps, options));
  }
  return found;
}
