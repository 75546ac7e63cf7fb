import type { Node } from '../../entity.ts';
import type { View } from '../../view.ts';

const holdable = /^arn:[^:]+:iam::\d{12}:(user\/|role\/|root$)/;

/**
 * Users, roles and roots that were collected and that somebody can come to hold: service-linked
 * roles serve their service alone.
 */
export function* holders(view: View): Iterable<Node> {
  for (const node of view.nodesOf('Identity'))
    if (!node.stub && holdable.test(node.uid) && node.props['serviceLinked'] !== true) yield node;
}

/** Nodes in an order that is the same however a view came about. */
export const inOrder = (nodes: Iterable<Node>): Node[] =>
  [...nodes].sort((a, b) => (a.uid < b.uid ? -1 : 1));

/** Collected principals by account, for looking from one at the others. */
export function byAccount(view: View): ReadonlyMap<string, readonly Node[]> {
  return Map.groupBy(inOrder(holders(view)), ({ uid }) => uid.split(':')[4] ?? '');
}
