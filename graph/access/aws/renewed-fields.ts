import type { Node } from '../../entity.ts';
import type { View } from '../../view.ts';
import { accessPointOf } from './access-point.ts';
import type { On } from './effect.ts';
import type { Facts } from './facts.ts';
import {
  fieldName,
  fieldOf,
  gather,
  holderUid,
  inOrder,
  keyId,
  type Field,
  type FieldQuery,
  type Group,
  type Groups,
  type Member,
} from './field.ts';

/** What is no longer as fields show it. */
export interface Stale {
  /** Nodes that say something else, came or went, by uid. */
  nodes: ReadonlySet<string>;
  /** Accounts in which resources of a service stand otherwise. */
  accounts: (service: string) => ReadonlySet<string>;
}

/** Nodes of which a member shows something: itself, what holds it, the bucket behind it. */
const shownBy = (member: Member, on: On): string[] => [
  member.node.uid,
  holderUid(member, on),
  ...[accessPointOf(member.node)?.bucket ?? []].flat(),
];

const ownersOf = ({ target, resource }: Member): string[] =>
  [target, target.behind?.(resource)].flatMap((one) => one?.account?.id ?? []);

/** Nodes that are stale, or that lie in something that is. */
function* lost(view: View, { kind, on }: FieldQuery, { nodes }: Stale): Iterable<Node> {
  if (on === 'storage') {
    for (const node of view.nodesOf(kind)) if (nodes.has(holderUid({ node }, on))) yield node;
  }
  for (const uid of nodes) {
    const node = view.node(uid);
    if (node) yield node;
  }
}

/** What of a field is still as it shows it. */
function kept({ account, type, members }: Field, isStale: (member: Member) => boolean): Group {
  const left = members.filter((member) => !isStale(member));
  const keys = left.flatMap(({ key, target }) => (key ? [[keyId(key, target), key] as const] : []));
  return { account, type, members: left, keys: new Map(keys) };
}

/** Fields brought up to date; one of which nothing is stale stays the same object. */
export function renewedFields(
  facts: Facts,
  query: FieldQuery,
  before: readonly Field[],
  stale: Stale,
): readonly Field[] {
  const { view } = facts;
  const accounts = stale.accounts(query.service);
  const isStale = (member: Member) =>
    shownBy(member, query.on).some((uid) => stale.nodes.has(uid)) ||
    (accounts.size > 0 && ownersOf(member).some((id) => accounts.has(id)));
  const known = new Map(before.map((field) => [fieldName(field), field]));
  const groups: Groups = new Map(
    before.map((field) => [fieldName(field), kept(field, isStale)] as const),
  );
  const still = new Map([...groups].map(([name, { members }]) => [name, members.length]));
  const again = before
    .flatMap(({ members }) => members.filter(isStale))
    .flatMap(({ node }) => view.node(node.uid) ?? []);
  gather(facts, query, groups, new Set([...again, ...lost(view, query, stale)]));
  const fields = [...groups].flatMap(([name, group]) => {
    const { length } = group.members;
    const field = known.get(name);
    const same =
      field && field.members.length === still.get(name) && length === field.members.length;
    if (same && !accounts.has(field.account)) return [field];
    return length === 0 ? [] : [fieldOf(facts, query, group)];
  });
  const isSame =
    fields.length === before.length &&
    fields.every((field) => known.get(fieldName(field)) === field);
  return isSame ? before : inOrder(fields);
}
