import type { Adjacency } from './adjacency.ts';
import type { Walkable } from './walkable.ts';

/** A walkable edge by its ends. */
export interface Ends {
  from: string;
  to: string;
}

/** Nodes looked at in one direction; beyond, everything counts as touched. */
const most = 50_000;

/** Fewest hops to each node within a distance, whatever is held; null where there are too many. */
function distances(
  { nodes }: Walkable,
  { first, last, other }: Adjacency,
  starts: Iterable<string>,
  hops: number,
): Map<string, number> | null {
  const found = new Map<number, number>();
  let level: number[] = [];
  const take = (node: number, at: number, into: number[]) => {
    if (found.has(node)) return;
    found.set(node, at);
    into.push(node);
  };
  for (const uid of starts) {
    const node = nodes.number(uid);
    if (node !== undefined) take(node, 0, level);
  }
  for (let hop = 1; hop <= hops && level.length > 0; hop++) {
    const next: number[] = [];
    for (const node of level)
      for (let i = first[node] ?? 0, end = last[node] ?? 0; i < end; i++)
        take(other[i] ?? 0, hop, next);
    if (found.size > most) return null;
    level = next;
  }
  return new Map([...found].map(([node, distance]) => [nodes.uid(node), distance]));
}

/**
 * Where edges lie in a graph as it is now: tells whether a walk of at most so many hops from one
 * node to another may cross one of them. Never false where one does.
 */
export class Touched {
  readonly #hops: number;
  readonly #before: ReadonlyMap<string, number> | null;
  readonly #behind: ReadonlyMap<string, number> | null;

  constructor(graph: Walkable, edges: readonly Ends[], hops: number) {
    const [starts, ends] = [edges.map(({ from }) => from), edges.map(({ to }) => to)];
    this.#hops = hops;
    this.#before = distances(graph, graph.in, starts, hops - 1);
    this.#behind = this.#before && distances(graph, graph.out, ends, hops - 1);
  }

  joins(from: string, to: string): boolean {
    if (!this.#before || !this.#behind) return true;
    const [before, behind] = [this.#before.get(from), this.#behind.get(to)];
    return before !== undefined && behind !== undefined && before + 1 + behind <= this.#hops;
  }
}
