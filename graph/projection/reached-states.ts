import { longer, roomFor } from '../columns.ts';
import { capabilityCount } from './capability-mask.ts';

/** Bits of a link that tell the capability; the others are one more than the number of a state. */
const bits = Math.ceil(Math.log2(capabilityCount));

/**
 * States that a search came to, in columns in the order of their discovery: a search pays for what
 * it visits. Those of a node are linked, one or two of the eight that there could be. A link tells
 * the capability too, so that one that does not matter costs no look at its state.
 */
export class ReachedStates {
  /** By node, the link to its latest state. */
  #latest: Int32Array;
  /** By state, the link to the node's state before it. */
  #earlier = new Int32Array(0);
  node = new Int32Array(0);
  capability = new Uint8Array(0);
  hops = new Uint8Array(0);
  cost = new Float64Array(0);
  likelihood = new Float64Array(0);
  #size = 0;

  constructor(nodes: number) {
    this.#latest = new Int32Array(nodes);
  }

  get size(): number {
    return this.#size;
  }

  /** Forgets all, for a search among so many nodes; its memory stays. */
  clear(nodes: number): void {
    for (let state = 0; state < this.#size; state++) this.#latest[this.node[state] ?? 0] = 0;
    this.#size = 0;
    if (nodes > this.#latest.length) this.#latest = new Int32Array(roomFor(nodes));
  }

  /** Link to the latest state at a node; 0 = none. */
  at(node: number): number {
    return this.#latest[node] ?? 0;
  }

  /** Link to another state at the same node; 0 = none. */
  after(link: number): number {
    return this.#earlier[linked(link)] ?? 0;
  }

  add(node: number, capability: number, hops: number): number {
    const state = this.#size++;
    if (state === this.node.length) this.#grow();
    this.#earlier[state] = this.#latest[node] ?? 0;
    this.#latest[node] = ((state + 1) << bits) | capability;
    this.node[state] = node;
    this.capability[state] = capability;
    this.hops[state] = hops;
    return state;
  }

  #grow(): void {
    const room = roomFor(this.node.length);
    this.#earlier = longer(this.#earlier, room);
    this.node = longer(this.node, room);
    this.capability = longer(this.capability, room);
    this.hops = longer(this.hops, room);
    this.cost = longer(this.cost, room);
    this.likelihood = longer(this.likelihood, room);
  }
}

/** The state that a link leads to. */
export const linked = (link: number): number => (link >> bits) - 1;

/** Its capability. */
export const capabilityOf = (link: number): number => link & ((1 << bits) - 1);
