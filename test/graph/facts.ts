import { edgeIdOf } from '../../graph/claim.ts';
import type { Edge, Node } from '../../graph/entity.ts';
import type { EdgeKind, NodeKind } from '../../graph/schema/index.ts';

/** A node as the graph would hold it, without evidence. */
export const node = (kind: NodeKind, uid: string, props: Node['props'] = {}): Node => ({
  kind,
  uid,
  stub: false,
  props,
  evidence: [],
});

/** An edge as the graph would hold it: configured, certain, without known cause. */
export const edge = (kind: EdgeKind, from: string, to: string, rest: Partial<Edge> = {}): Edge => ({
  id: edgeIdOf(kind, from, to),
  kind,
  from,
  to,
  basis: 'configured',
  conditional: false,
  conditionKeys: [],
  because: [],
  props: {},
  evidence: [],
  ...rest,
});
