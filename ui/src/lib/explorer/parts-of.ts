import type { ResultOf } from '../client/graphql.ts';
import type { edgesDocument } from '../documents/entity.ts';
import { edgeKinds, nodeKinds, type NodeKind } from '../../../../graph/schema/index.ts';
import type { Hop, Path } from './ask.ts';
import { lookOf, type Look } from './look.ts';

/** An entity as far as the drawing needs it. */
export interface NodePart {
  uid: string;
  name: string;
  /** Null where it is gone. */
  kind: NodeKind | null;
  fact: string | null;
  sensitive: boolean;
  crownJewel: boolean;
}

/** A fact as far as the drawing needs it. */
export interface EdgePart {
  id: string;
  from: string;
  to: string;
  kind: string;
  label: string;
  look: Look;
  conditionKeys: readonly string[];
  /** True where no attacker moves by it. */
  aside: boolean;
  /** Times that it was seen; null where it never was. */
  count: number | null;
}

type Entity = NonNullable<ResultOf<typeof edgesDocument>['entity']>;
export type Neighbour = Entity['edges']['nodes'][number];
export type Neighbours = Entity['edges'];

/** Name of a kind for people, or that it is gone. */
export const labelOf = (kind: NodeKind | null): string => (kind ? nodeKinds[kind].label : 'Gone');

const nodeOf = ({ uid, name, kind, entity }: Hop['from']): NodePart => ({
  uid,
  name,
  kind,
  fact: entity ? entity.fact : 'gone',
  sensitive: entity?.sensitive === true,
  crownJewel: entity?.crownJewel === true,
});

/** A hop as an edge; one whose edge is gone is drawn from what the path says of it. */
const edgeOf = ({ edgeId, kind, conditional, from, to, edge }: Hop): EdgePart => ({
  id: edgeId,
  from: from.uid,
  to: to.uid,
  kind: kind ?? '',
  label: edge?.label ?? (kind ? edgeKinds[kind].label : ''),
  look: lookOf({ basis: edge?.basis ?? 'configured', conditional }),
  conditionKeys: edge?.conditionKeys ?? [],
  aside: false,
  count: edge?.seen?.count ?? null,
});

export interface Parts {
  nodes: Map<string, NodePart>;
  edges: Map<string, EdgePart>;
}

/** What paths and neighbours are made of, each once. */
export function partsOf(paths: readonly Path[], neighbours: readonly Neighbour[]): Parts {
  const nodes = new Map<string, NodePart>();
  const edges = new Map<string, EdgePart>();
  for (const { hops } of paths)
    for (const hop of hops) {
      for (const end of [hop.from, hop.to])
        if (!nodes.has(end.uid)) nodes.set(end.uid, nodeOf(end));
      if (!edges.has(hop.edgeId)) edges.set(hop.edgeId, edgeOf(hop));
    }
  for (const edge of neighbours) {
    for (const { uid, name, kind, fact, sensitive, crownJewel } of [edge.from, edge.to])
      if (!nodes.has(uid))
        nodes.set(uid, {
          uid,
          name,
          kind,
          fact,
          sensitive: sensitive === true,
          crownJewel: crownJewel === true,
        });
    if (!edges.has(edge.id))
      edges.set(edge.id, {
        id: edge.id,
        from: edge.from.uid,
        to: edge.to.uid,
        kind: edge.kind,
        label: edge.label,
        look: lookOf(edge),
        conditionKeys: edge.conditionKeys,
        aside: edge.context,
        count: edge.seen?.count ?? null,
      });
  }
  return { nodes, edges };
}
