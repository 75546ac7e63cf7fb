import type { Cause } from '../../../graph/claim.ts';
import type { Node } from '../../../graph/entity.ts';
import type { NodeKind } from '../../../graph/schema/index.ts';
import { edge, node as plain } from '../facts.ts';

/** A node that is named as its id says. */
export const node = (kind: NodeKind, uid: string, props: Node['props'] = {}): Node =>
  plain(kind, uid, { name: uid, ...props });

export { edge };

export const cause = (id: string): Cause => ({
  id,
  type: 'statement',
  holder: id.split('#')[0] ?? id,
  say: `says ${id}`,
});
