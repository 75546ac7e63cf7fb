import type { Edge, Node } from '../../../graph/entity.ts';
import type { State } from '../../../graph/projection/search.ts';
import { capabilityOrder } from '../../../graph/schema/capability.ts';
import {
  edgeKindNames,
  joins,
  movesOf,
  walkable,
  type NodeKind,
} from '../../../graph/schema/index.ts';
import { pick } from '../../../bench/random.ts';
import { edgeOf, nodeOf } from './graph.ts';

const kinds: readonly NodeKind[] = [
  'Internet',
  'Endpoint',
  'Agent',
  'Tool',
  'McpServer',
  'Workload',
  'Identity',
  'DataStore',
  'ResourceSet',
  'Credential',
];

const walked = edgeKindNames.filter(walkable);

const propsOf = (next: () => number, kind: NodeKind) =>
  kind === 'Tool'
    ? { semantic: pick(next, ['exec', 'read']) }
    : kind === 'McpServer'
      ? { auth: pick(next, ['none', 'oauth']) }
      : {};

export interface RandomGraph {
  nodes: Node[];
  edges: Edge[];
}

/**
 * A small graph with cycles, parallel edges and conditional edges. Every other one joins nodes only
 * as the schema allows; the others take any walkable edge anywhere, for more ways in and out.
 */
export function randomGraph(next: () => number, size = 6, degree = 6): RandomGraph {
  const count = 2 + Math.floor(next() * (size - 1));
  const nodes = Array.from({ length: count }, (_, i) => {
    const kind = pick(next, kinds);
    return nodeOf(
      kind,
      `${kind.toLowerCase()}-${pick(next, 'abcdefgh'.split(''))}${i}`,
      propsOf(next, kind),
    );
  });
  const lawful = next() < 0.5;
  const edges = new Map<string, Edge>();
  const tries = Math.ceil(count * degree * next() * (lawful ? 3 : 1)) + 1;
  for (let i = 0; i < tries; i++) {
    const [from, to] = [pick(next, nodes), pick(next, nodes)];
    const possible = lawful ? walked.filter((kind) => joins(kind, from.kind, to.kind)) : walked;
    if (possible.length === 0) continue;
    const edge = edgeOf(pick(next, possible), from.uid, to.uid, { conditional: next() < 0.2 });
    edges.set(edge.id, edge);
  }
  return { nodes, edges: [...edges.values()] };
}

/** States that an edge leaves or arrives in, so that many queries have answers; or any. */
export const anyStates = (
  next: () => number,
  { nodes, edges }: RandomGraph,
  end: 'from' | 'to',
): State[] =>
  Array.from({ length: 1 + Math.floor(next() * 3) }, () => {
    const edge = next() < 0.8 ? pick(next, edges) : undefined;
    const move = edge && pick(next, movesOf(edge.kind));
    return edge && move
      ? { uid: edge[end], capability: move[end === 'from' ? 0 : 1] }
      : { uid: pick(next, nodes).uid, capability: pick(next, capabilityOrder) };
  });
