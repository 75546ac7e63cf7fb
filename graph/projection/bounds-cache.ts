import { Bounds } from './bounds.ts';
import type { Problem } from './problem.ts';
import type { Walkable } from './walkable.ts';

const most = 3;

/** Bounds of the latest goals, so that queries with the same goals search backward once. */
export class BoundsCache {
  readonly #known = new Map<string, Bounds>();

  of(graph: Walkable, problem: Problem): Bounds {
    const goals = [...problem.goals].map(([node, mask]) => `${node}:${mask}`).sort();
    const key = `${goals.join()}|${problem.through.join()}`;
    const known = this.#known.get(key) ?? new Bounds(graph, problem);
    this.#known.delete(key);
    this.#known.set(key, known);
    for (const [oldest] of this.#known) {
      if (this.#known.size <= most) break;
      this.#known.delete(oldest);
    }
    return known;
  }

  /** Forgets all: the graph has changed. */
  clear(): void {
    this.#known.clear();
  }
}
