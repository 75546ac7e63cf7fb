import type { Node } from '../../entity.ts';
import type { View } from '../../view.ts';
import { turnedProps, type Difference, type Turn } from './difference.ts';
import type { Facts } from './facts.ts';
import { holderUid, type Field, type Member } from './field.ts';
import { groundsOf, type Ground } from './ground.ts';
import { keyTurns } from './key-turn.ts';
import { attachedTo } from './identity-policies.ts';
import { displaced, governed, isOwnedBy, listening, unlocking } from './listeners.ts';
import { isOfOrganization, type OrganizationTurn } from './organization-turn.ts';
import { rcpServices } from './rcp-services.ts';
import type { Subjects } from './subjects.ts';

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
export function principalsOf({ turns, basis: { view } }: Difference): Set<string> {
  const own = turns
    .map(([, after]) => after)
    .filter((node) => ownSide.has(node.kind) && !isOfOrganization(view, node));
  const policies = new Set(own.filter(({ kind }) => kind === 'Policy').map(({ uid }) => uid));
  const found = new Set<string>();
  for (const node of [...own, ...(policies.size > 0 ? carriersOf(view, policies) : [])])
    if (node.kind === 'Identity') found.add(node.uid);
    else if (node.kind === 'Group')
      for (const { from } of view.in(node.uid, 'MEMBER_OF')) found.add(from);
  return found;
}

/** Properties by which a resource says who may use it; others say what it is. */
const policyProps = new Set([
  ...['policy', 'trust', 'grants', 'acl'],
  ...['publicAccessBlock', 'objectOwnership'],
]);

/** Grounds after some nodes said something else, and whom that concerns. */
interface RenewedGrounds {
  grounds: readonly Ground[];
  touched: ReadonlySet<string>;
}

/** What became of what is asked for. */
export interface Turned {
  /** Resources and keys that say something else. */
  turns: readonly Turn[];
  organization: OrganizationTurn;
  /** Accounts that stand elsewhere in their organisation. */
  moved: ReadonlySet<string>;
}

const memberOf = (field: Field, uid: string) => field.members.find(({ node }) => node.uid === uid);

const isKeyedBy = (field: Field, is: (name: string) => boolean) =>
  field.keyed.some(({ key }) => key !== null && is(key.name));

/**
 * Brings grounds up to what resources, keys and organisations say now: only those that nodes of a
 * difference belong to are made anew. Null where a resource changed by more than its own policies.
 */
export function renewedGrounds(
  facts: Facts,
  before: readonly Ground[],
  { turns, organization, moved }: Turned,
  subjects: Subjects,
): RenewedGrounds | null {
  const touched = new Set([
    ...governed(before, organization, subjects),
    ...displaced(before, moved, subjects),
  ]);
  const of = organization.resource;
  if (turns.length === 0 && !of && moved.size === 0) return { grounds: before, touched };
  if (turns.some((turn) => turnedProps(turn).some((name) => !policyProps.has(name)))) return null;
  const resources = turns.filter(([, { kind }]) => kind !== 'EncryptionKey');
  const keys = keyTurns(facts, turns);
  for (const key of keys)
    for (const subject of unlocking(before, key, subjects)) touched.add(subject);

  const turned = new Set(resources.map(([, { uid }]) => uid));
  const isBehind = ({ target, resource }: Member) =>
    turned.has(target.behind?.(resource).node?.uid ?? '');
  if (before.some(({ fields }) => fields.some((f) => f.apart && f.members.some(isBehind))))
    return null;
  const isStale = ({ effect, fields }: Ground) =>
    (effect.on === 'storage' && turned.size > 0) ||
    fields.some(
      (field) =>
        isOwnedBy(field, moved) ||
        resources.some(([, { uid }]) => memberOf(field, uid)) ||
        isKeyedBy(field, (name) => keys.some(({ key }) => key === name)) ||
        (of !== null && isOwnedBy(field, of.accounts) && rcpServices.has(field.service)),
    );
  const stale = new Set(before.filter(isStale));
  const fresh = new Map(
    groundsOf(
      facts,
      [...stale].map(({ effect }) => effect),
    ).map((ground) => [ground.effect, ground]),
  );
  for (const ground of stale)
    for (const field of ground.fields)
      for (const member of field.members) {
        if (!turned.has(holderUid(member, ground.effect.on))) continue;
        const after = fresh
          .get(ground.effect)
          ?.fields.find(({ account, type }) => account === field.account && type === field.type);
        const now = after && memberOf(after, member.node.uid);
        if (!now) return null;
        for (const subject of listening(ground, field, [member, now], subjects))
          touched.add(subject);
      }
  return { grounds: before.map((ground) => fresh.get(ground.effect) ?? ground), touched };
}
