import type { AppliedPolicy } from './applied-policy.ts';
import type { Caller } from './caller.ts';
import { concerned, type Concern } from './concern.ts';
import type { Given } from './context.ts';
import { attempt } from './attempt.ts';
import { isWhole, mostRoutes, type Decision, type Request } from './decide.ts';
import type { Facts } from './facts.ts';
import type { Field, Member } from './field.ts';
import { concerning, type PolicyDocument, type Statement } from './policy.ts';
import { requestOf } from './request.ts';
import { fill, variablesIn, type Lookup } from './variables.ts';
import { compile, matches, prefixOf, type Compiled } from './wildcard.ts';
import { sparedPatterns, anyName, below } from './witness.ts';

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

/** Decides an action on a member: where it is open, on whatever below it policies single out. */
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
  const on = (arn: string) => attempt({ ...request, target: { ...target, arn } });
  const first = on(open ? resource + anyName : resource);
  if (!open) return first;
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

/** By what statements tell members apart. */
interface Telling {
  patterns: readonly Compiled[];
  /** Keys of the context whose values differ from member to member. */
  keys: readonly string[];
  /** Whether names decide nothing but what is granted: no deny and no limit asks for them. */
  plain: boolean;
}

const everything = compile('*');

const namesResources = ({ resources }: Statement) =>
  resources?.some((text) => text !== everything) === true;

/** Null where a resource element names members by what is known of each alone. */
function tellingOf(
  policies: readonly AppliedPolicy[],
  action: string,
  lookup: Lookup,
): Telling | null {
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

/** Calls for members that a pattern may concern: of its literal prefix, or it looks below them. */
function reach(
  members: readonly Member[],
  pattern: Compiled,
  call: (member: Member, place: number) => void,
) {
  const prefix = prefixOf(pattern);
  for (let at = firstFrom(members, prefix); at < members.length; at++) {
    const member = members[at];
    if (!member?.resource.startsWith(prefix)) break;
    call(member, at);
  }
  for (let end = prefix.length - 2; end > 0; end--) {
    const c = prefix[end];
    if (c !== '/' && c !== ':') continue;
    const head = prefix.slice(0, end + 1);
    for (let at = firstFrom(members, head); members[at]?.resource === head; at++) {
      const member = members[at];
      if (member?.open === true) call(member, at);
    }
  }
}

interface Classes {
  /** Members that the same patterns match; those that none matches are left out. */
  alike: readonly (readonly Member[])[];
  /** Members of which patterns concern only a part, by which they are and what else tells. */
  parted: ReadonlyMap<Member, string>;
}

/** Sorts members by which patterns match them, and by what else tells them apart. */
function classesOf(
  members: readonly Member[],
  patterns: readonly Compiled[],
  marked: ReadonlyMap<Member, string> | null,
): Classes {
  const classes = new Int32Array(members.length);
  const touched = new Set<number>();
  const parts = new Map<number, number[]>();
  let last = 0;
  for (const [index, pattern] of patterns.entries()) {
    // What matches leaves its class for one of those that match as well.
    const next = new Map<number, number>();
    reach(members, pattern, (member, place) => {
      const { resource, open } = member;
      if (matches(pattern, open ? resource + anyName : resource)) {
        const before = classes[place] ?? 0;
        let after = next.get(before);
        if (after === undefined) next.set(before, (after = ++last));
        classes[place] = after;
        touched.add(place);
      } else if (open && below(pattern, resource) !== null) {
        const known = parts.get(place);
        if (known) known.push(index);
        else parts.set(place, [index]);
      }
    });
  }
  const idOf = (place: number, member: Member) =>
    `${classes[place] ?? 0} ${marked?.get(member) ?? ''}`;
  const alike = new Map<string, Member[]>();
  for (const place of marked ? members.keys() : touched) {
    const member = members[place];
    if (!member) continue;
    const id = idOf(place, member);
    const list = alike.get(id);
    if (list) list.push(member);
    else alike.set(id, [member]);
  }
  const parted = new Map<Member, string>();
  for (const [place, indexes] of parts) {
    const member = members[place];
    if (member) parted.set(member, `${idOf(place, member)} ${indexes.join()}`);
  }
  return { alike: [...alike.values()], parted };
}

const marks = new WeakMap<Field, Map<string, Map<Member, string>>>();

/** What is known of each member alone, as a text, under the keys that ask for it. */
function marksOf(field: Field, keys: readonly string[], of: (member: Member) => Lookup) {
  const byKeys = marks.get(field) ?? new Map<string, Map<Member, string>>();
  marks.set(field, byKeys);
  const known = byKeys.get(keys.join());
  if (known) return known;
  const found = new Map(
    field.members.map((member) => {
      const lookup = of(member);
      const values = keys.map((key) => lookup(key));
      return [member, JSON.stringify(values.map((value) => (value === undefined ? '?' : value)))];
    }),
  );
  byKeys.set(keys.join(), found);
  return found;
}

const sorted = new WeakMap<Field, Map<string, Classes>>();

/** Sets of patterns by which a field's classes are kept: policies are shared by many principals. */
const keptClasses = 256;

/** The classes of a field; principals and actions often name the same resources. */
function classesIn(field: Field, { patterns, keys }: Telling, of: (member: Member) => Lookup) {
  const text = JSON.stringify([patterns, keys]);
  let known = sorted.get(field);
  if (!known) sorted.set(field, (known = new Map<string, Classes>()));
  const before = known.get(text);
  if (before) return before;
  const marked = keys.length > 0 ? marksOf(field, keys, of) : null;
  const classes = classesOf(field.members, patterns, marked);
  if (known.size >= keptClasses) known.clear();
  known.set(text, classes);
  return classes;
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
  if (!own || !able || field.apart) {
    const asked = own && able ? field.members : alone;
    for (const member of asked) singled.set(member, one(member));
    return { rest: null, singled };
  }
  const rest = one(field.example);
  const request = requestOf(facts, caller, action, field.example.target, given);
  const telling = tellingOf(commonPolicies(request), action, request.lookup);
  if (telling === null)
    return { rest, singled: new Map(field.members.map((member) => [member, one(member)])) };
  const { alike, parted } = classesIn(
    field,
    telling,
    ({ target }) => requestOf(facts, caller, action, target, given).lookup,
  );
  for (const members of alike) {
    const plain = members.filter((member) => !alone.has(member) && !parted.has(member));
    const [first] = plain;
    if (!first) continue;
    const decision = one(first);
    for (const member of plain) singled.set(member, decision);
  }
  const shared = new Map<string, Decision>();
  for (const [member, id] of parted) {
    const known = telling.plain && !alone.has(member) ? shared.get(id) : undefined;
    const decision = known ?? one(member);
    singled.set(member, decision);
    if (!alone.has(member)) shared.set(id, decision);
  }
  for (const member of alone) if (!parted.has(member)) singled.set(member, one(member));
  return { rest, singled };
}
