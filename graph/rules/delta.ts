import { canonical } from '../claim.ts';
import type { Edge, Node } from '../entity.ts';
import type { Changes } from '../workspace.ts';
import type { Graph } from './solve.ts';

/** A node or an edge that changes make another. */
interface Turned<Thing> {
  before: Thing | undefined;
  after: Thing | undefined;
  /** Names of the properties that differ; null where the thing is new, gone or of another kind. */
  names: ReadonlySet<string> | null;
}

/** What changes make of a graph. */
export interface Delta {
  nodes: (Turned<Node> & { uid: string })[];
  edges: (Turned<Edge> & { kind: string; from: string; to: string })[];
}

const beside = ['stub', 'basis', 'conditional', 'conditionKeys', 'firstSeen', 'lastSeen', 'count'];

const same = (a: unknown, b: unknown) =>
  a === b || (typeof a === 'object' && typeof b === 'object' && canonical(a) === canonical(b));

function namesOf(before: Node | Edge | undefined, after: Node | Edge | undefined) {
  if (before?.kind !== after?.kind || !before || !after) return null;
  const names = new Set<string>();
  for (const name of new Set([...Object.keys(before.props), ...Object.keys(after.props)]))
    if (!same(before.props[name], after.props[name])) names.add(name);
  const [was, is] = [before, after] as unknown as Record<string, unknown>[];
  for (const name of beside) if (!same(was?.[name], is?.[name])) names.add(name);
  return names;
}

/** What changes make of a graph that has not taken them in yet. */
export function deltaOf({ nodes, goneNodes, edges, goneEdges }: Changes, graph: Graph): Delta {
  const ofNode = (uid: string, after?: Node) => {
    const before = graph.node(uid);
    return { uid, before, after, names: namesOf(before, after) };
  };
  const ofEdge = (id: string, after?: Edge) => {
    const [kind = '', from = '', to = ''] = id.split('|');
    const before = graph.edge(id);
    return { kind, from, to, before, after, names: namesOf(before, after) };
  };
  return {
    nodes: [...nodes.map((node) => ofNode(node.uid, node)), ...goneNodes.map((uid) => ofNode(uid))],
    edges: [...edges.map((edge) => ofEdge(edge.id, edge)), ...goneEdges.map((id) => ofEdge(id))],
  };
}
