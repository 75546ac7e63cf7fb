import { canonical, sharedText, type Cause } from './claim.ts';
import type {
  Basis,
  Contribution,
  EdgeFacts,
  EvidenceItem,
  Node,
  Observed,
  Support,
} from './entity.ts';
import { interned } from './interned.ts';
import { gatheredProps, type NodeKind } from './schema/index.ts';
import { countOf, join, type Seen } from './seen.ts';

/**
 * Who is believed where two describe the same property: what the provider's interface answered,
 * then infrastructure code, then runtime, then what we derived. Within a rank the smaller claim key
 * wins: time cannot settle it, because a claim that is repeated unchanged costs no write.
 */
const ranks = ['terraform:', 'otel:', 'cloudtrail:', 'derive/'];
const rank = (owner: string) => ranks.findIndex((prefix) => owner.startsWith(prefix));

export const emptySupport = (): Support => ({ claims: {}, seen: {} });

export const isEmpty = ({ claims, seen }: Support) =>
  Object.keys(claims).length === 0 && Object.keys(seen).length === 0;

const byTrust = (support: Support): [string, Contribution][] =>
  Object.entries(support.claims).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));

/** Values by trust; what runtime saw fills what no configuration says. */
function mergedProps(claims: [string, Contribution][], seen: Seen | undefined) {
  const props: Record<string, unknown> = {};
  const offer = (key: string, value: unknown) => {
    if (value !== undefined && !Object.hasOwn(props, key)) props[key] = value;
  };
  for (const [key, { props: own }] of claims)
    if (!key.startsWith('derive/'))
      for (const [name, value] of Object.entries(own)) offer(name, value);
  for (const [name, { value }] of Object.entries(seen?.props ?? {})) offer(name, value);
  for (const [, { props: own }] of claims)
    for (const [name, value] of Object.entries(own)) offer(name, value);
  return props;
}

const ownerOf = (key: string) => interned(key.slice(0, key.indexOf('|')));

function observed(claims: [string, Contribution][], support: Support) {
  const seen = Object.entries(support.seen).sort(([a], [b]) => (a < b ? -1 : 1));
  const all = seen
    .map(([, value]) => value)
    .reduce<Seen | undefined>((sum, value) => (sum ? join(sum, value) : value), undefined);
  const evidence: EvidenceItem[] = [
    ...claims.map(([key, { at, evidence }]) => ({
      ...evidence,
      source: interned(evidence.source),
      owner: ownerOf(key),
      at,
      mode: 'state' as const,
    })),
    ...seen.flatMap(([owner, { samples }]) =>
      samples.map(({ at, record, actor }) => ({
        source: owner,
        record,
        owner,
        at,
        mode: 'seen' as const,
        ...(actor !== undefined && { actor }),
      })),
    ),
  ];
  return {
    all,
    facts: {
      evidence,
      ...(all && { firstSeen: all.first, lastSeen: all.last, count: countOf(all) }),
    },
  };
}

/** What all claims put into a list, each member once, in a fixed order. */
function joinedList(claims: [string, Contribution][], name: string): unknown[] {
  const members = claims.flatMap(([, { props }]) => (props[name] as unknown[] | undefined) ?? []);
  const byText = new Map(members.map((member) => [canonical(member), member]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, member]) => member);
}

/** The node that a support amounts to. */
export function mergeNode(kind: NodeKind, uid: string, support: Support): Node {
  const claims = byTrust(support);
  const { all, facts } = observed(claims, support);
  const stub = !all && !claims.some(([, { defines }]) => defines);
  const props = mergedProps(claims, all);
  for (const name of gatheredProps[kind])
    if (claims.some(([, claim]) => name in claim.props)) props[name] = joinedList(claims, name);
  return { kind, uid, stub, props, ...facts };
}

/** Properties of an edge that the merge turns into facts of its own. */
const computed = new Set([
  'conditional',
  'conditionKeys',
  'inferred',
  'seenFirst',
  'seenLast',
  'seenCount',
]);

/** Alternatives of all supports, each once, in a fixed order. */
function alternatives(claims: [string, Contribution][]): Cause[][] {
  const byText = new Map<string, Cause[]>();
  for (const [, { because }] of claims)
    for (const causes of because ?? [])
      byText.set(
        causes
          .map(({ id }) => id)
          .sort()
          .join('\n'),
        causes,
      );
  return [...byText.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, causes]) => causes);
}

/** True where a claim says nothing of its own, and carries over what was seen of another edge. */
const isCarried = ([, { props }]: [string, Contribution]) => props['seenLast'] !== undefined;

/** First, last and number of observations, its own and those carried over. */
function seenOf(own: Omit<Observed, 'evidence'>, carried: [string, Contribution][]) {
  const told = (name: string) => carried.map(([, { props }]) => props[name] as number);
  return {
    firstSeen: Math.min(own.firstSeen ?? Infinity, ...told('seenFirst')),
    lastSeen: Math.max(own.lastSeen ?? -Infinity, ...told('seenLast')),
    count: told('seenCount').reduce((sum, count) => sum + count, own.count ?? 0),
  };
}

/** What a support says of an edge, whatever its kind and ends. */
export function mergeFacts(support: Support): EdgeFacts {
  const all = byTrust(support);
  const { all: seen, facts } = observed(all, support);
  const claims = all.filter((claim) => !isCarried(claim));
  const carried = all.filter(isCarried);
  const merged = mergedProps(all, seen);
  const props = Object.fromEntries(Object.entries(merged).filter(([name]) => !computed.has(name)));
  const conditional = claims.length > 0 && claims.every(([, c]) => c.props['conditional'] === true);
  const keys = claims.flatMap(([, c]) => (c.props['conditionKeys'] as string[] | undefined) ?? []);
  const inferred = claims.every(([, c]) => c.props['inferred'] === true);
  const wasSeen = seen !== undefined || carried.length > 0;
  const basis: Basis = wasSeen ? 'observed' : inferred ? 'inferred' : 'configured';
  return {
    basis,
    conditional,
    conditionKeys: conditional ? [...new Set(keys)].sort() : [],
    because: alternatives(claims),
    props,
    ...facts,
    ...(carried.length > 0 && seenOf(facts, carried)),
  };
}

/** As canonical JSON, with what claims share written once. */
const contributionText = ({ at, because, defines, evidence, props }: Contribution): string =>
  `{"at":${at}${because ? `,"because":${sharedText(because)}` : ''}` +
  `${defines ? ',"defines":true' : ''},"evidence":${sharedText(evidence)},"props":${canonical(props)}}`;

/** Text by which two states of an entity are compared: canonical JSON. */
export function supportText({ claims, seen }: Support): string {
  const said = Object.keys(claims)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${contributionText(claims[key]!)}`);
  return `{"claims":{${said.join(',')}},"seen":${canonical(seen)}}`;
}
