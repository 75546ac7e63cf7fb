import { broughtBy, capabilityCount, heldWith, lowest } from './capability-mask.ts';
import { Front } from './front.ts';
import type { Walkable } from './walkable.ts';
import { Sparse } from './sparse.ts';

/**
 * Spreads from states along all edges, level by level: forward to what they yield, or backward to
 * what suffices for them. Keeps for each state its fewest hops and its best cost and likelihood.
 */
export class Spread {
  readonly hops: Sparse;
  readonly cost: Sparse;
  readonly likelihood: Sparse;
  /** Nodes come to, in order, and by node the mask of states. */
  readonly nodes: number[] = [];
  readonly masks: Uint8Array;
  /** By capability: those that say at least as much. */
  readonly covers: Uint8Array;
  readonly #graph: Walkable;
  readonly #backward: boolean;
  readonly #places: Sparse;
  #front = new Front();
  #next = new Front();
  #level = 0;

  constructor(graph: Walkable, backward: boolean) {
    const states = graph.nodes.size * capabilityCount;
    this.#graph = graph;
    this.#backward = backward;
    this.hops = new Sparse(states);
    this.cost = new Sparse(states);
    this.likelihood = new Sparse(states);
    this.#places = new Sparse(states);
    this.masks = new Uint8Array(graph.nodes.size);
    this.covers = broughtBy.map((mask, c) => (backward ? (heldWith[1 << c] ?? 0) : mask));
  }

  start(node: number, capability: number): void {
    this.#take(this.#front, node, capability, 0, 1);
  }

  /** One hop farther; false where nothing new was found. */
  step(): boolean {
    this.#level++;
    this.#next.clear();
    this.#follow((node, capability, cost, likelihood) => {
      this.#take(this.#next, node, capability, cost, likelihood);
      return false;
    });
    [this.#front, this.#next] = [this.#next, this.#front];
    return this.#front.size > 0;
  }

  /** Whether one more hop would find anything. */
  get ends(): boolean {
    return !this.#follow((node, capability, cost) => !this.#covered(node, capability, cost));
  }

  /** Calls back for each hop from the front until that returns true, and tells whether it did. */
  #follow(
    each: (node: number, capability: number, cost: number, likelihood: number) => boolean,
  ): boolean {
    const { labels } = this.#graph;
    const { first, last, other, label } = this.#backward ? this.#graph.in : this.#graph.out;
    const follows = this.#backward ? labels.enables : labels.gains;
    const { costs, probabilities } = labels;
    const front = this.#front;
    for (let at = 0; at < front.size; at++) {
      const state = front.state(at);
      const capability = state % capabilityCount;
      const node = (state - capability) / capabilityCount;
      const [cost, likelihood] = [front.cost(at), front.likelihood(at)];
      for (let i = first[node] ?? 0, end = last[node] ?? 0; i < end; i++) {
        const l = label[i] ?? 0;
        let rest = follows[l * capabilityCount + capability] ?? 0;
        if (rest === 0) continue;
        const to = other[i] ?? 0;
        const [spent, left] = [cost + (costs[l] ?? 0), likelihood * (probabilities[l] ?? 0)];
        for (; rest; rest &= rest - 1) if (each(to, lowest(rest), spent, left)) return true;
      }
    }
    return false;
  }

  /** Whether what is known says as much at no more cost. */
  #covered(node: number, capability: number, cost: number): boolean {
    const at = node * capabilityCount;
    let rest = (this.covers[capability] ?? 0) & (this.masks[node] ?? 0);
    for (; rest; rest &= rest - 1) if (this.cost.get(at + lowest(rest)) <= cost) return true;
    return false;
  }

  #take(into: Front, node: number, capability: number, cost: number, likelihood: number): void {
    if (this.#covered(node, capability, cost)) return;
    const state = node * capabilityCount + capability;
    const mask = this.masks[node] ?? 0;
    if (mask === 0) this.nodes.push(node);
    if (!((mask >> capability) & 1)) {
      this.masks[node] = mask | (1 << capability);
      this.hops.set(state, this.#level);
    }
    this.cost.set(state, cost);
    this.likelihood.set(state, likelihood);
    this.#places.set(state, into.put(this.#places.get(state), state, cost, likelihood));
  }
}
