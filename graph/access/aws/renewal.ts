import type { Node } from '../../entity.ts';
import { canonical } from '../../claim.ts';
import type { View } from '../../view.ts';
import { concerned, concernOf } from './concern.ts';
import type { Difference, Turn } from './difference.ts';
import type { Caller } from './caller.ts';
import type { Facts } from './facts.ts';
import { holderUid, type Field, type Member } from './field.ts';
import { actionsOf, forEveryone, groundsOf, type Ground } from './ground.ts';
import { mayAllow } from './sweep.ts';

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

const ofOrganization = (policy: Node) =>
  policy.props['type'] === 'scp' || policy.props['type'] === 'rcp';

/** Kinds of nodes on which principals' own rights rest. */
export const ownSide: ReadonlySet<string> = new Set(['Identity', 'Group', 'Policy']);

/** Users, roles and groups that a managed policy is attached to, or bounds. */
function* carriersOf(view: View, policies: ReadonlySet<string>): Iterable<Node> {
  for (const kind of ['Identity', 'Group'] as const)
    for (const node of view.nodesOf(kind)) {
      const { attached, boundary } = node.props;
      const names = [...texts(attached), ...(typeof boundary === 'string' ? [boundary] : [])];
      if (names.some((name) => policies.has(name))) yield node;
    }
}

/** Principals whose own side a difference concerns; null where it concerns an organisation. */
export function principalsOf({ turns, basis: { view } }: Difference): Set<string> | null {
  const own = turns.map(([, after]) => after).filter(({ kind }) => ownSide.has(kind));
  if (turns.flat().some((node) => node.kind === 'Policy' && ofOrganization(node))) return null;
  const policies = new Set(own.filter(({ kind }) => kind === 'Policy').map(({ uid }) => uid));
  const found = new Set<string>();
  for (const node of [...own, ...(policies.size > 0 ? carriersOf(view, policies) : [])])
    if (node.kind === 'Identity') found.add(node.uid);
    else if (node.kind === 'Group')
      for (const { from } of view.in(node.uid, 'MEMBER_OF')) found.add(from);
  return found;
}

/** Properties by which a resource says who may use it; others say what it is. */
const policyProps = new Set(['policy', 'acl', 'publicAccessBlock', 'objectOwnership']);

const turnedProps = ([before, after]: Turn) =>
  [...new Set([...Object.keys(before.props), ...Object.keys(after.props)])].filter(
    (name) => canonical(before.props[name]) !== canonical(after.props[name]),
  );

/** Grounds after some nodes said something else, and whom that concerns. */
interface RenewedGrounds {
  grounds: readonly Ground[];
  touched: ReadonlySet<string>;
}

const memberOf = (field: Field, uid: string) => field.members.find(({ node }) => node.uid === uid);

/** Subjects of a derivation, and as whom each may come. */
export type Subjects = ReadonlyMap<string, readonly Caller[]>;

/** Subjects to whom one of the states of a member may say something. */
function* listening(
  { effect }: Ground,
  field: Field,
  members: readonly Member[],
  subjects: Subjects,
): Iterable<string> {
  const known = forEveryone(field);
  for (const action of actionsOf(effect)) {
    const concern = concernOf({ ...field, members }, action, known);
    for (const [subject, callers] of subjects)
      if (callers.some((c) => concerned(concern, c, { able: mayAllow(c, action) }).size > 0))
        yield subject;
  }
}

/**
 * Brings grounds up to what resources say now: only those that nodes of a difference belong to are
 * made anew. Null where a resource changed by more than its own policies.
 */
export function renewedGrounds(
  facts: Facts,
  before: readonly Ground[],
  { turns }: Pick<Difference, 'turns'>,
  subjects: Subjects,
): RenewedGrounds | null {
  const resources = turns.filter(([, { kind }]) => !ownSide.has(kind));
  const touched = new Set<string>();
  if (resources.length === 0) return { grounds: before, touched };
  if (resources.some((turn) => turnedProps(turn).some((name) => !policyProps.has(name))))
    return null;
  const turned = new Set(resources.map(([, { uid }]) => uid));
  const isBehind = ({ target, resource }: Member) =>
    turned.has(target.behind?.(resource).node?.uid ?? '');
  if (before.some(({ fields }) => fields.some((f) => f.apart && f.members.some(isBehind))))
    return null;
  const has = ({ fields }: Ground) =>
    fields.some((field) => resources.some(([, { uid }]) => memberOf(field, uid)));
  const stale = new Set(before.filter((ground) => ground.effect.on === 'storage' || has(ground)));
  const fresh = new Map(
    groundsOf(
      facts,
      [...stale].map(({ effect }) => effect),
    ).map((ground) => [ground.effect, ground]),
  );
  for (const ground of stale)
    for (const field of ground.fields)
      for (const member of field.members) {
        const holder = holderUid(member, ground.effect.on);
        if (!resources.some(([, { uid }]) => uid === holder)) continue;
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
