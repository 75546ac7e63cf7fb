import { edgeIdOf } from '../../../graph/claim.ts';
import type { Edge, Node } from '../../../graph/entity.ts';
import type { EdgeKind, NodeKind } from '../../../graph/schema/index.ts';

export const nodeOf = (kind: NodeKind, uid: string, props: Record<string, unknown> = {}): Node => ({
  kind,
  uid,
  stub: false,
  props,
  evidence: [],
});

export const edgeOf = (
  kind: EdgeKind,
  from: string,
  to: string,
  { conditional = false, ...props }: Record<string, unknown> & { conditional?: boolean } = {},
): Edge => ({
  id: edgeIdOf(kind, from, to),
  kind,
  from,
  to,
  basis: 'configured',
  conditional,
  conditionKeys: [],
  because: [],
  props,
  evidence: [],
});
