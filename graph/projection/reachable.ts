import { capabilityCount, capabilityNumber } from './capability-mask.ts';
import { likelihoodPart } from './cost.ts';
import { capabilityAt } from './labels.ts';
import { capabilityOf, linked } from './reached-states.ts';
import type { Reached, State } from './search.ts';
import type { Spread } from './spread.ts';
import type { Walkable } from './walkable.ts';

interface Best {
  capability: number;
  hops: number;
  cost: number;
  likelihood: number;
}

/**
 * What a search came to, told node by node as long as the search is not begun again: each state with its fewest hops and its best likelihood,
 * by itself or by a state that says at least as much. A state is left out where another at the same
 * node says as much, no farther and no less likely.
 */
export class Reachable {
  /** Which bound was hit, or null. */
  readonly truncated: string | null;
  readonly #graph: Walkable;
  readonly #spread: Spread;
  /** States at nodes that no walkable edge joins, each once. */
  readonly #apart: readonly State[];

  constructor(graph: Walkable, spread: Spread, apart: readonly State[], truncated: string | null) {
    this.#graph = graph;
    this.#spread = spread;
    this.#apart = apart;
    this.truncated = truncated;
  }

  /** What is reached at a node. */
  at(uid: string): Reached[] {
    const node = this.#graph.nodes.number(uid);
    if (node !== undefined) return bestAt(this.#spread, node).map((best) => reachedAt(uid, best));
    return this.#apart.filter((state) => state.uid === uid).map(alone);
  }

  /** All that is reached: by hops, then uid, then capability. */
  sorted(): Reached[] {
    const { nodes } = this.#graph;
    const order = nodes.order();
    const levels: Reached[][] = [];
    for (const rank of this.#visited(nodes.ranks()).sort()) {
      const node = order[rank] ?? 0;
      for (const best of bestAt(this.#spread, node))
        (levels[best.hops] ??= []).push(reachedAt(nodes.uid(node), best));
    }
    const reached = levels.flat();
    if (this.#apart.length === 0) return reached;
    return [...this.#apart.map(alone), ...reached].sort(compare);
  }

  /** Of each node come to, its number in a column. */
  #visited(column: Int32Array): Int32Array {
    const { states } = this.#spread;
    const found = new Int32Array(states.size);
    let size = 0;
    // The latest state of a node stands for all of them.
    for (let state = 0; state < states.size; state++) {
      const node = states.node[state] ?? 0;
      if (linked(states.at(node)) === state) found[size++] = column[node] ?? 0;
    }
    return found.subarray(0, size);
  }
}

const alone = (state: State): Reached => ({ ...state, hops: 0, likelihood: 1 });

const reachedAt = (uid: string, { capability, hops, likelihood }: Best): Reached => ({
  uid,
  capability: capabilityAt(capability),
  hops,
  likelihood,
});

const compare = (a: Reached, b: Reached): number =>
  a.hops - b.hops ||
  (a.uid < b.uid ? -1 : a.uid > b.uid ? 1 : 0) ||
  capabilityNumber[a.capability] - capabilityNumber[b.capability];

/** What is worth saying of a node. */
function bestAt({ states, covers }: Spread, node: number): Best[] {
  const own: Best[] = [];
  for (let link = states.at(node); link !== 0; link = states.after(link)) {
    const state = linked(link);
    own.push({
      capability: capabilityOf(link),
      hops: states.hops[state] ?? 0,
      cost: states.cost[state] ?? 0,
      likelihood: states.likelihood[state] ?? 0,
    });
  }
  if (own.length < 2) return own;
  const all: Best[] = [];
  for (let capability = 0; capability < capabilityCount; capability++) {
    const saying = own.filter((other) => covers[capability]! & (1 << other.capability));
    if (saying.length === 0) continue;
    const { cost, likelihood } = saying.reduce((a, b) => (b.cost < a.cost ? b : a));
    const hops = Math.min(...saying.map((other) => other.hops));
    all.push({ capability, hops, cost, likelihood });
  }
  return all.filter(
    (best) =>
      !all.some(
        (other) =>
          other !== best &&
          covers[best.capability]! & (1 << other.capability) &&
          other.hops <= best.hops &&
          likelihoodPart(other.cost) <= likelihoodPart(best.cost),
      ),
  );
}
