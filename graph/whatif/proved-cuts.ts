import type { Cause } from '../claim.ts';
import { cutOffers, type Offer, type OfferOptions, type Offers } from '../cuts/offers.ts';
import { loadSolver } from '../cuts/solver.ts';
import { waysIn, type Change } from '../cuts/ways.ts';
import type { Edge } from '../entity.ts';
import type { Estate } from '../estate.ts';
import { projectionOf } from '../estate-parts.ts';
import { applyEdits } from './apply-edits.ts';
import type { CutGoal, Draft, Graph } from './cut-goal.ts';

/** A cut that was made on a draft. */
export interface TriedOffer extends Offer {
  /** Paths that it left there; 0 where it is proved. */
  left: number;
}

export interface ProvedOffers extends Offers<TriedOffer> {
  /** Paths that are left by the first offer, or for which there is none. */
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

/** A draft in which changes were made, to be read: its store is gone, and nobody waits for it. */
export const withChanges = (
  estate: Pick<Estate, 'imagine'>,
  changes: readonly Change[],
  at: number,
): Promise<Draft> =>
  estate.imagine(async (draft) => {
    await applyEdits(draft, { remove: changes.map(({ id, cause }) => cause ?? id) }, at);
    await draft.settle();
    return draft;
  });

/** What is left once the changes are made, and which edges the paths left use. */
async function tried(
  estate: Pick<Estate, 'imagine'>,
  goal: CutGoal,
  { changes }: Offer,
  at: number,
) {
  const draft = await withChanges(estate, changes, at);
  const trails = goal.left(draft);
  const edges = new Set(trails.flat());
  return { left: trails.length, edges: [...edges].flatMap((id) => draft.view.edge(id) ?? []) };
}

export interface ProofOptions extends Pick<OfferOptions, 'timeout'> {
  /** Now, in milliseconds since 1970, for what counts as in use. */
  at?: number;
  alternatives?: boolean;
  /** Changes that are offered where they do as well as the cheapest. */
  rather?: OfferOptions['rather'];
  /** From when on, by the clock of `performance`, no answer is corrected any more. */
  until?: number;
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
  { timeout, at = Date.now(), alternatives = true, rather = [], until = Infinity }: ProofOptions,
): Promise<ProvedOffers> {
  const { view, projection } = estate;
  const solver = await loadSolver();
  let graph: Graph = { view, projection };
  const bounds = new Map<string, number>();
  for (let round = 1; ; round++) {
    const survivors = goal.survivors(graph);
    const ways = waysIn(graph.view, at);
    const found = cutOffers(
      { view: graph.view, ways, survivors },
      { timeout, solver, alternatives, rather },
    );
    const offers: TriedOffer[] = [];
    const learned = new Map<string, Edge>();
    let surprise = false;
    for (const offer of found.offers) {
      const result = await tried(estate, goal, offer, at);
      offers.push({ ...bounded(offer, bounds), left: result.left });
      for (const edge of result.edges) {
        const known = graph.view.edge(edge.id);
        const more = joined(learned.get(edge.id) ?? known, edge);
        if (more !== known) learned.set(edge.id, more);
        if (!known) surprise = true;
      }
    }
    const left = offers[0]?.left ?? (found.impossible ? survivors(new Set()).length : 0);
    if (learned.size === 0 || round === rounds || performance.now() > until)
      return { ...found, offers, left };
    if (surprise) for (const offer of offers) bounds.set(keyOfOffer(offer), offer.bound);
    const all = graph.view.copy();
    all.apply({
      nodes: [],
      edges: [...learned.values()],
      goneNodes: [],
      goneEdges: [],
      by: new Map(),
    });
    graph = { view: all, projection: projectionOf(all) };
  }
}

const keyOfOffer = ({ aim, owner }: Offer) => `${aim} ${owner ?? ''}`;

/** The first bound stays, once something was learned that proves none. */
function bounded(offer: Offer, bounds: ReadonlyMap<string, number>): Offer {
  const bound = bounds.get(keyOfOffer(offer)) ?? offer.bound;
  return { ...offer, bound, exact: bound >= offer.price };
}
