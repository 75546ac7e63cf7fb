import type { Ref } from '../../claim.ts';
import type { Node } from '../../entity.ts';
import type { NodeKind } from '../../schema/index.ts';
import type { View } from '../../view.ts';
import { isAccountId, parseArn } from './arn.ts';
import type { On } from './effect.ts';
import type { Facts } from './facts.ts';
import { protectingKey, type Key } from './key.ts';
import { typeOf } from './resource-set.ts';
import { targetOf, type Target } from './target.ts';
import { compile, matches } from './wildcard.ts';
import { unnamed } from './witness.ts';

/** A node as something that actions are checked on. */
export interface Member {
  node: Node;
  ref: Ref;
  /** ARN; where `open`, the prefix of whatever lies below it. */
  resource: string;
  open: boolean;
  target: Target;
  /** Members of a field in the same region share the same key. */
  key: Key | null;
}

/** Nodes of one form in one account on which the same actions are checked. */
export interface Field {
  /** Empty where no account owns them, as foundation models. */
  account: string;
  service: string;
  /** The kind of thing, as ResourceSets name it. */
  type: string;
  /** By `resource`, ascending. */
  members: readonly Member[];
  /** Those that a key protects. */
  keyed: readonly Member[];
  /** Members differ by what is behind them, so that each is decided by itself. */
  apart: boolean;
  /** A member that does not exist: what is true of it is true of all that nothing singles out. */
  example: Member;
}

const swapped: Readonly<Record<string, string>> = { agent: 'agent-alias', flow: 'flow' };

/** Where the action on a node is checked. */
export function place(on: On, uid: string): { resource: string; open: boolean } {
  if (on === 'itself') return { resource: uid, open: false };
  if (on === 'account') return { resource: '*', open: false };
  if (on === 'below') return { resource: `${uid}/`, open: true };
  if (on === 'objects') return { resource: `${uid}/object/`, open: true };
  if (on === 'agent') return { resource: uid.replace(/#.*$/, ''), open: false };
  if (on === 'within') return { resource: `${uid}:`, open: true };
  if (on === 'storage') {
    const path = uid.replace(/^s3:\/\//, 'arn:aws:s3:::');
    return { resource: path, open: true };
  }
  const form = /^(.*:)(agent|flow)\/([^/]+)$/.exec(uid);
  if (!form) return { resource: uid, open: false };
  const [, head = '', name = '', id = ''] = form;
  const alias = name === 'flow' ? `${id}/alias/` : `${id}/`;
  return { resource: `${head}${swapped[name] ?? name}/${alias}`, open: true };
}

/** Uid of the node whose policies protect another: for what lies in a bucket, the bucket. */
export const holderUid = ({ node: { uid } }: Pick<Member, 'node'>, on: On): string =>
  on === 'storage' ? uid.replace(/^s3:\/\/([^/]*).*$/, 'arn:aws:s3:::$1') : uid;

function holderOf(view: View, on: On, node: Node): Node | null {
  if (on !== 'storage') return node;
  const holder = view.node(holderUid({ node }, on));
  return holder && !holder.stub ? holder : null;
}

const accountOf = ({ uid, props }: Node) => {
  const named = parseArn(uid)?.account ?? '';
  const own = props['account'];
  return isAccountId(named) ? named : typeof own === 'string' && isAccountId(own) ? own : '';
};

export interface FieldQuery {
  kind: NodeKind;
  form: string;
  on: On;
  /** IAM prefix of the actions. */
  service: string;
  /** Nodes with this property at this value are left out. */
  except?: { readonly [property: string]: unknown } | undefined;
}

/** What becomes a field. */
export interface Group {
  account: string;
  type: string;
  members: Member[];
  /** Keys by region and name. */
  keys: Map<string, Key>;
}

/** Groups by what their fields are called. */
export type Groups = Map<string, Group>;

/** What tells a field from others of the same query. */
export const fieldName = ({ account, type }: Pick<Field, 'account' | 'type'>): string =>
  `${account}/${type}`;

function groupOf(groups: Groups, account: string, type: string): Group {
  const name = fieldName({ account, type });
  let group = groups.get(name);
  if (!group) groups.set(name, (group = { account, type, members: [], keys: new Map() }));
  return group;
}

/** How members of a field share a key. */
export const keyId = ({ name }: Key, { region = '' }: Target): string => `${region} ${name}`;

function sharedKey({ keys }: Group, key: Key, target: Target): Key {
  const id = keyId(key, target);
  const known = keys.get(id);
  if (!known) keys.set(id, key);
  return known ?? key;
}

/** Adds nodes to their groups, where a query asks for them. */
export function gather(facts: Facts, query: FieldQuery, groups: Groups, nodes: Iterable<Node>) {
  const pattern = compile(query.form);
  for (const node of nodes)
    if (!node.stub && node.kind === query.kind && matches(pattern, node.uid))
      gatherOne(facts, query, groups, node);
}

function gatherOne(facts: Facts, query: FieldQuery, groups: Groups, node: Node) {
  const { kind, on, service, except = {} } = query;
  const { view } = facts;
  if (Object.entries(except).some(([name, value]) => node.props[name] === value)) return;
  const holder = holderOf(view, on, node);
  if (!holder) return;
  const at = place(on, node.uid);
  const group = groupOf(groups, accountOf(holder), typeOf(node));
  const target = targetOf(facts, service, at.resource, holder);
  const own = protectingKey(view, target.behind?.(at.resource).node ?? holder);
  const key = own && sharedKey(group, own, target);
  group.members.push({ node, ref: { kind, uid: node.uid }, ...at, target, key });
}

/** The field that a group makes up. */
export function fieldOf(facts: Facts, query: FieldQuery, { account, type, members }: Group): Field {
  const { kind, form, on, service } = query;
  const at = place(on, on === 'storage' ? 's3://cutset-any-name' : unnamed(form, account));
  const owner = account === '' ? {} : { account: facts.account(account) };
  return {
    account,
    type,
    service,
    members: members.sort((a, b) => (a.resource < b.resource ? -1 : 1)),
    keyed: members.filter(({ key }) => key !== null),
    apart: members.some(({ target }) => target.behind !== undefined),
    example: {
      node: { kind, uid: at.resource, stub: true, props: {}, evidence: [] },
      ref: { kind, uid: at.resource },
      ...at,
      target: { ...targetOf(facts, service, at.resource, undefined), ...owner },
      key: null,
    },
  };
}

/** Fields in an order that is the same whenever they are made. */
export const inOrder = (fields: Iterable<Field>): Field[] =>
  [...fields].sort((a, b) => (fieldName(a) < fieldName(b) ? -1 : 1));

/** The fields of what exists: nodes that were described, by account and type. */
export function fieldsOf(facts: Facts, query: FieldQuery): Field[] {
  const groups: Groups = new Map();
  gather(facts, query, groups, facts.view.nodesOf(query.kind));
  return inOrder([...groups.values()].map((group) => fieldOf(facts, query, group)));
}
