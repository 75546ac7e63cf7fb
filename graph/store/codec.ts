import { canonical, edgeIdOf } from '../claim.ts';
import type { Edge, EdgeFacts, Node, Support } from '../entity.ts';
import { emptySupport, mergeFacts, mergeNode } from '../merge.ts';
import { isEdgeKind, isNodeKind, jsonProps } from '../schema/index.ts';
import type { Row } from './store.ts';

/** Name of the property that holds all claims on an entity. The others are computed from it. */
export const supportProp = '_support';

function defined(props: Record<string, unknown>): Row {
  const row: Row = {};
  for (const [key, value] of Object.entries(props))
    if (value !== undefined && value !== null) row[key] = value;
  return row;
}

/** A node's properties as a store keeps them: nested values as JSON text; `support` as text. */
export function encodeNode(node: Node, support: string): Row {
  const json = jsonProps[node.kind];
  const props = Object.entries(node.props).map(([key, value]) => [
    key,
    json.has(key) && value !== undefined ? canonical(value) : value,
  ]);
  return defined({
    ...(Object.fromEntries(props) as Row),
    uid: node.uid,
    kind: node.kind,
    stub: node.stub,
    firstSeen: node.firstSeen,
    lastSeen: node.lastSeen,
    count: node.count,
    [supportProp]: support,
  });
}

export const encodeEdge = (edge: Edge, support: string): Row =>
  defined({
    ...edge.props,
    id: edge.id,
    basis: edge.basis,
    conditional: edge.conditional,
    conditionKeys: edge.conditionKeys,
    firstSeen: edge.firstSeen,
    lastSeen: edge.lastSeen,
    count: edge.count,
    [supportProp]: support,
  });

export const decodeSupport = (text: unknown): Support =>
  typeof text === 'string' ? (JSON.parse(text) as Support) : emptySupport();

export function decodeNode(uid: unknown, kind: unknown, support: unknown): Node {
  if (typeof uid !== 'string' || typeof kind !== 'string' || !isNodeKind(kind))
    throw new Error(`not a node of ours: ${String(uid)} of kind ${String(kind)}`);
  return mergeNode(kind, uid, decodeSupport(support));
}

export function decodeEdge(kind: unknown, from: unknown, to: unknown, support: unknown): Edge {
  if (
    typeof kind !== 'string' ||
    !isEdgeKind(kind) ||
    typeof from !== 'string' ||
    typeof to !== 'string'
  )
    throw new Error(`not an edge of ours: ${String(from)} -${String(kind)}-> ${String(to)}`);
  return edgeIn({ id: edgeIdOf(kind, from, to), kind, from, to }, support);
}

/** The edge that a stored support amounts to. */
export const edgeIn = (edge: Omit<Edge, keyof EdgeFacts>, support: unknown): Edge => ({
  ...edge,
  ...factsIn(support),
});

/** Facts by the text that supports them: edges of one claim have the same, and come together. */
const latest = new Map<unknown, EdgeFacts>();
const most = 1_024;

function factsIn(support: unknown): EdgeFacts {
  let facts = latest.get(support);
  if (!facts) {
    if (latest.size === most) latest.clear();
    latest.set(support, (facts = mergeFacts(decodeSupport(support))));
  }
  return facts;
}
