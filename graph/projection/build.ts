import { longer, roomFor } from '../columns.ts';
import type { Edge, Node } from '../entity.ts';
import { walkable } from '../schema/index.ts';
import { Adjacency } from './adjacency.ts';
import { Labels } from './labels.ts';
import { movesAlong } from './moves.ts';
import { NodeIndex } from '../node-index.ts';
import type { Walkable } from './walkable.ts';

/** Likelihood that taking an edge succeeds, 0 to 1. */
export type Probability = (edge: Edge, from: Node, to: Node) => number;

/** Number of the label of an edge, or -1 where it cannot be walked. */
export const labelOf = (
  labels: Labels,
  probability: Probability,
  edge: Edge,
  from: Node,
  to: Node,
): number => {
  const { kind, conditional } = edge;
  if (!walkable(kind)) return -1;
  const moves = movesAlong(edge, from, to);
  return moves === 0
    ? -1
    : labels.of({ kind, moves, conditional, probability: probability(edge, from, to) });
};

/** Edges in columns, as they arrive. */
class Columns {
  #length = 0;
  #columns = [new Int32Array(1024), new Int32Array(1024), new Int32Array(1024)] as const;

  push(from: number, to: number, label: number): void {
    if (this.#length === this.#columns[0].length) {
      const [a, b, c] = this.#columns;
      const room = roomFor(this.#length);
      this.#columns = [longer(a, room), longer(b, room), longer(c, room)];
    }
    const [a, b, c] = this.#columns;
    a[this.#length] = from;
    b[this.#length] = to;
    c[this.#length++] = label;
  }

  get length(): number {
    return this.#length;
  }

  get all() {
    return this.#columns;
  }
}

/**
 * The walkable graph from nodes and edges in any order. Nodes that no walkable edge joins are left
 * out, and so is an edge whose end is not among the nodes.
 */
export function build(
  nodes: Iterable<Node>,
  edges: Iterable<Edge>,
  probability: Probability,
): Walkable {
  const ends: Node[] = [];
  const position = new Map<string, number>();
  for (const node of nodes) {
    const known = position.get(node.uid);
    if (known === undefined) position.set(node.uid, ends.push(node) - 1);
    else ends[known] = node;
  }
  const numbers = new Int32Array(ends.length).fill(-1);
  const uids: string[] = [];
  const numberOf = (at: number, uid: string) => {
    if (numbers[at] === -1) numbers[at] = uids.push(uid) - 1;
    return numbers[at] ?? -1;
  };
  const labels = new Labels();
  const columns = new Columns();
  for (const edge of edges) {
    if (!walkable(edge.kind)) continue;
    const [a, b] = [position.get(edge.from), position.get(edge.to)];
    const [from, to] = [ends[a ?? -1], ends[b ?? -1]];
    if (a === undefined || b === undefined || !from || !to) continue;
    const label = labelOf(labels, probability, edge, from, to);
    if (label >= 0) columns.push(numberOf(a, from.uid), numberOf(b, to.uid), label);
  }
  const [from, to, label] = columns.all;
  return {
    nodes: new NodeIndex(uids),
    labels,
    out: Adjacency.build(uids.length, columns.length, from, to, label),
    in: Adjacency.build(uids.length, columns.length, to, from, label),
  };
}
