import type { Node } from '../../entity.ts';
import type { View } from '../../view.ts';
import type { Difference } from './difference.ts';
import { attachedTo } from './identity-policies.ts';
import { isOfOrganization } from './organization-turn.ts';

/** Kinds of nodes on which principals' own rights rest. */
export const ownSide: ReadonlySet<string> = new Set(['Identity', 'Group', 'Policy']);

/** Users, roles and groups that a managed policy is attached to, or bounds. */
function* carriersOf(view: View, policies: ReadonlySet<string>): Iterable<Node> {
  for (const kind of ['Identity', 'Group'] as const)
    for (const node of view.nodesOf(kind)) {
      const { boundary } = node.props;
      const names = [...attachedTo(node), ...(typeof boundary === 'string' ? [boundary] : [])];
      if (names.some((name) => policies.has(name))) yield node;
    }
}

/** Principals whose own side a difference concerns, beside what organisations say of them. */
export function principalsOf({ turns, relinked, basis: { view } }: Difference): Set<string> {
  const own = turns
    .map(([, after]) => after)
    .filter((node) => ownSide.has(node.kind) && !isOfOrganization(view, node));
  const policies = new Set(own.filter(({ kind }) => kind === 'Policy').map(({ uid }) => uid));
  const found = new Set(relinked('MEMBER_OF'));
  for (const node of [...own, ...(policies.size > 0 ? carriersOf(view, policies) : [])])
    if (node.kind === 'Identity') found.add(node.uid);
    else if (node.kind === 'Group')
      for (const { from } of view.in(node.uid, 'MEMBER_OF')) found.add(from);
  return found;
}
