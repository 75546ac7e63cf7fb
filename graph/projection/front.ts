import { longer, roomFor } from '../columns.ts';

/** States that a level of a search came to, each with its cost and likelihood, once. */
export class Front {
  #states = new Int32Array(256);
  #costs = new Float64Array(256);
  #likelihoods = new Float64Array(256);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  state(at: number): number {
    return this.#states[at] ?? 0;
  }

  cost(at: number): number {
    return this.#costs[at] ?? 0;
  }

  likelihood(at: number): number {
    return this.#likelihoods[at] ?? 0;
  }

  clear(): void {
    this.#size = 0;
  }

  /** Puts a state at a place, or at the end where the place holds another; returns its place. */
  put(place: number, state: number, cost: number, likelihood: number): number {
    const at = place < this.#size && this.#states[place] === state ? place : this.#size++;
    if (at === this.#states.length) this.#grow();
    this.#states[at] = state;
    this.#costs[at] = cost;
    this.#likelihoods[at] = likelihood;
    return at;
  }

  #grow(): void {
    const room = roomFor(this.#states.length);
    this.#states = longer(this.#states, room);
    this.#costs = longer(this.#costs, room);
    this.#likelihoods = longer(this.#likelihoods, room);
  }
}
