import { canonical } from '../claim.ts';
import type { Row } from '../store/store.ts';

/** What a rule proposes for one entry and one target. */
export interface Proposal {
  entry: string;
  target: string;
  /** Lists of steps, each in attacker order; sorted, each once. */
  steps: string[][];
}

/** Rows that are read of one rule. */
export const mostRows = 20_000;

/** Rows of a rule as proposals, sorted. */
export interface Proposed {
  proposals: Proposal[];
  rows: number;
  /** Rows without the form of a rule's answer. */
  unreadable: number;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** A row's columns, or null where they do not have the form of a rule's answer. */
function read(row: Row) {
  const { entry, target, steps } = row;
  if (!isText(entry) || !isText(target) || !Array.isArray(steps) || !steps.every(isText))
    return null;
  const once = steps.filter((step, i) => step !== steps[i - 1]);
  return once.includes(entry) && once.includes(target) ? { entry, target, steps: once } : null;
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The order of proposals: that of their ids, whatever the order of rows. */
export const compareProposals = (a: Proposal, b: Proposal): number =>
  compareText(a.entry, b.entry) || compareText(a.target, b.target);

/** Gathers rows by entry and target. */
export function proposalsOf(rows: readonly Row[]): Proposed {
  const found = new Map<string, Proposal & { seen: Map<string, string[]> }>();
  let unreadable = 0;
  for (const row of rows) {
    const answer = read(row);
    if (!answer) {
      unreadable++;
      continue;
    }
    const { entry, target, steps } = answer;
    const key = canonical([entry, target]);
    const known = found.get(key) ?? { entry, target, steps: [], seen: new Map() };
    known.seen.set(canonical(steps), steps);
    found.set(key, known);
  }
  const proposals = [...found.values()].sort(compareProposals).map(({ entry, target, seen }) => ({
    entry,
    target,
    steps: [...seen].sort(([a], [b]) => compareText(a, b)).map(([, steps]) => steps),
  }));
  return { proposals, rows: rows.length, unreadable };
}
