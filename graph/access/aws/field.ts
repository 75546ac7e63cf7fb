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

interface Group {
  account: string;
  type: string;
  members: Member[];
  /** Keys by name and region. */
  keys: Map<string, Key>;
}

const newGroup = (account: string, type: string): Group => ({
  account,
  type,
  members: [],
  keys: new Map(),
});

function sharedKey({ keys }: Group, key: Key, region = ''): Key {
  const id = `${region} ${key.name}`;
  const known = keys.get(id);
  if (!known) keys.set(id, key);
  return known ?? key;
}

/** The fields of what exists: nodes that were described, by account and type. */
export function fieldsOf(
  facts: Facts,
  { kind, form, on, service, except = {} }: FieldQuery,
): Field[] {
  const { view } = facts;
  const pattern = compile(form);
  const groups = new Map<string, Group>();
  for (const node of view.nodesOf(kind)) {
    if (node.stub || !matches(pattern, node.uid)) continue;
    if (Object.entries(except).some(([name, value]) => node.props[name] === value)) continue;
    const holder = holderOf(view, on, node);
    if (!holder) continue;
    const at = place(on, node.uid);
    const account = accountOf(holder);
    const type = typeOf(node);
    const group = groups.get(`${account}/${type}`) ?? newGroup(account, type);
    groups.set(`${account}/${type}`, group);
    const target = targetOf(facts, service, at.resource, holder);
    const own = protectingKey(view, target.behind?.(at.resource).node ?? holder);
    const key = own && sharedKey(group, own, target.region);
    group.members.push({ node, ref: { kind, uid: node.uid }, ...at, target, key });
  }
  return [...groups.values()].map(({ account, type, members }) => {
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
  });
}
