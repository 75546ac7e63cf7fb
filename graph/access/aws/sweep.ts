import type { AppliedPolicy } from './applied-policy.ts';
import { isWhole, type Caller } from './caller.ts';
import { concerned, type Concern } from './concern.ts';
import type { Given } from './context.ts';
import { attempt } from './attempt.ts';
import { mostRoutes, type Decision } from './decide.ts';
import type { Request } from './access-request.ts';
import type { Facts } from './facts.ts';
import type { Field, Member } from './field.ts';
import { concerning, type PolicyDocument, type Statement } from './policy.ts';
import { requestOf } from './request.ts';
import { classesOf, type Telling } from './member-classes.ts';
import { fill, variablesIn, type Lookup } from './variables.ts';
import { compile, prefixOf, type Compiled } from './wildcard.ts';
import { sparedPatterns, anyName, below } from './witness.ts';

/** Members of which the same is true. */
export type Alike<T> = readonly (readonly [T, readonly Member[]])[];

/** What a caller may do on the members of a field. */
export interface Sweep {
  /** For members that nothing singles out; null where those are denied. */
  rest: Decision | null;
  /** For the others, each of which stands there once. */
  singled: Alike<Decision>;
}

/** Whether the caller's own side may allow the action on anything. */
export const mayAllow = (caller: Caller, action: string) =>
  isWhole(caller) ||
  caller.missing !== null ||
  caller.policies.some(
    ({ document }) => document.problem !== null || concerning(document, action).allow.length > 0,
  );

/** Decides an action on a member; where it is open, on what no policy singles out below it. */
function decideWhole(
  facts: Facts,
  caller: Caller,
  action: string,
  { target, resource, open }: Member,
  given: Given,
): Decision {
  const request = requestOf(facts, caller, action, target, given);
  return attempt({ ...request, target: { ...target, arn: open ? resource + anyName : resource } });
}

/** Decides an action on a member: where it is open, on whatever below it policies single out. */
export function decideMember(
  facts: Facts,
  caller: Caller,
  action: string,
  member: Member,
  given: Given,
): Decision {
  const { target, resource, open } = member;
  const first = decideWhole(facts, caller, action, member, given);
  if (!open) return first;
  const request = requestOf(facts, caller, action, target, given);
  const { lookup } = request;
  const on = (arn: string) => attempt({ ...request, target: { ...target, arn } });
  const documents = [...commonPolicies(request), ...target.policies].map(
    ({ document }) => document,
  );
  const further = new Set<string>();
  const seek = (from: readonly PolicyDocument[], prefix: string) => {
    for (const pattern of sparedPatterns(from, action, lookup)) {
      const found = below(pattern, prefix)?.slice(prefix.length);
      if (found !== undefined && found !== anyName) further.add(resource + found);
    }
  };
  seek(documents, resource);
  const behind = target.behind?.(resource);
  if (behind) seek([...documents, ...behind.policies.map(({ document }) => document)], behind.arn);
  let best = first;
  for (const arn of further) {
    if (best.allowed === true && best.routes.length >= mostRoutes) break;
    best = anyOf(best, on(arn));
  }
  return best;
}

/** What is allowed on one thing or another: the surer one decides, of equals both count. */
function anyOf(a: Decision, b: Decision): Decision {
  const [x, y] = [a, b].map(({ allowed }) => (allowed === true ? 2 : allowed === false ? 0 : 1));
  if (x !== y) return (x ?? 0) > (y ?? 0) ? a : b;
  return a.allowed === false ? a : { ...a, routes: [...a.routes, ...b.routes] };
}

/** Policies that say the same of every member but for names: the caller's, and the organisation's. */
export function commonPolicies({
  caller,
  callerAccount,
  target,
}: Pick<Request, 'caller' | 'callerAccount' | 'target'>): AppliedPolicy[] {
  return [
    ...caller.policies,
    ...(caller.boundary ? [caller.boundary] : []),
    ...(caller.sessionPolicies ?? []),
    ...(callerAccount?.scps.flat() ?? []),
    ...(target.account?.rcps ?? []),
  ];
}

const ofResource = /resourcetag\/|^aws:requestedregion$/;

/** By what statements tell members apart, and whether what is found of one counts for its like. */
interface Told extends Telling {
  /** Whether names decide nothing but what is granted: no deny and no limit asks for them. */
  plain: boolean;
}

const everything = compile('*');

const namesResources = ({ resources }: Statement) =>
  resources?.some((text) => text !== everything) === true;

/** Null where a resource element names members by what is known of each alone. */
function toldBy(policies: readonly AppliedPolicy[], action: string, lookup: Lookup): Told | null {
  const patterns = new Set<Compiled>();
  const keys = new Set<string>();
  let plain = true;
  for (const { document, kind } of policies) {
    const { allow, deny } = concerning(document, action);
    const grants = kind === 'identity' || kind === 'group';
    if ([...deny, ...(grants ? [] : allow)].some(namesResources)) plain = false;
    if (allow.some(({ notResource }) => notResource)) plain = false;
    for (const { resources, conditions } of [...allow, ...deny]) {
      for (const { key, values } of conditions)
        for (const name of [key, ...values.flatMap(variablesIn)])
          if (ofResource.test(name)) keys.add(name);
      for (const text of resources ?? []) {
        const pattern = fill(text, lookup);
        if (pattern === null) continue;
        if (typeof pattern !== 'string') return null;
        if (prefixOf(pattern) !== '' || pattern.length > 1) patterns.add(pattern);
      }
    }
  }
  return { patterns: [...patterns], keys: [...keys].sort(), plain };
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
  const one = (member: Member) => decideMember(facts, caller, action, member, given);
  const each = (members: Iterable<Member>): [Decision, readonly Member[]][] =>
    [...members].map((member) => [one(member), [member]]);
  const able = mayAllow(caller, action);
  const alone = concerned(concern, caller, { able });
  const own = field.account === '' || field.account === caller.account;
  if (!own || !able || field.apart)
    return { rest: null, singled: each(own && able ? field.members : alone) };
  const rest = one(field.example);
  const request = requestOf(facts, caller, action, field.example.target, given);
  const told = toldBy(commonPolicies(request), action, request.lookup);
  if (told === null) return { rest, singled: each(field.members) };
  const { alike, parted } = classesOf(
    field,
    told,
    ({ target }) => requestOf(facts, caller, action, target, given).lookup,
  );
  const singled = each(alone);
  for (const members of alike) {
    const plain = alone.size === 0 ? members : members.filter((member) => !alone.has(member));
    const [first] = plain;
    if (first) singled.push([decideWhole(facts, caller, action, first, given), plain]);
  }
  const shared = new Map<string, Member[]>();
  for (const [member, id] of parted) {
    if (alone.has(member)) continue;
    const known = told.plain ? shared.get(id) : undefined;
    if (known) known.push(member);
    else {
      const members = [member];
      shared.set(id, members);
      singled.push([one(member), members]);
    }
  }
  return { rest, singled };
}
