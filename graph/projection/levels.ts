import { broughtBy, capabilityCount, heldWith, lowest } from './capability-mask.ts';
import type { Clock } from './clock.ts';
import { capabilityOf, linked, ReachedStates } from './reached-states.ts';
import type { Walkable } from './walkable.ts';

/** What a search must not touch, in numbers; edges by their positions in the rows it follows. */
export interface Shut {
  nodes: ReadonlySet<number>;
  edges: ReadonlySet<number>;
}

/** Whether a state is of use that costs so much after so many hops. */
type Useful = (node: number, capability: number, cost: number, hops: number) => boolean;

/**
 * Least costs by state and number of hops, searched level by level: forward to what states yield,
 * or backward to what suffices for them. A state comes again in a later level where more hops make
 * it cheaper. Those of a level follow each other in `states`, which are taken over by the next
 * search.
 */
export class Levels {
  readonly states: ReachedStates;
  readonly #graph: Walkable;
  readonly #backward: boolean;
  /** By capability: those that say at least as much. */
  readonly #covers: Uint8Array;
  #shut: Shut = { nodes: new Set(), edges: new Set() };
  #begin = 0;
  #width = 0;
  #hops = 0;

  constructor(graph: Walkable, backward: boolean) {
    this.#graph = graph;
    this.#backward = backward;
    this.#covers = broughtBy.map((mask, c) => (backward ? (heldWith[1 << c] ?? 0) : mask));
    this.states = new ReachedStates(graph.nodes.size);
  }

  /** Begins another search: from the capabilities of a mask at each node. */
  begin(starts: Iterable<readonly [node: number, mask: number]>, shut: Shut): void {
    this.states.clear(this.#graph.nodes.size);
    this.#shut = shut;
    this.#begin = this.#hops = this.#width = 0;
    for (const [node, mask] of starts)
      if (!shut.nodes.has(node))
        for (let rest = mask; rest; rest &= rest - 1) this.#take(node, lowest(rest), 0);
  }

  /** Hops to the level that was found last. */
  get hops(): number {
    return this.#hops;
  }

  /** Edges at the states of that level; 0 = it leads nowhere. */
  get width(): number {
    return this.#width;
  }

  /** One hop farther from states of the last level, to others, as far as both are of use. */
  step(useful: Useful, clock: Clock): void {
    const { labels } = this.#graph;
    const { first, last, other, label } = this.#rows;
    const { nodes: shutNodes, edges: shutEdges } = this.#shut;
    const follows = this.#backward ? labels.enables : labels.gains;
    const { states } = this;
    const end = states.size;
    const before = this.#hops++;
    this.#width = 0;
    for (let state = this.#begin; state < end; state++) {
      clock.tick();
      const node = states.node[state] ?? 0;
      const capability = states.capability[state] ?? 0;
      const cost = states.cost[state] ?? 0;
      if (!useful(node, capability, cost, before)) continue;
      for (let at = first[node] ?? 0, stop = last[node] ?? 0; at < stop; at++) {
        const l = label[at] ?? 0;
        let rest = follows[l * capabilityCount + capability] ?? 0;
        if (rest === 0) continue;
        const to = other[at] ?? 0;
        if (shutNodes.has(to) || shutEdges.has(at)) continue;
        const spent = cost + (labels.costs[l] ?? 0);
        for (; rest; rest &= rest - 1) {
          const next = lowest(rest);
          if (useful(to, next, spent, this.#hops) && !this.#covered(to, next, spent))
            this.#take(to, next, spent);
        }
      }
    }
    this.#begin = end;
  }

  /** Least cost of any capability of a mask at a node within so many hops. */
  least(node: number, mask: number, hops: number): number {
    const { states } = this;
    let least = Infinity;
    for (let link = states.at(node); link !== 0; link = states.after(link)) {
      if (!((mask >> capabilityOf(link)) & 1)) continue;
      const state = linked(link);
      if ((states.hops[state] ?? 0) <= hops && (states.cost[state] ?? 0) < least)
        least = states.cost[state] ?? 0;
    }
    return least;
  }

  get #rows() {
    return this.#backward ? this.#graph.in : this.#graph.out;
  }

  #covered(node: number, capability: number, cost: number): boolean {
    return this.least(node, this.#covers[capability] ?? 0, this.#hops) <= cost;
  }

  #take(node: number, capability: number, cost: number): void {
    const { states } = this;
    let link = states.at(node);
    while (
      link !== 0 &&
      (capabilityOf(link) !== capability || states.hops[linked(link)] !== this.#hops)
    )
      link = states.after(link);
    let state = linked(link);
    if (link === 0) {
      state = states.add(node, capability, this.#hops);
      this.#width += this.#rows.degree(node);
    }
    states.cost[state] = cost;
  }
}
