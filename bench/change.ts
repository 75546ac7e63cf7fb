import type { Edge } from '../graph/entity.ts';
import type { EdgeKind } from '../graph/schema/index.ts';
import type { View } from '../graph/view.ts';
import type { Changes } from '../graph/workspace.ts';

function firstOf(view: View, kind: EdgeKind): Edge {
  for (const edge of view.edges()) if (edge.kind === kind) return edge;
  throw new Error(`no edge of kind ${kind}`);
}

/** Makes the first edge of a kind conditional, or certain again: a change each time it is called. */
export function turned(view: View, kind: EdgeKind): () => Changes {
  const edge = firstOf(view, kind);
  return () => ({
    nodes: [],
    edges: [{ ...edge, conditional: !view.edge(edge.id)?.conditional }],
    goneNodes: [],
    goneEdges: [],
    by: new Map(),
  });
}
