import type { Adjacency } from './adjacency.ts';
import { capabilityCount, lowest } from './capability-mask.ts';
import type { Walkable } from './walkable.ts';

/** A walkable edge by its ends, and what it is. */
export interface Labelled {
  from: string;
  to: string;
  label: number;
}

/** Fewest hops by node number, whatever is held of what counts; -1 beyond the bound. */
type Distances = Int8Array;

/**
 * Spreads masks of capabilities from nodes along edges, by what edges make of each capability
 * (`turns`, by label), for up to so many hops.
 */
function distances(
  size: number,
  { first, last, other, label }: Adjacency,
  turns: Uint8Array,
  starts: Iterable<readonly [node: number, mask: number]>,
  hops: number,
): Distances {
  const found = new Int8Array(size).fill(-1);
  const known = new Uint8Array(size);
  const fresh = new Uint8Array(size);
  let level: number[] = [];
  const take = (node: number, mask: number, hop: number, into: number[]) => {
    const more = mask & ~(known[node] ?? 0);
    if (more === 0) return;
    if (found[node] === -1) found[node] = hop;
    known[node] = (known[node] ?? 0) | more;
    if (fresh[node] === 0) into.push(node);
    fresh[node] = (fresh[node] ?? 0) | more;
  };
  for (const [node, mask] of starts) take(node, mask, 0, level);
  for (let hop = 1; hop <= hops && level.length > 0; hop++) {
    const masks = level.map((node) => fresh[node] ?? 0);
    for (const node of level) fresh[node] = 0;
    const next: number[] = [];
    for (const [at, node] of level.entries())
      for (let i = first[node] ?? 0, end = last[node] ?? 0; i < end; i++) {
        const row = (label[i] ?? 0) * capabilityCount;
        let mask = 0;
        for (let rest = masks[at] ?? 0; rest; rest &= rest - 1)
          mask |= turns[row + lowest(rest)] ?? 0;
        take(other[i] ?? 0, mask, hop, next);
      }
    level = next;
  }
  return found;
}

/** All that an edge makes of any capability. */
const all = (turns: Uint8Array, label: number): number =>
  turns
    .subarray(label * capabilityCount, (label + 1) * capabilityCount)
    .reduce((mask, one) => mask | one, 0);

/**
 * Where edges lie in a graph as it is when first asked: tells whether a walk of at most so many
 * hops from one node to another may cross one of them, with whatever is held at its start. Never
 * false where one does.
 */
export class Touched {
  readonly #graph: Walkable;
  readonly #edges: readonly Labelled[];
  readonly #hops: number;
  #known: { before: Distances; behind: Distances } | undefined;

  constructor(graph: Walkable, edges: readonly Labelled[], hops: number) {
    this.#graph = graph;
    this.#edges = edges;
    this.#hops = hops;
  }

  joins(from: string, to: string): boolean {
    const { nodes } = this.#graph;
    const [start, end] = [nodes.number(from), nodes.number(to)];
    if (start === undefined || end === undefined) return false;
    this.#known ??= this.#measured();
    const [before, behind] = [this.#known.before[start], this.#known.behind[end]];
    return before !== -1 && behind !== -1 && before! + 1 + behind! <= this.#hops;
  }

  #measured() {
    const { nodes, labels, in: back, out } = this.#graph;
    const ends = (end: 'from' | 'to', turns: Uint8Array) =>
      this.#edges.flatMap((edge): [number, number][] => {
        const node = nodes.number(edge[end]);
        return node === undefined ? [] : [[node, all(turns, edge.label)]];
      });
    const hops = this.#hops - 1;
    const { enables, gains } = labels;
    return {
      before: distances(nodes.size, back, enables, ends('from', enables), hops),
      behind: distances(nodes.size, out, gains, ends('to', gains), hops),
    };
  }
}
