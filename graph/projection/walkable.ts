import type { Adjacency } from './adjacency.ts';
import type { Labels } from './labels.ts';
import type { NodeIndex } from '../node-index.ts';
import type { EdgeKind } from '../schema/index.ts';

/** The walkable graph in numbers, as the searches read it. */
export interface Walkable {
  readonly nodes: NodeIndex;
  readonly labels: Labels;
  readonly out: Adjacency;
  readonly in: Adjacency;
}

/** The same graph, in which no edge of some kinds can be taken. */
export const without = (graph: Walkable, kinds: ReadonlySet<EdgeKind>): Walkable => ({
  ...graph,
  labels: graph.labels.without(kinds),
});
