import type { Cause } from '../../../graph/claim.ts';
import { edgeIdOf } from '../../../graph/claim.ts';
import type { Edge, Node } from '../../../graph/entity.ts';
import type { EdgeKind, NodeKind } from '../../../graph/schema/index.ts';

/** A node as the graph would hold it. */
export const node = (kind: NodeKind, uid: string, props: Node['props'] = {}): Node => ({
  kind,
  uid,
  stub: false,
  props: { name: uid, ...props },
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

export const cause = (id: string): Cause => ({
  id,
  type: 'statement',
  holder: id.split('#')[0] ?? id,
  say: `says ${id}`,
});
