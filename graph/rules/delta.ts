import { canonical, edgeNamed, type EdgeName } from '../claim.ts';
import type { Edge, Node } from '../entity.ts';
import type { Changes } from '../workspace.ts';
import type { Readable } from '../view.ts';

/** How changes make a node or an edge another. */
interface Turned {
  /** Names of the properties that differ; null where the thing is new, gone or of another kind. */
  names: ReadonlySet<string> | null;
  /** Whether it is another itself, not only in how and when it was seen. */
  itself: boolean;
}

/** What changes make of a graph. */
export interface Delta {
  nodes: (Turned & { uid: string; before: Node | undefined; after: Node | undefined })[];
  edges: (Turned & EdgeName)[];
}

const beside = ['stub', 'basis', 'conditional', 'conditionKeys', 'firstSeen', 'lastSeen', 'count'];

const same = (a: unknown, b: unknown) =>
  a === b || (typeof a === 'object' && typeof b === 'object' && canonical(a) === canonical(b));

function turned(before: Node | Edge | undefined, after: Node | Edge | undefined): Turned {
  if (before?.kind !== after?.kind || !before || !after) return { names: null, itself: true };
  const names = new Set<string>();
  for (const name of new Set([...Object.keys(before.props), ...Object.keys(after.props)]))
    if (!same(before.props[name], after.props[name])) names.add(name);
  const itself = names.size > 0;
  const [was, is] = [before, after] as unknown as Record<string, unknown>[];
  for (const name of beside) if (!same(was?.[name], is?.[name])) names.add(name);
  return { names, itself };
}

/** What changes make of a graph that has not taken them in yet. */
export function deltaOf({ nodes, goneNodes, edges, goneEdges }: Changes, graph: Readable): Delta {
  const ofNode = (uid: string, after?: Node) => {
    const before = graph.node(uid);
    return { uid, before, after, ...turned(before, after) };
  };
  const ofEdge = (id: string, after?: Edge) => ({
    ...edgeNamed(id),
    ...turned(graph.edge(id), after),
  });
  return {
    nodes: [...nodes.map((node) => ofNode(node.uid, node)), ...goneNodes.map((uid) => ofNode(uid))],
    edges: [...edges.map((edge) => ofEdge(edge.id, edge)), ...goneEdges.map((id) => ofEdge(id))],
  };
}
