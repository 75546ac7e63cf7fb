import type { Node } from '../../graph/entity.ts';
import { nodeKinds, nodeKindNames, type NodeKind as Kind } from '../../graph/schema/index.ts';
import { builder } from '../builder.ts';
import { NodeKind } from './enums.ts';

export const KindCount = builder.objectRef<{ kind: Kind; count: number }>('KindCount').implement({
  description: 'How many entities are of a kind.',
  fields: (t) => ({
    kind: t.expose('kind', { type: NodeKind }),
    label: t.string({ resolve: ({ kind }) => nodeKinds[kind].label }),
    count: t.exposeInt('count'),
  }),
});

/** Nodes by kind, in the order of the schema; kinds without any are left out. */
export function kindCounts(nodes: Iterable<Node>): { kind: Kind; count: number }[] {
  const counts = new Map<Kind, number>();
  for (const { kind } of nodes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return nodeKindNames.flatMap((kind) => {
    const count = counts.get(kind);
    return count === undefined ? [] : [{ kind, count }];
  });
}
