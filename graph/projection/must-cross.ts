import { statesOf } from './block.ts';
import { capabilityCount } from './capability-mask.ts';
import type { Elements } from './elements.ts';
import { NumberSets } from './number-sets.ts';
import { nodeOf, type Side } from './side.ts';

/** Where the walks of one look begin. */
export interface Origin {
  node: number;
  /** Masks of capabilities: those it begins with, and those that add nothing there. */
  holds: number;
  idle: number;
}

/**
 * What all walks from one origin have in common, by end. What must be crossed on the way to a state
 * is what all hops to it share, each with what must be crossed before it: the greatest solution of
 * these equations is what all walks share (Kildall 1973), and is also right for what lies at many
 * states, as nodes and causes do, for which a tree of dominators is not enough.
 */
export class MustCross {
  readonly #side: Side;
  readonly #elements: Elements;
  readonly #tick: () => void;
  /** By state: name of what must be crossed, or -1 where no walk came yet. */
  readonly #crossed: Int32Array;
  readonly #waiting: Uint8Array;
  /** By state, on the first walk to it: position of the last hop, and the state before; -1 = none. */
  readonly #hop: Int32Array;
  readonly #before: Int32Array;

  constructor(side: Side, elements: Elements, tick: () => void) {
    const states = side.graph.nodes.size * capabilityCount;
    this.#side = side;
    this.#elements = elements;
    this.#tick = tick;
    this.#crossed = new Int32Array(states).fill(-1);
    this.#waiting = new Uint8Array(states);
    this.#hop = new Int32Array(states);
    this.#before = new Int32Array(states);
  }

  /**
   * Calls back for each end that walks come to, with the numbers of what they all cross. `ends`:
   * by node, the mask of what is wanted there, or backward of what is held.
   */
  from(
    origin: Origin,
    ends: ReadonlyMap<number, number>,
    found: (end: number, crossed: readonly number[]) => void,
  ): void {
    const reached = this.#reach(origin);
    try {
      const arrivals = this.#arrivals(reached, ends);
      this.#nominate(origin, arrivals);
      for (const state of reached) this.#crossed[state] = -1;
      const sets = this.#solve(origin);
      for (const [end, states] of arrivals) {
        const [first = 0, ...others] = states.map((state) => this.#crossed[state] ?? 0);
        const common = others.reduce((set, other) => sets.meet(set, other), first);
        const own = this.#elements.ofNode(end);
        const items = sets.items(common);
        found(end, own < 0 ? items : items.filter((element) => element !== own));
      }
    } finally {
      for (const state of reached) this.#crossed[state] = -1;
    }
  }

  /** States that walks come to, breadth first. */
  #reach({ node, holds, idle }: Origin): number[] {
    const reached = statesOf(node, holds);
    for (const state of reached) {
      this.#crossed[state] = 0;
      this.#before[state] = -1;
    }
    for (let i = 0; i < reached.length; i++) {
      const state = reached[i] ?? 0;
      this.#tick();
      this.#side.each(state, (at, next) => {
        if (this.#crossed[next] !== -1 || isIdle(next, node, idle)) return;
        this.#crossed[next] = 0;
        this.#hop[next] = at;
        this.#before[next] = state;
        reached.push(next);
      });
    }
    return reached;
  }

  /** By end, the states that end a walk there; who starts at an end must come back to it. */
  #arrivals(reached: readonly number[], ends: ReadonlyMap<number, number>) {
    const arrivals = new Map<number, number[]>();
    for (const state of reached) {
      const node = nodeOf(state);
      const mask = ends.get(node);
      if (mask === undefined || this.#before[state] === -1) continue;
      if (!this.#side.arrives(state % capabilityCount, mask)) continue;
      const known = arrivals.get(node);
      if (known) known.push(state);
      else arrivals.set(node, [state]);
    }
    return arrivals;
  }

  /** What all walks cross lies on the first of them: nothing else is looked at. */
  #nominate({ node }: Origin, arrivals: ReadonlyMap<number, readonly number[]>): void {
    this.#elements.begin();
    const seen = new Set<number>();
    for (const [first = 0] of arrivals.values())
      for (let state = first; !seen.has(state);) {
        seen.add(state);
        const before = this.#before[state] ?? -1;
        if (before < 0) break;
        const at = nodeOf(before);
        this.#elements.nominateEdge(this.#hop[state] ?? 0, at);
        if (at !== node) this.#elements.nominateNode(at);
        state = before;
      }
  }

  #solve({ node, holds, idle }: Origin): NumberSets {
    const sets = new NumberSets();
    const elements = this.#elements;
    const queue = statesOf(node, holds);
    for (const state of queue) this.#crossed[state] = 0;
    let crossed = 0;
    const cross = (element: number) => {
      crossed = sets.with(crossed, element);
    };
    for (let i = 0; i < queue.length; i++) {
      const state = queue[i] ?? 0;
      this.#tick();
      this.#waiting[state] = 0;
      const own = nodeOf(state) === node ? -1 : elements.ofNode(nodeOf(state));
      const before = this.#crossed[state] ?? 0;
      const here = own < 0 ? before : sets.with(before, own);
      this.#side.each(state, (at, next) => {
        if (isIdle(next, node, idle)) return;
        const known = this.#crossed[next] ?? -1;
        if (known === 0) return;
        crossed = here;
        elements.ofHop(at, cross);
        const common = known === -1 ? crossed : sets.meet(known, crossed);
        if (common === known) return;
        this.#crossed[next] = common;
        if (this.#waiting[next] === 0) queue.push(next);
        this.#waiting[next] = 1;
      });
    }
    return sets;
  }
}

const isIdle = (state: number, node: number, idle: number): boolean =>
  nodeOf(state) === node && ((idle >> (state % capabilityCount)) & 1) === 1;
