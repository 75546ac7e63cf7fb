import type { Node } from '../graph/entity.ts';
import type { Reached } from '../graph/projection/search.ts';
import type { Capability } from '../graph/schema/capability.ts';
import type { View } from '../graph/view.ts';

/** A node that a search reached, with all that is held there. */
export interface ReachedNode {
  node: Node;
  /** Fewest hops to any of its states. */
  hops: number;
  /** Likelihood of the likeliest. */
  likelihood: number;
  states: Reached[];
}

const matters = ({ props }: Node) =>
  props['crownJewel'] === true ? 2 : props['sensitive'] === true ? 1 : 0;

/** States by node: sensitive ones first, then the likeliest, then the nearest. */
export function byNode(view: View, states: readonly Reached[]): ReachedNode[] {
  return [...Map.groupBy(states, ({ uid }) => uid)]
    .flatMap(([uid, mine]): ReachedNode[] => {
      const node = view.node(uid);
      if (!node) return [];
      const hops = Math.min(...mine.map((state) => state.hops));
      const likelihood = Math.max(...mine.map((state) => state.likelihood));
      return [{ node, hops, likelihood, states: mine }];
    })
    .sort(
      (a, b) =>
        matters(b.node) - matters(a.node) ||
        b.likelihood - a.likelihood ||
        a.hops - b.hops ||
        (a.node.uid < b.node.uid ? -1 : 1),
    );
}

/** How many nodes are reached with a capability. */
export const capabilityCounts = (nodes: readonly ReachedNode[]) => {
  const counts = new Map<Capability, number>();
  for (const { states } of nodes)
    for (const capability of new Set(states.map((state) => state.capability)))
      counts.set(capability, (counts.get(capability) ?? 0) + 1);
  return counts;
};
