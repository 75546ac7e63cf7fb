import { held } from '../schema/capability.ts';
import { capabilityNumber } from './capability-mask.ts';
import { hopBound } from './problem.ts';
import { Reachable } from './reachable.ts';
import type { ReachQuery, State } from './search.ts';
import type { Spread } from './spread.ts';
import type { Walkable } from './walkable.ts';

/**
 * All that follows from holding states (forward), or all that suffices to come to hold them
 * (backward), within the bound on hops, by a search that is free. Throws USAGE for an odd bound.
 */
export function reach(
  graph: Walkable,
  spread: Spread,
  { from, backward = false, maxHops: asked }: ReachQuery,
): Reachable {
  const maxHops = hopBound(asked);
  spread.begin(backward);
  const apart: State[] = [];
  for (const state of from) {
    const node = graph.nodes.number(state.uid);
    if (node === undefined) apart.push(state);
    else spread.start(node, capabilityNumber[state.capability]);
  }
  let level = 0;
  while (level < maxHops && spread.step()) level++;
  const all = level < maxHops || spread.ends;
  const truncated = all ? null : `what lies more than ${maxHops} hops away was not followed`;
  return new Reachable(graph, spread, distinct(apart, backward), truncated);
}

/** Each state once, without what another says as well. */
function distinct(states: readonly State[], backward: boolean): State[] {
  const says = (a: State, b: State) =>
    a.uid === b.uid &&
    (backward ? held[b.capability].has(a.capability) : held[a.capability].has(b.capability));
  return states.filter(
    (state, i) =>
      !states.some((other, j) => says(other, state) && (!says(state, other) || j < i) && i !== j),
  );
}
