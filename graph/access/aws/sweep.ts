import type { AppliedPolicy } from './applied-policy.ts';
import type { Caller } from './caller.ts';
import { concerned, type Concern } from './concern.ts';
import type { Given } from './context.ts';
import { decide, isWhole, type Decision, type Request } from './decide.ts';
import type { Facts } from './facts.ts';
import type { Field, Member } from './field.ts';
import { concerning, type Statement } from './policy.ts';
import { requestOf } from './request.ts';
import { or } from './ternary.ts';
import { fill, type Lookup } from './variables.ts';
import { matches, prefixOf, type Compiled } from './wildcard.ts';
import { allowedPatterns, anyName, below, documentsOf } from './witness.ts';

/** What a caller may do on the members of a field. */
export interface Sweep {
  /** For members that nothing singles out; null where those are denied. */
  rest: Decision | null;
  /** For the others. */
  singled: ReadonlyMap<Member, Decision>;
}

/** Whether the caller's own side may allow the action on anything. */
export const mayAllow = (caller: Caller, action: string) =>
  isWhole(caller) ||
  caller.missing !== null ||
  caller.policies.some(
    ({ document }) => document.problem !== null || concerning(document, action).allow.length > 0,
  );

/** Decides an action on a member: on whatever below it the caller's policies single out. */
export function decideMember(
  facts: Facts,
  caller: Caller,
  action: string,
  member: Member,
  given: Given,
): Decision {
  const { target, resource, open } = member;
  const request = requestOf(facts, caller, action, target, given);
  const { lookup } = request;
  const on = (arn: string) => decide({ ...request, target: { ...target, arn } });
  const first = on(open ? resource + anyName : resource);
  if (!open || first.allowed === true) return first;
  let best = first;
  const documents = [...documentsOf(caller), ...target.policies.map(({ document }) => document)];
  for (const pattern of allowedPatterns(documents, action, lookup)) {
    const arn = below(pattern, resource);
    if (arn === null) continue;
    const other = on(arn);
    if (or(best.allowed, other.allowed) !== best.allowed) best = other;
    if (best.allowed === true) break;
  }
  return best;
}

/** Policies that say the same of every member but for names: the caller's, and the organisation's. */
function commonPolicies({ caller, callerAccount, target }: Request): AppliedPolicy[] {
  return [
    ...caller.policies,
    ...(caller.boundary ? [caller.boundary] : []),
    ...(caller.sessionPolicies ?? []),
    ...(callerAccount?.scps.flat() ?? []),
    ...(target.account?.rcps ?? []),
  ];
}

const ofResource = /resourcetag\/|^aws:requestedregion$/;

/** Patterns by which the statements tell members apart; null where they do it by more than names. */
function tellingPatterns(
  policies: readonly AppliedPolicy[],
  action: string,
  lookup: Lookup,
): Compiled[] | null {
  const statements: Statement[] = policies.flatMap(({ document }) => {
    const { allow, deny } = concerning(document, action);
    return [...allow, ...deny];
  });
  const patterns = new Set<Compiled>();
  for (const { resources, conditions } of statements) {
    if (conditions.some(({ key }) => ofResource.test(key))) return null;
    for (const text of resources ?? []) {
      const pattern = fill(text, lookup);
      if (pattern === null) continue;
      if (typeof pattern !== 'string') return null;
      if (prefixOf(pattern) !== '' || pattern.length > 1) patterns.add(pattern);
    }
  }
  return [...patterns];
}

/** Place of the first member whose resource is not before a text. */
function firstFrom(members: readonly Member[], text: string): number {
  let low = 0;
  let high = members.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((members[middle]?.resource ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Members that a pattern may concern: those with its literal prefix, and those it looks below of. */
function* reached(members: readonly Member[], pattern: Compiled): Iterable<Member> {
  const prefix = prefixOf(pattern);
  for (let at = firstFrom(members, prefix); at < members.length; at++) {
    const member = members[at];
    if (!member?.resource.startsWith(prefix)) break;
    yield member;
  }
  for (let end = prefix.length - 1; end > 0; end--) {
    const c = prefix[end];
    if (c !== '/' && c !== ':') continue;
    const head = prefix.slice(0, end + 1);
    for (let at = firstFrom(members, head); members[at]?.resource === head; at++) {
      const member = members[at];
      if (member?.open === true && head !== prefix) yield member;
    }
  }
}

interface Classes {
  /** Members that the same patterns match, by the places of these. */
  alike: Map<string, Member[]>;
  /** Members of which a pattern concerns only a part. */
  parted: Set<Member>;
}

/** Sorts members by which patterns match them; members that none matches are left out. */
function classesOf(members: readonly Member[], patterns: readonly Compiled[]): Classes {
  const marks = new Map<Member, string>();
  const parted = new Set<Member>();
  for (const [place, pattern] of patterns.entries())
    for (const member of reached(members, pattern)) {
      const { resource, open } = member;
      if (matches(pattern, open ? resource + anyName : resource))
        marks.set(member, `${marks.get(member) ?? ''} ${place}`);
      else if (open && below(pattern, resource) !== null) parted.add(member);
    }
  const alike = new Map<string, Member[]>();
  for (const [member, mark] of marks) {
    const list = alike.get(mark);
    if (list) list.push(member);
    else alike.set(mark, [member]);
  }
  return { alike, parted };
}

/**
 * Decides one action of a caller on every member of a field. Members that no policy tells apart are
 * decided once; which they are follows from the patterns of the statements that name the action.
 */
export function sweep(
  facts: Facts,
  caller: Caller,
  action: string,
  field: Field,
  { concern, given }: { concern: Concern; given: Given },
): Sweep {
  const singled = new Map<Member, Decision>();
  const one = (member: Member) => decideMember(facts, caller, action, member, given);
  const able = mayAllow(caller, action);
  const alone = concerned(concern, caller, { able });
  const own = field.account === '' || field.account === caller.account;
  if (!own || !able) {
    for (const member of alone) singled.set(member, one(member));
    return { rest: null, singled };
  }
  const rest = one(field.example);
  const request = requestOf(facts, caller, action, field.example.target, given);
  const patterns = tellingPatterns(commonPolicies(request), action, request.lookup);
  if (patterns === null)
    return { rest, singled: new Map(field.members.map((member) => [member, one(member)])) };
  const { alike, parted } = classesOf(field.members, patterns);
  for (const members of alike.values()) {
    const plain = members.filter((member) => !alone.has(member) && !parted.has(member));
    const [first] = plain;
    if (!first) continue;
    const decision = one(first);
    for (const member of plain) singled.set(member, decision);
  }
  for (const member of new Set([...alone, ...parted])) singled.set(member, one(member));
  return { rest, singled };
}
