import type { Estate } from '../estate.ts';
import type { Evaluation } from '../findings/evaluate.ts';
import type { Finding } from '../findings/finding.ts';
import { heldStepsOf, type HeldSteps } from '../findings/held-steps.ts';
import { applyEdits } from './apply-edits.ts';
import { closingThrough, hasPaths, type Closable, type Closing } from './closing.ts';
import type { Graph } from './cut-goal.ts';
import type { Edits } from './edits.ts';

/** Milliseconds that the cut of one finding may take, however many there are. */
const each = 5_000;

export interface ClosingsOptions {
  at: number;
  /** Milliseconds for all of them together. */
  timeout: number;
}

async function closings(
  estate: Closable,
  findings: readonly Finding[],
  held: ReadonlyMap<string, HeldSteps>,
  { at, timeout }: ClosingsOptions,
): Promise<Map<string, Closing>> {
  const end = performance.now() + timeout;
  const found = new Map<string, Closing>();
  for (const finding of findings) {
    const steps = held.get(finding.id);
    const left = Math.min(each, end - performance.now());
    if (!steps || left <= 0) continue;
    const until = performance.now() + left;
    const options = { at, timeout: left, until, alternatives: false };
    found.set(finding.id, await closingThrough(estate, finding, steps, options));
  }
  return found;
}

/**
 * What ends the paths of findings, by their ids, one after the other until the time is up: those
 * that come too late are left out, like those without paths.
 */
export async function closingsOf(
  estate: Closable & Pick<Evaluation, 'store' | 'rules'>,
  findings: readonly Finding[],
  options: ClosingsOptions,
): Promise<Map<string, Closing>> {
  const { store, rules } = estate;
  const open = findings.filter(hasPaths);
  const held = await heldStepsOf({ store, rules, at: options.at }, open);
  return closings(estate, open, held, options);
}

/** The same for findings that would be open after edits; `graph`: how it would be. */
export async function closingsAfter(
  estate: Pick<Estate, 'imagine'>,
  edits: Edits,
  { view, projection }: Graph,
  findings: readonly Finding[],
  options: ClosingsOptions,
): Promise<Map<string, Closing>> {
  const open = findings.filter(hasPaths);
  if (open.length === 0) return new Map();
  const { at } = options;
  const edited: Closable = {
    view,
    projection,
    imagine: (work) =>
      estate.imagine(async (draft) => {
        await applyEdits(draft, edits, at);
        await draft.settle();
        return work(draft);
      }),
  };
  const held = await edited.imagine(({ store, rules }) => heldStepsOf({ store, rules, at }, open));
  return closings(edited, open, held, options);
}
