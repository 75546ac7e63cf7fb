import { canonical } from '../claim.ts';
import { reasonOf } from '../errors.ts';
import type { Rule } from '../rules/rule.ts';
import type { Row, Store } from '../store/store.ts';

/** What a rule proposes for one entry and one target. */
export interface Proposal {
  entry: string;
  target: string;
  /** Lists of steps, each in attacker order; sorted, each once. */
  steps: string[][];
}

export interface Proposals {
  proposals: Proposal[];
  /** Size of the population, or null where the rule did not run. */
  of: number | null;
  rows: number;
  /** Why rows are missing, or null. */
  truncated: string | null;
}

/** What was not renewed or used for so long is stale. */
const staleAfter = 90 * 86_400_000;

const limits = { rows: 20_000, timeout: 30_000 };

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** A row's columns, or null where they do not have the form of a rule's answer. */
function read(row: Row) {
  const { entry, target, steps } = row;
  if (!isText(entry) || !isText(target) || !Array.isArray(steps) || !steps.every(isText))
    return null;
  const once = steps.filter((step, i) => step !== steps[i - 1]);
  return once.includes(entry) && once.includes(target) ? { entry, target, steps: once } : null;
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Asks the store what a rule proposes. Does not throw: what failed is said in `truncated`. */
export async function propose(
  store: Pick<Store, 'read'>,
  rule: Rule,
  at: number,
): Promise<Proposals> {
  const parameters = { scope: null, stale: new Date(at - staleAfter).toISOString() };
  try {
    const population = await store.read(rule.of, parameters, limits);
    const { rows, truncated } = await store.read(rule.query, parameters, limits);
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
    const proposals = [...found]
      .sort(([a], [b]) => compare(a, b))
      .map(([, { entry, target, seen }]) => ({
        entry,
        target,
        steps: [...seen].sort(([a], [b]) => compare(a, b)).map(([, steps]) => steps),
      }));
    const bad = unreadable > 0 ? `${unreadable} rows without entry, target and steps` : null;
    return {
      proposals,
      of: Number(population.rows[0]?.['n'] ?? 0),
      rows: rows.length,
      truncated: [truncated, bad].filter(Boolean).join('; ') || null,
    };
  } catch (error) {
    return { proposals: [], of: null, rows: 0, truncated: `did not run: ${reasonOf(error)}` };
  }
}
