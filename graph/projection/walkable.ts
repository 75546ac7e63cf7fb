import type { Adjacency } from './adjacency.ts';
import type { Labels } from './labels.ts';
import type { NodeIndex } from '../node-index.ts';

/** The walkable graph in numbers, as the searches read it. */
export interface Walkable {
  readonly nodes: NodeIndex;
  readonly labels: Labels;
  readonly out: Adjacency;
  readonly in: Adjacency;
}
