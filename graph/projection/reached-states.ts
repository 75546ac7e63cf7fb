import { longer, roomFor } from '../columns.ts';

/**
 * States that a search came to, in columns in the order of their discovery: a search pays for what
 * it visits. Those of a node are linked, one or two of the eight that there could be.
 */
export class ReachedStates {
  /** By node, one more than the number of its latest state; 0 = none. */
  #latest: Int32Array;
  /** By state, one more than the number of the node's state before it. */
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

  /** The latest state at a node, or -1. */
  at(node: number): number {
    return (this.#latest[node] ?? 0) - 1;
  }

  /** Another state at the node of one, or -1. */
  next(state: number): number {
    return (this.#earlier[state] ?? 0) - 1;
  }

  add(node: number, capability: number, hops: number): number {
    const state = this.#size++;
    if (state === this.node.length) this.#grow();
    this.#earlier[state] = this.#latest[node] ?? 0;
    this.#latest[node] = state + 1;
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
