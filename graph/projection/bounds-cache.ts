import { Bounds, type BoundsMemory } from './bounds.ts';
import type { Problem } from './problem.ts';
import type { Walkable } from './walkable.ts';

const most = 3;

/** Bounds of the latest goals, so that queries with the same goals search backward once. */
export class BoundsCache {
  readonly #known = new Map<string, Bounds>();
  /** Of forgotten bounds: taking it anew each time would keep the garbage collector busy. */
  #spare: BoundsMemory[] = [];

  of(graph: Walkable, problem: Problem): Bounds {
    const goals = [...problem.goals].map(([node, mask]) => `${node}:${mask}`).sort();
    const key = `${goals.join()}|${problem.through.join()}`;
    const known = this.#known.get(key) ?? new Bounds(graph, problem, this.#spare.pop());
    this.#known.delete(key);
    this.#known.set(key, known);
    for (const [oldest, { memory }] of this.#known) {
      if (this.#known.size <= most) break;
      this.#known.delete(oldest);
      this.#spare = [memory];
    }
    return known;
  }

  /** Forgets all: the graph has changed. */
  clear(): void {
    const memories = [...this.#known.values()].map(({ memory }) => memory);
    this.#spare = [...memories, ...this.#spare].slice(0, most);
    this.#known.clear();
  }
}
