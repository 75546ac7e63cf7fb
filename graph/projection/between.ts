import { capabilityCount, heldWith } from './capability-mask.ts';
import { statesOf } from './block.ts';
import { comingTo } from './hub.ts';
import { MinHeap } from './min-heap.ts';
import type { Problem } from './problem.ts';
import { nothing, ReachSet } from './reach-set.ts';
import { nodeOf, Side } from './side.ts';
import type { Walkable } from './walkable.ts';

/** What a hop weighs beside its edge, so that of walks that weigh the same the shortest is found. */
const hopWeight = 1e-5;

/** Walks that weigh so much or more are not told: less than one, as weights are not exact. */
const enough = 0.999;

/** Hops in columns, those of a state one after the other. */
interface Hops {
  to: number[];
  edge: number[];
}

/** What a search writes, for the next to write again. */
interface Search {
  /** By edge, what it weighs. */
  byEdge: Float64Array;
  /** By state, the least that a walk to it weighs, and its last hop. */
  weight: Float64Array;
  cameBy: Int32Array;
  cameFrom: Int32Array;
  heap: MinHeap;
}

/**
 * All that lies on walks from starts to goals, in numbers of its own, so that it can be searched
 * again and again for the lightest walks while edges weigh otherwise. Who starts at a goal arrives
 * by gaining more there. It stays as the graph was when it was made.
 */
export class Between {
  readonly #edges: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #starts: number[] = [];
  /** By state, where its hops begin; where the last end is at the end. */
  readonly #first: number[] = [];
  readonly #hops: Hops = { to: [], edge: [] };
  /** By state, the node of the goal that it is an arrival at, or -1. */
  readonly #goal: number[] = [];
  readonly #search: Search;

  constructor(graph: Walkable, problem: Problem) {
    const { starts, goals } = problem;
    const [ahead, behind] = [new Side(graph, problem, false), new Side(graph, problem, true)];
    const all = graph.nodes.size * capabilityCount;
    const began = starts.flatMap(({ node, holds }) => statesOf(node, holds));
    const wanted = [...goals].flatMap(([node, mask]) => statesOf(node, mask));
    const idle = () => undefined;
    const states = comingTo(
      new ReachSet(ahead, all, idle).from(began, nothing),
      new ReachSet(behind, all, idle).from(wanted, nothing),
    );
    const held = new Map(starts.map(({ node, holds }) => [node, heldWith[holds] ?? 0]));
    const numbers = new Int32Array(all).fill(-1);
    for (const [number, state] of states.entries()) numbers[state] = number;
    for (const state of began) if (numbers[state] !== -1) this.#starts.push(numbers[state] ?? 0);
    for (const state of states) {
      this.#first.push(this.#hops.to.length);
      const [node, capability] = [nodeOf(state), state % capabilityCount];
      this.#goal.push(ahead.arrives(capability, goals.get(node) ?? 0) ? node : -1);
      ahead.each(state, (at, next) => {
        const to = numbers[next] ?? -1;
        const had = held.get(nodeOf(next)) ?? 0;
        if (to === -1 || (had >> (next % capabilityCount)) & 1) return;
        this.#hops.to.push(to);
        this.#hops.edge.push(this.#numberOf(ahead.edgeAt(at, node)));
      });
    }
    this.#first.push(this.#hops.to.length);
    this.#search = {
      byEdge: new Float64Array(this.#edges.length),
      weight: new Float64Array(states.length),
      cameBy: new Int32Array(states.length),
      cameFrom: new Int32Array(states.length),
      heap: new MinHeap(),
    };
  }

  /**
   * For each goal the edges of a walk whose edges weigh least together, if that is less than one;
   * the lightest first. Edges that are not named weigh nothing.
   */
  lightest(weights: ReadonlyMap<string, number>): string[][] {
    const { byEdge, weight, cameBy, cameFrom, heap } = this.#search;
    byEdge.fill(0);
    for (const [edge, one] of weights) {
      const number = this.#numbers.get(edge);
      if (number !== undefined) byEdge[number] = one;
    }
    weight.fill(Infinity);
    cameBy.fill(-1);
    heap.clear();
    for (const state of this.#starts) {
      weight[state] = 0;
      heap.push(0, state);
    }
    const arrived = new Map<number, number>();
    while (heap.least < enough) {
      const least = heap.least;
      const state = heap.pop();
      if (least !== weight[state]) continue;
      const goal = this.#goal[state] ?? -1;
      if (goal !== -1 && cameBy[state] !== -1 && !arrived.has(goal)) arrived.set(goal, state);
      for (let hop = this.#first[state] ?? 0; hop < (this.#first[state + 1] ?? 0); hop++) {
        const to = this.#hops.to[hop] ?? 0;
        const edge = this.#hops.edge[hop] ?? 0;
        const sum = least + (byEdge[edge] ?? 0) + hopWeight;
        if (sum >= (weight[to] ?? 0)) continue;
        weight[to] = sum;
        cameBy[to] = edge;
        cameFrom[to] = state;
        heap.push(sum, to);
      }
    }
    return [...arrived.values()].map((last) => {
      const edges: string[] = [];
      for (let state = last; cameBy[state] !== -1; state = cameFrom[state] ?? 0)
        edges.push(this.#edges[cameBy[state] ?? 0] ?? '');
      return edges.reverse();
    });
  }

  #numberOf(edge: string): number {
    const known = this.#numbers.get(edge) ?? this.#edges.length;
    if (known === this.#edges.length) {
      this.#edges.push(edge);
      this.#numbers.set(edge, known);
    }
    return known;
  }
}
