import type { Edge } from '../graph/entity.ts';
import { edgeKinds, walkable, type EdgeKind } from '../graph/schema/index.ts';
import type { View } from '../graph/view.ts';
import { crossings, type Findings } from './findings-over.ts';

export const directions = ['out', 'in'] as const;
export type Direction = (typeof directions)[number];

interface Around {
  view: View;
  findings: Findings;
}

const edgesOf = (view: View, uid: string, direction: Direction): Edge[] =>
  direction === 'out' ? view.out(uid) : view.in(uid);

/**
 * Edges of a node: walkable ones first, then those that most open findings cross, then by kind and
 * id, so that the order holds while nothing changes.
 */
export function edgesAround(
  { view, findings }: Around,
  uid: string,
  filter: { direction?: Direction | null | undefined; kinds?: EdgeKind[] | null | undefined },
): Edge[] {
  const kinds = filter.kinds ? new Set(filter.kinds) : null;
  const over = crossings(findings);
  return directions
    .filter((direction) => (filter.direction ?? direction) === direction)
    .flatMap((direction) => edgesOf(view, uid, direction))
    .filter(({ kind }) => kinds?.has(kind) ?? true)
    .map((edge) => ({ edge, moves: walkable(edge.kind), crossed: over(edge.id).length }))
    .sort(
      (a, b) =>
        Number(b.moves) - Number(a.moves) ||
        b.crossed - a.crossed ||
        (a.edge.id < b.edge.id ? -1 : 1),
    )
    .map(({ edge }) => edge);
}

/** Edges of a node by direction and kind, walkable kinds first. */
export function edgeCounts(view: View, uid: string) {
  return directions.flatMap((direction) => {
    const byKind = Map.groupBy(edgesOf(view, uid, direction), ({ kind }) => kind);
    return [...byKind]
      .map(([kind, edges]) => ({
        direction,
        kind,
        label: edgeKinds[kind].label,
        context: !walkable(kind),
        count: edges.length,
      }))
      .sort((a, b) => Number(a.context) - Number(b.context) || (a.kind < b.kind ? -1 : 1));
  });
}
