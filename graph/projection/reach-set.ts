import { nodeOf, type Side } from './side.ts';

/** What walks do without: a node, or -1, and positions of edges. */
export interface Without {
  node: number;
  hops: ReadonlySet<number>;
}

export const nothing: Without = { node: -1, hops: new Set() };

/** Which states walks come to from others. */
export class ReachSet {
  readonly #side: Side;
  readonly #tick: () => void;
  /** By state, the last look that came there. */
  readonly #seen: Int32Array;
  #look = 0;

  constructor(side: Side, states: number, tick: () => void) {
    this.#side = side;
    this.#tick = tick;
    this.#seen = new Int32Array(states);
  }

  /** States that walks come to from some states, these included, without something. */
  from(states: readonly number[], { node, hops }: Without): number[] {
    const look = ++this.#look;
    const reached = states.filter((state) => nodeOf(state) !== node);
    for (const state of reached) this.#seen[state] = look;
    for (let i = 0; i < reached.length; i++) {
      this.#tick();
      this.#side.each(reached[i] ?? 0, (at, next) => {
        if (this.#seen[next] === look || nodeOf(next) === node || hops.has(at)) return;
        this.#seen[next] = look;
        reached.push(next);
      });
    }
    return reached;
  }
}
