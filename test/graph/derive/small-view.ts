import { edgeIdOf, type EdgeClaim, type NodeClaim } from '../../../graph/claim.ts';
import type { Edge, Node } from '../../../graph/entity.ts';
import type { Derivation } from '../../../graph/derive/derivation.ts';
import type { EdgeKind, NodeKind } from '../../../graph/schema/index.ts';
import { View } from '../../../graph/view.ts';
import { claimsOf } from './derived.ts';

/** A node as a test writes it: kind, uid, properties. */
export type NodeNote = readonly [kind: NodeKind, uid: string, props?: Record<string, unknown>];
/** An edge as a test writes it; of its properties `basis`, `conditional` and `because` are its own. */
export type EdgeNote = readonly [
  from: string,
  kind: EdgeKind,
  to: string,
  props?: Record<string, unknown>,
];

const node = ([kind, uid, props = {}]: NodeNote): Node => ({
  kind,
  uid,
  stub: false,
  props,
  evidence: [],
});

function edge([from, kind, to, all = {}]: EdgeNote): Edge {
  const { basis = 'configured', conditional = false, because = [], ...props } = all;
  return {
    id: edgeIdOf(kind, from, to),
    kind,
    from,
    to,
    props,
    evidence: [],
    basis: basis as Edge['basis'],
    conditional: conditional as boolean,
    conditionKeys: (props['conditionKeys'] as string[] | undefined) ?? [],
    because: because as Edge['because'],
  };
}

export const smallView = (nodes: readonly NodeNote[], edges: readonly EdgeNote[] = []): View =>
  new View(nodes.map(node), edges.map(edge));

export interface Derived {
  nodes: Map<string, NodeClaim>;
  /** By `KIND from > to`. */
  edges: Map<string, EdgeClaim>;
}

/** All that a derivation says of a view. */
export function derived<Index>(derivation: Derivation<Index>, view: View): Derived {
  const claims = claimsOf(view, derivation);
  return {
    nodes: new Map(claims.flatMap(({ nodes }) => nodes).map((n) => [n.uid, n])),
    edges: new Map(
      claims.flatMap(({ edges }) => edges).map((e) => [`${e.kind} ${e.from.uid} > ${e.to.uid}`, e]),
    ),
  };
}

/** A view with what derivations add to it, one after the other. */
export function settled(
  nodes: readonly NodeNote[],
  edges: readonly EdgeNote[],
  derivations: readonly Derivation[],
): View {
  let view = smallView(nodes, edges);
  for (const derivation of derivations) {
    const more = derived(derivation, view);
    const known = new Map([...view.nodes()].map((n) => [n.uid, n]));
    for (const { kind, uid, props, defines } of more.nodes.values())
      known.set(uid, {
        kind,
        uid,
        stub: known.get(uid)?.stub ?? !defines,
        props: { ...props, ...known.get(uid)?.props },
        evidence: [],
      });
    const added = [...more.edges.values()].map(({ kind, from, to, props, because }) =>
      edge([
        from.uid,
        kind,
        to.uid,
        {
          ...props,
          because,
          basis: (props as { inferred?: boolean }).inferred ? 'inferred' : 'configured',
        },
      ]),
    );
    view = new View([...known.values()], [...view.edges(), ...added]);
  }
  return view;
}
