import type { Claim } from '../../../graph/claim.ts';
import { evaluate, type Search } from '../../../graph/findings/evaluate.ts';
import { probability } from '../../../graph/findings/priors.ts';
import { Projection } from '../../../graph/projection/projection.ts';
import { claimOf } from '../../../graph/rules/example.ts';
import { parsePattern, type Pattern } from '../../../graph/rules/pattern.ts';
import type { Rule } from '../../../graph/rules/rule.ts';
import { openEmbedded } from '../../../graph/store/embedded.ts';
import type { Store } from '../../../graph/store/store.ts';
import { View } from '../../../graph/view.ts';
import { write } from '../../../graph/write.ts';

/** When every test evaluates: 2026-11-01. */
export const now = Date.UTC(2026, 10, 1);

const projected = (view: View) => new Projection(view.nodes(), view.edges(), probability);

/** Findings of rules over a store, confirmed by the projection or another search. */
export async function findIn(
  store: Store,
  rules: readonly Rule[],
  search: (view: View) => Search = projected,
) {
  const view = await View.load(store);
  return evaluate({ store, view, projection: search(view), rules, at: now });
}

/** Findings of rules over claims in a store of their own. */
export async function findingsIn(claims: Claim[], rules: readonly Rule[]) {
  const store = await openEmbedded();
  try {
    await write(store, claims);
    return await findIn(store, rules);
  } finally {
    await store.close();
  }
}

/** The same for a graph as a Cypher pattern. */
export const findingsOf = (graph: string | Pattern, rules: readonly Rule[]) =>
  findingsIn([claimOf(typeof graph === 'string' ? parsePattern(graph) : graph)], rules);
