import { reasonOf } from '../errors.ts';
import { livePopulation, type LiveQuery } from '../rules/live-query.ts';
import type { Rule } from '../rules/rule.ts';
import type { Row, Store } from '../store/store.ts';
import type { View } from '../view.ts';
import type { ProposalMemory, RuleParameters } from './proposal-memory.ts';
import { mostRows, proposalsOf, type Proposal, type Proposed } from './proposal.ts';

/** What is remembered, and the graph as it is now. */
export interface Known {
  memory: ProposalMemory;
  view: View;
}

export interface Proposals {
  proposals: readonly Proposal[];
  /** Size of the population, or null where the rule did not run. */
  of: number | null;
  rows: number;
  /** Why rows are missing, or null. */
  truncated: string | null;
}

/** What was not renewed or used for so long is stale. */
const staleAfter = 90 * 86_400_000;
/** Staleness is told by the hour, so that an answer stands for a while. */
const hour = 3_600_000;

const limits = { rows: mostRows, timeout: 30_000 };
/** What a population counts is listed once, and kept current from then on. */
const listing = { rows: 10_000_000, timeout: 60_000 };

/** The parameters of rules at a time, milliseconds since 1970. */
const parametersAt = (at: number): RuleParameters => ({
  scope: null,
  stale: new Date(Math.floor(at / hour) * hour - staleAfter).toISOString(),
});

type Asked = Pick<Store, 'read'>;

/** All that a population counts; null where that is too much to list. */
async function listed(
  store: Asked,
  { cypher }: LiveQuery,
  parameters: RuleParameters,
): Promise<Row[] | null> {
  try {
    const { rows, truncated } = await store.read(cypher, parameters, listing);
    return truncated === null ? rows : null;
  } catch {
    // What hinders more than the list, the count will tell.
    return null;
  }
}

async function populationOf(
  store: Asked,
  of: string,
  parameters: RuleParameters,
  memory: ProposalMemory | undefined,
): Promise<number> {
  const live = memory && livePopulation(of);
  const all = live ? await listed(store, live, parameters) : null;
  const count = async () => (await store.read(of, parameters, limits)).rows[0]?.['n'] ?? 0;
  const n = all ? all.length : Number(await count());
  memory?.keepPopulation(of, all, n, parameters);
  return n;
}

async function askWhole(
  store: Asked,
  rule: Rule,
  parameters: RuleParameters,
  memory: ProposalMemory | undefined,
): Promise<Proposed & { truncated: string | null }> {
  const { rows, truncated } = await store.read(rule.query, parameters, limits);
  const proposed = proposalsOf(rows);
  const { unreadable } = proposed;
  if (truncated === null && unreadable === 0) memory?.keepRule(rule, rows, proposed, parameters);
  const bad = unreadable > 0 ? `${unreadable} rows without entry, target and steps` : null;
  return { ...proposed, truncated: [truncated, bad].filter(Boolean).join('; ') || null };
}

/**
 * What a rule proposes at a time, milliseconds since 1970: what is remembered and holds, else what
 * the store says. Does not throw: what failed is said in `truncated`.
 */
export async function propose(
  store: Asked,
  rule: Rule,
  at: number,
  known?: Known,
): Promise<Proposals> {
  const parameters = parametersAt(at);
  try {
    const of =
      known?.memory.population(rule.of, known.view, parameters) ??
      (await populationOf(store, rule.of, parameters, known?.memory));
    const again = known?.memory.rule(rule, known.view, parameters);
    const { proposals, rows, truncated } = again
      ? { ...again, truncated: null }
      : await askWhole(store, rule, parameters, known?.memory);
    return { proposals, of, rows, truncated };
  } catch (error) {
    return { proposals: [], of: null, rows: 0, truncated: `did not run: ${reasonOf(error)}` };
  }
}
