import type { Node } from '../../entity.ts';
import { canonical } from '../../claim.ts';
import type { View } from '../../view.ts';
import { concerned, concernOf, type Concern } from './concern.ts';
import type { Difference, Turn } from './difference.ts';
import type { Caller } from './caller.ts';
import type { Facts } from './facts.ts';
import { holderUid, type Field, type Member } from './field.ts';
import { forEveryone, groundsOf, type Ground } from './ground.ts';
import { keyTurns, type KeyTurn } from './key-turn.ts';
import { attachedTo } from './identity-policies.ts';
import { isOfOrganization, type OrganizationTurn } from './organization-turn.ts';
import { rcpServices } from './rcp-services.ts';
import { mayAllow } from './sweep.ts';

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
const policyProps = new Set(['policy', 'grants', 'acl', 'publicAccessBlock', 'objectOwnership']);

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

/** Whether a caller may do an action on a member, by its own policies or by those of members. */
function mayReach(field: Field, concern: Concern, caller: Caller, action: string): boolean {
  const able = mayAllow(caller, action);
  const own = field.account === '' || field.account === caller.account;
  return (able && own) || concerned(concern, caller, { able }).size > 0;
}

/** Subjects to whom one of the states of a member may say something. */
function* listening(
  { actions }: Ground,
  field: Field,
  members: readonly Member[],
  subjects: Subjects,
): Iterable<string> {
  const known = forEveryone(field);
  for (const action of actions) {
    const concern = concernOf(members, action, known);
    for (const [subject, callers] of subjects)
      if (callers.some((c) => concerned(concern, c, { able: mayAllow(c, action) }).size > 0))
        yield subject;
  }
}

/** Subjects who may do what an organisation now governs otherwise. */
function* governed(
  before: readonly Ground[],
  { service, resource }: OrganizationTurn,
  subjects: Subjects,
): Iterable<string> {
  for (const [turn, asks] of [
    [service, true],
    [resource, false],
  ] as const) {
    if (!turn) continue;
    for (const { effect, actions, fields, concerns } of before) {
      const byKey = turn.concerned(effect.key ? [effect.key.toLowerCase()] : []).length > 0;
      const named = new Set(turn.concerned(actions));
      for (const field of fields) {
        const keyed = byKey && field.keyed.length > 0;
        const its = asks || turn.accounts.has(field.account);
        for (const action of keyed ? actions : its ? named : []) {
          const concern = concerns.get(field)?.get(action);
          if (!concern) continue;
          for (const [subject, callers] of subjects)
            if (
              callers.some(
                (c) =>
                  (!asks || turn.accounts.has(c.account ?? '')) &&
                  mayReach(field, concern, c, action),
              )
            )
              yield subject;
        }
      }
    }
  }
}

/** Subjects to whom a key says something else that they may need. */
function* unlocking(
  before: readonly Ground[],
  { key, concern }: KeyTurn,
  subjects: Subjects,
): Iterable<string> {
  for (const { effect, actions, fields, concerns } of before) {
    const operation = effect.key?.toLowerCase();
    const who = operation === undefined ? undefined : concern(operation);
    if (operation === undefined || !who) continue;
    for (const field of fields) {
      if (!field.keyed.some((member) => member.key?.name === key)) continue;
      for (const action of actions) {
        const own = concerns.get(field)?.get(action);
        if (!own) continue;
        for (const [subject, callers] of subjects)
          if (
            callers.some(
              (c) =>
                concerned(who, c, { able: mayAllow(c, operation) }).size > 0 &&
                mayReach(field, own, c, action),
            )
          )
            yield subject;
      }
    }
  }
}

/**
 * Brings grounds up to what resources, keys and organisations say now: only those that nodes of a
 * difference belong to are made anew. Null where a resource changed by more than its own policies.
 */
export function renewedGrounds(
  facts: Facts,
  before: readonly Ground[],
  { turns }: Pick<Difference, 'turns'>,
  organization: OrganizationTurn,
  subjects: Subjects,
): RenewedGrounds | null {
  const others = turns.filter(([, { kind }]) => !ownSide.has(kind));
  const touched = new Set(governed(before, organization, subjects));
  const of = organization.resource;
  if (others.length === 0 && !of) return { grounds: before, touched };
  if (others.some(([, { kind }]) => kind === 'Account' || kind === 'OrgUnit')) return null;
  if (others.some((turn) => turnedProps(turn).some((name) => !policyProps.has(name)))) return null;
  const resources = others.filter(([, { kind }]) => kind !== 'EncryptionKey');
  const keys = keyTurns(facts, others);
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
        resources.some(([, { uid }]) => memberOf(field, uid)) ||
        keys.some(({ key }) => field.keyed.some((member) => member.key?.name === key)) ||
        (of?.accounts.has(field.account) === true && rcpServices.has(field.service)),
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
