import { canonical, edgeIdOf, type EdgeName } from '../claim.ts';
import type { Edge, EdgeFacts, Node, Observed, Support } from '../entity.ts';
import { emptySupport, mergeFacts, mergeNode } from '../merge.ts';
import { isEdgeKind, isNodeKind, jsonProps } from '../schema/index.ts';
import type { Row } from './store.ts';

/** Name of the property that holds all claims on an entity. The others are computed from it. */
export const supportProp = '_support';

/** Adds what has a value to a row. */
function add(row: Row, props: object): Row {
  for (const [key, value] of Object.entries(props))
    if (value !== undefined && value !== null) row[key] = value;
  return row;
}

const seenOf = ({ firstSeen, lastSeen, count }: Observed) => ({ firstSeen, lastSeen, count });

/** A node's properties as a store keeps them: nested values as JSON text; `support` as text. */
export function encodeNode(node: Node, support: string): Row {
  const { uid, kind, stub } = node;
  const row = add({}, node.props);
  for (const key of jsonProps[kind]) if (key in row) row[key] = canonical(row[key]);
  Object.assign(row, { uid, kind, stub, [supportProp]: support });
  return node.lastSeen === undefined ? row : add(row, seenOf(node));
}

export function encodeEdge(edge: Edge, support: string): Row {
  const { id, basis, conditional, conditionKeys } = edge;
  const row = add({}, edge.props);
  Object.assign(row, { id, basis, conditional, conditionKeys, [supportProp]: support });
  return edge.lastSeen === undefined ? row : add(row, seenOf(edge));
}

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
export const edgeIn = (edge: EdgeName, support: unknown): Edge => ({
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
