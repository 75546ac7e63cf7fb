import { hash } from 'node:crypto';
import { locales } from 'zod/mini';
import { fail } from './errors.ts';
import {
  edgeCheck,
  joins,
  nodeCheck,
  type EdgeKind,
  type EdgePropsOf,
  type NodeKind,
  type PropsOf,
} from './schema/index.ts';

/** A node by its kind and unique id. */
export interface Ref<K extends NodeKind = NodeKind> {
  kind: K;
  uid: string;
}

/** Whoever comes from anywhere. */
export const internet: Ref<'Internet'> = { kind: 'Internet', uid: 'internet' };

/**
 * One configuration element that an edge exists because of. `id` is the same wherever the same
 * element is meant, so that a cut can count over changes: `{holder uid}#{element}`.
 */
export interface Cause {
  id: string;
  /** What it is: `statement`, `trust`, `resource-policy`, `ingress`, `function-url`, `code` … */
  type: string;
  /** Uid of the node that holds it. */
  holder: string;
  /** One line for people: what the element says. */
  say: string;
  /** The element's own text, shortened to what decides. */
  excerpt?: string;
}

/** Where a claim comes from. */
export interface Evidence {
  /** Name of the source or derivation. */
  source: string;
  /** Where the record lies: `{path}#{record number}` or an event id. */
  record: string;
  /** Who caused it, where an event says so. */
  actor?: string;
}

export interface NodeClaim<K extends NodeKind = NodeKind> extends Ref<K> {
  props: PropsOf<K>;
  /** False where the claim adds to a node that another claim must define. */
  defines: boolean;
}

export interface EdgeClaim<K extends EdgeKind = EdgeKind> {
  kind: K;
  from: Ref;
  to: Ref;
  props: EdgePropsOf<K>;
  /** Alternatives; the causes of one alternative together suffice. */
  because?: Cause[][];
}

/**
 * All that one owner says about one subject at one time. `state`: the newest counts, and an empty
 * one retracts. `seen`: accumulates; its subject is the id of the event, so repeats add nothing.
 */
export interface Claim {
  owner: string;
  subject: string;
  /** Milliseconds since 1970, at the source. */
  at: number;
  mode: 'state' | 'seen';
  /** The scan that a later completed scan of the same scope supersedes. */
  scope?: string;
  /**
   * Key of the claim that lists what this one details (`claimKey`). Once that one was made, this one
   * counts only while it counts, so that details go with what they are of.
   */
  requires?: string;
  nodes: NodeClaim[];
  edges: EdgeClaim[];
  evidence: Evidence;
}

/** A completed scan: older claims of the scope that it did not repeat no longer count. */
export interface ScopeMark {
  owner: string;
  scope: string;
  startedAt: number;
}

/** Most characters of a uid, and of a key: an index takes no more than 8,000 bytes. */
const longestUid = 1_000;
const longestKey = 2_600;

/** A text that any store can keep and index; a digest stands for the rest of one that is longer. */
function keyText(text: string, most: number): string {
  const whole = text.toWellFormed();
  return whole.length <= most
    ? whole
    : `${whole.slice(0, most - 23).toWellFormed()}~${digest(whole)}`;
}

export const claimKey = (claim: Pick<Claim, 'owner' | 'subject'>) =>
  keyText(`${claim.owner}|${claim.subject}`, longestKey);
export const scopeKey = (mark: Pick<ScopeMark, 'owner' | 'scope'>) =>
  keyText(`${mark.owner}|${mark.scope}`, longestKey);

/**
 * A unique id without control characters and without `|`, which joins ids: both are written as
 * percent escapes, so that a hostile name cannot pass for another. One that is too long ends in a
 * digest.
 */
export const cleanUid = (uid: string): string =>
  keyText(
    // eslint-disable-next-line no-control-regex -- control characters are what it removes
    uid.replace(/[\u0000-\u001f\u007f-\u009f|]/g, (c) => encodeURIComponent(c)),
    longestUid,
  );

/** The id of an edge: there is one of a kind between two nodes. */
export const edgeIdOf = (kind: EdgeKind, from: string, to: string) => `${kind}|${from}|${to}`;
export const edgeId = (edge: { kind: EdgeKind; from: Ref; to: Ref }) =>
  edgeIdOf(edge.kind, edge.from.uid, edge.to.uid);

/** An edge by what its id says. */
export interface EdgeName {
  id: string;
  kind: EdgeKind;
  from: string;
  to: string;
}

