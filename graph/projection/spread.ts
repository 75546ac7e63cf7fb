import { longer, roomFor } from '../columns.ts';
import { broughtBy, capabilityCount, heldWith, lowest } from './capability-mask.ts';
import { Front } from './front.ts';
import { capabilityOf, linked, ReachedStates } from './reached-states.ts';
import type { Walkable } from './walkable.ts';

/** By capability, those that say at least as much: of what is reached, or of what suffices. */
const saying = {
  forward: broughtBy,
  backward: broughtBy.map((_, c) => heldWith[1 << c] ?? 0),
};

/**
 * Spreads from states along all edges, level by level: forward to what they yield, or backward to
 * what suffices for them. Keeps for each state its fewest hops and its best cost and likelihood.
 * Each search takes over the memory of the one before: what is allocated beside the heap makes the
 * collector walk all of a large one.
 */
export class Spread {
  readonly states: ReachedStates;
  /** By capability: those that say at least as much. */
  covers = saying.forward;
  readonly #graph: Walkable;
  #backward = false;
  /** By state, its place in the level that it was put into last. */
  #places = new Int32Array(0);
  #front = new Front();
  #next = new Front();
  #level = 0;

  constructor(graph: Walkable) {
    this.#graph = graph;
    this.states = new ReachedStates(graph.nodes.size);
  }

  /** Begins another search. */
  begin(backward: boolean): void {
    this.#backward = backward;
    this.covers = backward ? saying.backward : saying.forward;
    this.#level = 0;
    this.#front.clear();
    this.states.clear(this.#graph.nodes.size);
  }

  start(node: number, capability: number): void {
    if (!this.#covered(node, capability, 0)) this.#take(this.#front, node, capability, 0, 1);
  }

  /** One hop farther; false where nothing new was found. */
  step(): boolean {
    this.#level++;
    this.#next.clear();
    this.#follow(this.#next);
    [this.#front, this.#next] = [this.#next, this.#front];
    return this.#front.size > 0;
  }

  /** Whether one more hop would find anything. */
  get ends(): boolean {
    return !this.#follow(null);
  }

  /** Takes what one hop from the front finds; without a level to put it into, tells whether it does. */
  #follow(into: Front | null): boolean {
    const { labels } = this.#graph;
    const { first, last, other, label } = this.#backward ? this.#graph.in : this.#graph.out;
    const follows = this.#backward ? labels.enables : labels.gains;
    const { costs, probabilities } = labels;
    const front = this.#front;
    for (let at = 0; at < front.size; at++) {
      const state = front.state(at);
      const capability = this.states.capability[state] ?? 0;
      const node = this.states.node[state] ?? 0;
      const [cost, likelihood] = [front.cost(at), front.likelihood(at)];
      for (let i = first[node] ?? 0, end = last[node] ?? 0; i < end; i++) {
        const l = label[i] ?? 0;
        let rest = follows[l * capabilityCount + capability] ?? 0;
        if (rest === 0) continue;
        const to = other[i] ?? 0;
        const spent = cost + (costs[l] ?? 0);
        for (; rest; rest &= rest - 1) {
          const gain = lowest(rest);
          if (this.#covered(to, gain, spent)) continue;
          if (!into) return true;
          this.#take(into, to, gain, spent, likelihood * (probabilities[l] ?? 0));
        }
      }
    }
    return false;
  }

  /** Whether what is known says as much at no more cost. */
  #covered(node: number, capability: number, cost: number): boolean {
    const { states } = this;
    const covers = this.covers[capability] ?? 0;
    for (let link = states.at(node); link !== 0; link = states.after(link))
      if ((covers >> capabilityOf(link)) & 1 && (states.cost[linked(link)] ?? 0) <= cost)
        return true;
    return false;
  }

  #take(into: Front, node: number, capability: number, cost: number, likelihood: number): void {
    const { states } = this;
    let link = states.at(node);
    while (link !== 0 && capabilityOf(link) !== capability) link = states.after(link);
    const state = link === 0 ? states.add(node, capability, this.#level) : linked(link);
    states.cost[state] = cost;
    states.likelihood[state] = likelihood;
    if (state >= this.#places.length) this.#places = longer(this.#places, roomFor(state));
    this.#places[state] = into.put(this.#places[state] ?? 0, state, cost, likelihood);
  }
}
