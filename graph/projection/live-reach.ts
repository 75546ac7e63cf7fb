import { broughtBy, capabilityCount, capabilityNumber, lowest } from './capability-mask.ts';
import { costsOfMoreThan, likelihoodOf } from './cost.ts';
import { MinHeap } from './min-heap.ts';
import type { State } from './search.ts';
import { Sparse } from './sparse.ts';
import type { Walkable } from './walkable.ts';
import type { Capability } from '../schema/capability.ts';

/** An edge by the numbers of its ends, with the label that it had and has; -1 = none. */
export interface Relabelled {
  from: number;
  to: number;
  was: number;
  label: number;
}

/**
 * How likely one who starts in a state comes to hold others, as far as that is more than a bound;
 * kept current while edges come and go. What hangs on edges that are gone is found by going along
 * the cheapest walks, and only that is searched anew (Ramalingam and Reps 1996). Costs are whole
 * numbers, so the outcome is that of a search from scratch.
 */
export class LiveReach {
  readonly #graph: Walkable;
  readonly #start: State;
  readonly #above: number;
  /** Costs from here on do not count. */
  readonly #limit: number;
  /** By node and exactly what is gained there. */
  readonly #cost: Sparse;
  readonly #heap = new MinHeap();
  /** Number of the state in which it starts; -1 where no edge joins its node. */
  #source = -1;

  /** `cost`: what another found in the same graph. */
  constructor(graph: Walkable, start: State, above: number, cost?: Sparse) {
    this.#graph = graph;
    this.#start = start;
    this.#above = above;
    this.#limit = costsOfMoreThan(above);
    this.#cost = cost ?? new Sparse(0);
    if (cost) this.#source = this.#numberOfStart();
    else this.#begin();
  }

  /** The same likelihoods in a copy of the graph, to go on by themselves. */
  copy(graph: Walkable): LiveReach {
    return new LiveReach(graph, this.#start, this.#above, this.#cost.copy());
  }

  /** Likelihood of coming to hold a capability at a node; 0 where it is not above the bound. */
  of(uid: string, capability: Capability): number {
    const node = this.#graph.nodes.number(uid);
    if (node === undefined) return 0;
    let least = Infinity;
    for (let rest = broughtBy[capabilityNumber[capability]] ?? 0; rest; rest &= rest - 1)
      least = Math.min(least, this.#cost.get(node * capabilityCount + lowest(rest)));
    return likelihoodOf(least);
  }

  /** Catches up with a graph in which these edges are as they are now. */
  update(edges: readonly Relabelled[]): void {
    this.#cost.reach(this.#graph.nodes.size * capabilityCount);
    if (this.#numberOfStart() !== this.#source) {
      this.#begin();
      return;
    }
    for (const { from, to, was } of edges)
      if (was !== -1)
        this.#along(from, to, was, (cost, state) => {
          if (this.#cost.get(state) === cost) this.#heap.push(cost, state);
        });
    for (const state of this.#cutOff())
      this.#into(state, (cost) => {
        this.#offer(cost, state);
        return false;
      });
    for (const { from, to, label } of edges)
      if (label !== -1)
        this.#along(from, to, label, (cost, state) => {
          this.#offer(cost, state);
        });
    this.#spread();
  }

  #numberOfStart(): number {
    const { uid, capability } = this.#start;
    const node = this.#graph.nodes.number(uid) ?? -1;
    return node === -1 ? -1 : node * capabilityCount + capabilityNumber[capability];
  }

  #begin(): void {
    this.#cost.reset(this.#graph.nodes.size * capabilityCount);
    this.#source = this.#numberOfStart();
    if (this.#source !== -1) this.#offer(0, this.#source);
    this.#spread();
  }

  #offer(cost: number, state: number): void {
    if (cost >= this.#limit || cost >= this.#cost.get(state)) return;
    this.#cost.set(state, cost);
    this.#heap.push(cost, state);
  }

  #spread(): void {
    while (this.#heap.size > 0) {
      const cost = this.#heap.least;
      const state = this.#heap.pop();
      if (cost === this.#cost.get(state))
        this.#outOf(state, cost, (spent, next) => {
          this.#offer(spent, next);
        });
    }
  }

  /** Takes out the states of which no walk costs what it did, the cheapest first, and tells them. */
  #cutOff(): number[] {
    const gone: number[] = [];
    while (this.#heap.size > 0) {
      const cost = this.#heap.least;
      const state = this.#heap.pop();
      if (cost !== this.#cost.get(state)) continue;
      if (this.#into(state, (spent) => spent === cost)) continue;
      this.#cost.set(state, Infinity);
      gone.push(state);
      this.#outOf(state, cost, (spent, next) => {
        if (this.#cost.get(next) === spent) this.#heap.push(spent, next);
      });
    }
    return gone;
  }

  /** Calls back for what one who came to a state at a cost comes to next. */
  #outOf(state: number, cost: number, each: (cost: number, next: number) => void): void {
    const { gains, costs } = this.#graph.labels;
    const { first, last, other, label } = this.#graph.out;
    const capability = state % capabilityCount;
    const node = (state - capability) / capabilityCount;
    for (let at = first[node] ?? 0, end = last[node] ?? 0; at < end; at++) {
      const l = label[at] ?? 0;
      let rest = gains[l * capabilityCount + capability] ?? 0;
      for (; rest; rest &= rest - 1)
        each(cost + (costs[l] ?? 0), (other[at] ?? 0) * capabilityCount + lowest(rest));
    }
  }

  /** Calls back for the cost of each last hop to a state, until that is true; then it is true. */
  #into(state: number, each: (cost: number) => boolean): boolean {
    const { gains, enables, costs } = this.#graph.labels;
    const { first, last, other, label } = this.#graph.in;
    const gain = state % capabilityCount;
    const node = (state - gain) / capabilityCount;
    for (let at = first[node] ?? 0, end = last[node] ?? 0; at < end; at++) {
      const l = label[at] ?? 0;
      if (enables[l * capabilityCount + gain] === 0) continue;
      const before = (other[at] ?? 0) * capabilityCount;
      for (let held = 0; held < capabilityCount; held++) {
        if ((((gains[l * capabilityCount + held] ?? 0) >> gain) & 1) === 0) continue;
        if (each(this.#cost.get(before + held) + (costs[l] ?? 0))) return true;
      }
    }
    return false;
  }

  /** Calls back for what an edge leads to, with the cost to get there. */
  #along(from: number, to: number, label: number, each: (cost: number, next: number) => void) {
    const { gains, costs } = this.#graph.labels;
    for (let held = 0; held < capabilityCount; held++) {
      const cost = this.#cost.get(from * capabilityCount + held) + (costs[label] ?? 0);
      if (cost === Infinity) continue;
      let rest = gains[label * capabilityCount + held] ?? 0;
      for (; rest; rest &= rest - 1) each(cost, to * capabilityCount + lowest(rest));
    }
  }
}