/** What the id of an edge says; ids are those of `edgeIdOf`. */
export function edgeNamed(id: string): EdgeName {
  const [kind, from = '', to = ''] = id.split('|');
  return { id, kind: kind as EdgeKind, from, to };
}

/** As JSON.stringify, with the keys of every object sorted; it is the hottest part of writing. */
function textOf(value: unknown): string | undefined {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if ('toJSON' in value) return textOf(JSON.parse(JSON.stringify(value)));
  if (Array.isArray(value)) return `[${value.map((item) => textOf(item) ?? 'null').join(',')}]`;
  let text = '';
  for (const key of Object.keys(value).sort()) {
    const own = textOf((value as Record<string, unknown>)[key]);
    if (own !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${own}`;
  }
  return `{${text}}`;
}

/** JSON with sorted keys, so that equal values have equal text. */
export const canonical = (value: unknown): string => textOf(value) ?? 'null';

export const digest = (text: string): string => hash('sha256', text, 'base64url').slice(0, 22);

const texts = new WeakMap<object, string>();

/** Canonical text of what many share and nothing changes, as causes and evidence: written once. */
export function sharedText(value: object): string {
  let text = texts.get(value);
  if (text === undefined) texts.set(value, (text = canonical(value)));
  return text;
}

const refText = ({ kind, uid }: Ref) => `{"kind":"${kind}","uid":${JSON.stringify(uid)}}`;

/** Text of edges. What many of them share stands there once, and its number wherever it is meant. */
function edgesText(edges: readonly EdgeClaim[]): string {
  const lines: string[] = [];
  const numbers = new Map<string, number>();
  const known = new Map<object, number>();
  const numberOf = <T extends object>(value: T, write: (value: T) => string): number => {
    let number = known.get(value);
    if (number !== undefined) return number;
    const text = write(value);
    number = numbers.get(text);
    if (number === undefined) {
      numbers.set(text, (number = numbers.size));
      lines.push(text);
    }
    known.set(value, number);
    return number;
  };
  for (const { kind, from, to, props, because } of edges) {
    const said = `${kind} ${numberOf(from, refText)} ${numberOf(props, canonical)}`;
    const why = because ? numberOf(because, sharedText) : '';
    lines.push(`${said} ${why} ${refText(to)}`);
  }
  return lines.join('\n');
}

/** Content hash of what a claim says and what it hangs on, without when and from which record. */
export const claimHash = ({
  nodes,
  edges,
  scope = '',
  requires = '',
}: Pick<Claim, 'nodes' | 'edges' | 'scope' | 'requires'>): string =>
  digest(`${canonical([nodes, scope, requires])}\n${edgesText(edges)}`);

/** The small build of zod, which the explorer loads too, has no words of its own. */
const worded = { error: locales.en().localeError };

/** What in the properties of a node breaks the schema; null where nothing does. */
export function brokenProps(kind: NodeKind, props: object): string | null {
  const issue = nodeCheck[kind].safeParse(props, worded).error?.issues[0];
  return issue ? `${issue.path.join('.')}: ${issue.message}` : null;
}

/** Refuses a claim that breaks the schema, and names where. */
export function checkClaim(claim: Claim): void {
  const where = `claim ${claimKey(claim)}`;
  if (!Number.isFinite(claim.at)) fail('CLAIM_INVALID', `${where}: no time`);
  for (const { kind, uid, props } of claim.nodes) {
    if (!uid || cleanUid(uid) !== uid) fail('CLAIM_INVALID', `${where}: ${kind} with uid "${uid}"`);
    const broken = brokenProps(kind, props);
    if (broken !== null) fail('CLAIM_INVALID', `${where}: ${kind} ${uid}: ${broken}`);
  }
  const checked = new Map<object, EdgeKind>();
  for (const edge of claim.edges) {
    const { kind, from, to, props } = edge;
    if (!from.uid || !to.uid) fail('CLAIM_INVALID', `${where}: ${kind} without an end`);
    if (!joins(kind, from.kind, to.kind))
      fail('CLAIM_INVALID', `${where}: ${kind} cannot join ${from.kind} to ${to.kind}`);
    if (checked.get(props) === kind) continue;
    checked.set(props, kind);
    const { error } = edgeCheck[kind].safeParse(props, worded);
    const issue = error?.issues[0];
    if (issue)
      fail('CLAIM_INVALID', `${where}: ${edgeId(edge)}: ${issue.path.join('.')}: ${issue.message}`);
  }
}
