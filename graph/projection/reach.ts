import { held } from '../schema/capability.ts';
import { capabilityCount, capabilityNumber, lowest } from './capability-mask.ts';
import { likelihoodPart } from './cost.ts';
import { capabilityAt } from './labels.ts';
import { hopBound } from './problem.ts';
import type { ReachAnswer, Reached, ReachQuery, State } from './search.ts';
import { Spread } from './spread.ts';
import type { Walkable } from './walkable.ts';

interface Best {
  capability: number;
  hops: number;
  cost: number;
  likelihood: number;
}

/**
 * All that follows from holding states (forward), or all that suffices to come to hold them
 * (backward): each with its fewest hops and its best likelihood within the bound on hops, by itself
 * or by a state that says at least as much. A state is left out where another at the same node says
 * as much, no farther and no less likely.
 */
export function reach(
  graph: Walkable,
  { from, backward = false, maxHops: asked }: ReachQuery,
): ReachAnswer {
  const maxHops = hopBound(asked);
  const { nodes } = graph;
  const spread = new Spread(graph, backward);
  const apart: State[] = [];
  for (const state of from) {
    const node = nodes.number(state.uid);
    if (node === undefined) apart.push(state);
    else spread.start(node, capabilityNumber[state.capability]);
  }
  let level = 0;
  while (level < maxHops && spread.step()) level++;

  const found: { rank: number; reached: Reached }[] = distinct(apart, backward).map((state) => ({
    rank: -1,
    reached: { ...state, hops: 0, likelihood: 1 },
  }));
  const ranks = nodes.ranks();
  for (const node of spread.nodes)
    for (const { capability, hops, likelihood } of bestAt(spread, node))
      found.push({
        rank: ranks[node] ?? 0,
        reached: { uid: nodes.uid(node), capability: capabilityAt(capability), hops, likelihood },
      });
  found.sort((a, b) => compare(a.reached, a.rank, b.reached, b.rank));
  return {
    reached: found.map(({ reached }) => reached),
    truncated:
      level < maxHops || spread.ends
        ? null
        : `what lies more than ${maxHops} hops away was not followed`,
  };
}

/** By hops, uid and capability; nodes that the graph ranks are compared by rank. */
const compare = (a: Reached, rankOfA: number, b: Reached, rankOfB: number): number =>
  a.hops - b.hops ||
  (rankOfA >= 0 && rankOfB >= 0 ? rankOfA - rankOfB : a.uid < b.uid ? -1 : a.uid > b.uid ? 1 : 0) ||
  capabilityNumber[a.capability] - capabilityNumber[b.capability];

/** What is worth saying of a node. */
function bestAt(spread: Spread, node: number): Best[] {
  const mask = spread.masks[node] ?? 0;
  const at = node * capabilityCount;
  const own = (capability: number): Best => ({
    capability,
    hops: spread.hops.get(at + capability),
    cost: spread.cost.get(at + capability),
    likelihood: spread.likelihood.get(at + capability),
  });
  if ((mask & (mask - 1)) === 0) return [own(lowest(mask))];
  const all: Best[] = [];
  for (let capability = 0; capability < capabilityCount; capability++) {
    const best = own(capability);
    for (let rest = (spread.covers[capability] ?? 0) & mask; rest; rest &= rest - 1) {
      const other = own(lowest(rest));
      best.hops = Math.min(best.hops, other.hops);
      if (other.cost < best.cost) [best.cost, best.likelihood] = [other.cost, other.likelihood];
    }
    if (best.hops < Infinity) all.push(best);
  }
  return all.filter(
    (best) =>
      !all.some(
        (other) =>
          other !== best &&
          ((spread.covers[best.capability] ?? 0) >> other.capability) & 1 &&
          other.hops <= best.hops &&
          likelihoodPart(other.cost) <= likelihoodPart(best.cost),
      ),
  );
}

/** States at nodes that no walkable edge joins: each once, without what another says as well. */
function distinct(states: readonly State[], backward: boolean): State[] {
  const says = (a: State, b: State) =>
    a.uid === b.uid &&
    (backward ? held[b.capability].has(a.capability) : held[a.capability].has(b.capability));
  return states.filter(
    (state, i) =>
      !states.some((other, j) => says(other, state) && (!says(state, other) || j < i) && i !== j),
  );
}
