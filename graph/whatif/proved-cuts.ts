import type { Cause } from '../claim.ts';
import { cutOffers, type Offer, type OfferOptions, type Offers } from '../cuts/offers.ts';
import type { Trail } from '../cuts/known-paths.ts';
import type { Survivors } from '../cuts/smallest-cut.ts';
import { loadSolver } from '../cuts/solver.ts';
import { survivorsBetween, survivorsOf } from '../cuts/survivors.ts';
import { waysIn } from '../cuts/ways.ts';
import type { Edge } from '../entity.ts';
import type { Estate } from '../estate.ts';
import type { Evaluation } from '../findings/evaluate.ts';
import type { Finding } from '../findings/finding.ts';
import { probability } from '../findings/priors.ts';
import { Projection, type Searches } from '../projection/projection.ts';
import type { JoinQuery } from '../projection/search.ts';
import { View } from '../view.ts';
import { applyEdits } from './apply-edits.ts';

/** What is searched for paths. */
export interface Graph {
  view: View;
  projection: Searches;
}

/** What is to be ended. */
export interface CutGoal {
  /** Paths in a graph that is known so far. */
  survivors(graph: Graph): Survivors | Promise<Survivors>;
  /** Paths that are left in an estate in which changes were made. */
  left(draft: Estate): Trail[];
}

const most = 32;

/** All paths from one set of states to another. */
export const goalBetween = (ends: Pick<JoinQuery, 'from' | 'to'>): CutGoal => ({
  survivors: ({ projection }) => survivorsBetween(projection, ends),
  left: ({ projection }) =>
    projection.witnesses(ends, most).map(({ hops }) => hops.map(({ edge }) => edge)),
});

/** All paths by which findings hold. */
export const goalOf = (
  { store, rules }: Pick<Evaluation, 'store' | 'rules'>,
  findings: readonly Finding[],
  at: number,
): CutGoal => ({
  survivors: (graph) => survivorsOf({ ...graph, store, rules, at }, findings),
  left: (draft) =>
    findings.flatMap(({ id }) => {
      const now = draft.findings.get(id);
      return now?.status === 'open' && now.path ? [now.path.hops.map(({ edge }) => edge)] : [];
    }),
});

export interface ProvedOffers extends Offers {
  /** Paths that the first offer leaves when it is made; 0 where it is proved. */
  left: number;
}

/** Times that an answer is corrected by what its changes really do. */
const rounds = 12;

const keyOf = (causes: readonly Cause[]) =>
  causes
    .map(({ id }) => id)
    .sort()
    .join('\n');

/** That an edge is there though nobody says why: to end it, it must go itself. */
const itself = ({ id, from }: Edge): Cause[] => [
  { id, type: 'edge', holder: from, say: 'it is there for reasons that nobody told' },
];

/** An edge with the alternatives of another state as well; the same one where there are no more. */
function joined(known: Edge | undefined, found: Edge): Edge {
  if (!known) return found;
  if (known.because.length === 0) return known;
  const keys = new Set(known.because.map(keyOf));
  const all = found.because.length > 0 ? found.because : [itself(found)];
  const fresh = all.filter((causes) => !keys.has(keyOf(causes)));
  return fresh.length === 0 ? known : { ...known, because: [...known.because, ...fresh] };
}

/** Makes the changes on a draft, and tells what is left and which edges the paths left use. */
function tried(estate: Pick<Estate, 'imagine'>, goal: CutGoal, { changes }: Offer, at: number) {
  return estate.imagine(async (draft) => {
    await applyEdits(draft, { remove: changes.map(({ id, cause }) => cause ?? id) }, at);
    await draft.settle();
    const trails = goal.left(draft);
    const edges = new Set(trails.flat());
    return { left: trails.length, edges: [...edges].flatMap((id) => draft.view.edge(id) ?? []) };
  });
}

/**
 * Cuts that hold when they are made. An edge tells the certain ways by which it exists, and not all
 * others: so each cut is made on a draft, what is derived there tells of further ways, and the cut
 * is looked for again with them, until no path is left. A way that only the draft has may make a
 * cut dearer than needed, so what was cheapest before it was known remains the bound.
 */
export async function provedCuts(
  estate: Graph & Pick<Estate, 'imagine'>,
  goal: CutGoal,
  {
    timeout,
    at = Date.now(),
    alternatives = true,
  }: { timeout: number; at?: number } & Partial<Pick<OfferOptions, 'alternatives'>>,
): Promise<ProvedOffers> {
  const { view, projection } = estate;
  const solver = await loadSolver();
  let graph: Graph = { view, projection };
  const bounds = new Map<string, number>();
  for (let round = 1; ; round++) {
    const survivors = await goal.survivors(graph);
    const ways = waysIn(graph.view, at);
    const found = cutOffers(
      { view: graph.view, ways, survivors },
      { timeout, solver, alternatives },
    );
    const offers = found.offers.map((offer) => bounded(offer, bounds));
    const learned = new Map<string, Edge>();
    let left = found.impossible ? survivors(new Set()).length : 0;
    let surprise = false;
    for (const [i, offer] of offers.entries()) {
      const result = await tried(estate, goal, offer, at);
      if (i === 0) left = result.left;
      for (const edge of result.edges) {
        const known = graph.view.edge(edge.id);
        const more = joined(learned.get(edge.id) ?? known, edge);
        if (more !== known) learned.set(edge.id, more);
        if (!known) surprise = true;
      }
    }
    if (learned.size === 0 || round === rounds) return { ...found, offers, left };
    if (surprise) for (const offer of offers) bounds.set(keyOfOffer(offer), offer.bound);
    const all = new View(graph.view.nodes(), [...graph.view.edges(), ...learned.values()]);
    graph = {
      view: all,
      projection: new Projection(all.nodes(), all.edges(), probability),
    };
  }
}

const keyOfOffer = ({ aim, owner }: Offer) => `${aim} ${owner ?? ''}`;

/** The first bound stays, once something was learned that proves none. */
function bounded(offer: Offer, bounds: ReadonlyMap<string, number>): Offer {
  const bound = bounds.get(keyOfOffer(offer)) ?? offer.bound;
  return { ...offer, bound, exact: bound >= offer.price };
}
