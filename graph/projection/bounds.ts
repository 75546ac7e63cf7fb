import { capabilityCount, heldWith, lowest, weakest } from './capability-mask.ts';
import type { Clock } from './clock.ts';
import { smallestStep } from './cost.ts';
import { MinHeap } from './min-heap.ts';
import type { Problem } from './problem.ts';
import { Sparse } from './sparse.ts';
import type { Walkable } from './walkable.ts';

/** What a search backward writes to; megabytes, which later ones take over. */
export interface BoundsMemory {
  cost: Sparse;
  heap: MinHeap;
}

/**
 * The least cost from anywhere to the goals, searched backward (Dijkstra) and only as far as asked:
 * what lies beyond the frontier costs at least the frontier. Exact where it does not exceed
 * `frontier`; a lower bound that never overestimates everywhere. It leaves `avoid` and simplicity
 * out, so that it serves every query with the same goals and nodes to visit.
 *
 * A backward state is a need: what one must hold at a node, at least, at a stage of the nodes to
 * visit. It thus holds for every start, whatever is held there.
 */
export class Bounds {
  readonly #graph: Walkable;
  readonly #through: readonly number[];
  readonly #nodes: number;
  readonly #cost: Sparse;
  readonly #heap: MinHeap;
  #step = smallestStep;

  /** `memory` is that of bounds which nobody asks any more. */
  constructor(
    graph: Walkable,
    { goals, through }: Pick<Problem, 'goals' | 'through'>,
    memory: BoundsMemory = { cost: new Sparse(0), heap: new MinHeap() },
  ) {
    this.#graph = graph;
    this.#through = through;
    this.#nodes = graph.nodes.size;
    const { cost, heap } = memory;
    cost.reset((through.length + 1) * this.#nodes * capabilityCount);
    heap.clear();
    this.#cost = cost;
    this.#heap = heap;
    for (const [node, mask] of goals) this.#offer(0, node, weakest[mask] ?? 0, through.length);
  }

  get memory(): BoundsMemory {
    return { cost: this.#cost, heap: this.#heap };
  }

  /** Costs up to here are exact; Infinity once all is known. */
  get frontier(): number {
    return this.#heap.least;
  }

  #state(node: number, stage: number): number {
    return (stage * this.#nodes + node) * capabilityCount;
  }

  /** Least cost to a goal for one who holds a mask at a node. */
  of(node: number, holds: number, stage: number): number {
    const state = this.#state(node, stage);
    let least = this.#heap.least;
    for (let rest = heldWith[holds] ?? 0; rest; rest &= rest - 1) {
      const cost = this.#cost.get(state + lowest(rest));
      if (cost < least) least = cost;
    }
    return least;
  }

  /** Searches until costs up to a limit are exact, and some way beyond: more each time. */
  advance(limit: number, clock: Clock): void {
    const end = limit + this.#step;
    this.#step *= 2;
    while (this.#heap.size > 0 && this.#heap.least <= end) this.#settle(clock);
  }

  /** Searches until one of the starts is reached, or there is nothing left to search. */
  advanceToAny(starts: Iterable<readonly [state: number, holds: number]>, clock: Clock): void {
    const wanted = new Map(starts);
    while (this.#heap.size > 0) {
      const state = this.#settle(clock);
      const held = wanted.get(Math.floor(state / capabilityCount));
      if (held && heldWith[held]! & (1 << (state % capabilityCount))) return;
    }
  }

  /** Name of a node at a stage, for `advanceToAny`. */
  place(node: number, stage: number): number {
    return stage * this.#nodes + node;
  }

  #offer(cost: number, node: number, needs: number, stage: number): void {
    const state = this.#state(node, stage);
    for (let rest = needs; rest; rest &= rest - 1) {
      const at = state + lowest(rest);
      if (cost < this.#cost.get(at)) {
        this.#cost.set(at, cost);
        this.#heap.push(cost, at);
      }
    }
  }

  /** Takes the nearest need and offers what leads to it. */
  #settle(clock: Clock): number {
    clock.tick();
    const cost = this.#heap.least;
    const state = this.#heap.pop();
    if (cost > this.#cost.get(state)) return state;
    const need = state % capabilityCount;
    const place = (state - need) / capabilityCount;
    const node = place % this.#nodes;
    const stage = (place - node) / this.#nodes;
    if (this.#through[stage] !== node) this.#back(cost, node, need, stage);
    if (stage > 0 && this.#through[stage - 1] === node) this.#back(cost, node, need, stage - 1);
    return state;
  }

  #back(cost: number, node: number, need: number, stage: number): void {
    const { labels } = this.#graph;
    const { first, last, other, label } = this.#graph.in;
    const { enables, costs } = labels;
    for (let i = first[node] ?? 0, end = last[node] ?? 0; i < end; i++) {
      const l = label[i] ?? 0;
      const needs = enables[l * capabilityCount + need] ?? 0;
      if (needs) this.#offer(cost + (costs[l] ?? 0), other[i] ?? 0, needs, stage);
    }
  }
}
