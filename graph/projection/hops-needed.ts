import { broughtBy, capabilityCount, heldWith, lowest, weakest } from './capability-mask.ts';
import type { Clock } from './clock.ts';
import type { Problem } from './problem.ts';
import type { Walkable } from './walkable.ts';

/**
 * The fewest hops from anywhere to the goals, searched backward level by level up to a bound. It
 * leaves `avoid` and simplicity out, so that more may be needed and never fewer.
 */
export class HopsNeeded {
  readonly #graph: Walkable;
  readonly #through: readonly number[];
  readonly #clock: Clock;
  /** By stage, node and need, one more than the hops; 0 = unknown, or another need says as much. */
  readonly #hops: Uint8Array;
  /** By stage and node, capabilities each of which suffices. */
  readonly #enough: Uint8Array;
  #front: number[] = [];

  constructor(
    graph: Walkable,
    { goals, through, maxHops }: Pick<Problem, 'goals' | 'through' | 'maxHops'>,
    clock: Clock,
  ) {
    const places = (through.length + 1) * graph.nodes.size;
    this.#graph = graph;
    this.#through = through;
    this.#clock = clock;
    this.#hops = new Uint8Array(places * capabilityCount);
    this.#enough = new Uint8Array(places);
    for (const [node, mask] of goals) this.#offer(0, node, weakest[mask] ?? 0, through.length);
    for (let hops = 1; hops <= maxHops; hops++) {
      const front = this.#front;
      this.#front = [];
      for (const state of front) this.#follow(hops, state);
    }
  }

  /** Hops that one who holds a mask at a node needs at least; Infinity beyond the bound. */
  of(node: number, holds: number, stage: number): number {
    const state = (stage * this.#graph.nodes.size + node) * capabilityCount;
    let least = Infinity;
    for (let rest = heldWith[holds] ?? 0; rest; rest &= rest - 1) {
      const known = this.#hops[state + lowest(rest)] ?? 0;
      if (known > 0 && known <= least) least = known - 1;
    }
    return least;
  }

  #offer(hops: number, node: number, needs: number, stage: number): void {
    const place = stage * this.#graph.nodes.size + node;
    for (let rest = needs & ~(this.#enough[place] ?? 0); rest; rest &= rest - 1) {
      const need = lowest(rest);
      const state = place * capabilityCount + need;
      this.#enough[place] = (this.#enough[place] ?? 0) | (broughtBy[need] ?? 0);
      this.#hops[state] = hops + 1;
      this.#front.push(state);
    }
  }

  #follow(hops: number, state: number): void {
    this.#clock.tick();
    const nodes = this.#graph.nodes.size;
    const need = state % capabilityCount;
    const place = (state - need) / capabilityCount;
    const node = place % nodes;
    const stage = (place - node) / nodes;
    if (this.#through[stage] !== node) this.#back(hops, node, need, stage);
    if (stage > 0 && this.#through[stage - 1] === node) this.#back(hops, node, need, stage - 1);
  }

  #back(hops: number, node: number, need: number, stage: number): void {
    const { first, last, other, label } = this.#graph.in;
    const { enables } = this.#graph.labels;
    for (let i = first[node] ?? 0, end = last[node] ?? 0; i < end; i++) {
      const needs = enables[(label[i] ?? 0) * capabilityCount + need] ?? 0;
      if (needs) this.#offer(hops, other[i] ?? 0, needs, stage);
    }
  }
}
