import { canonical } from '../../claim.ts';
import { accessEdges, isGranted, type Access, type Spelled } from './access-edges.ts';
import type { Caller } from './caller.ts';
import { concerned } from './concern.ts';
import { mayAllowOn } from './covering.ts';
import { differing, saysOf } from './difference.ts';
import type { Facts } from './facts.ts';
import { fieldName, type Field, type Member } from './field.ts';
import type { Ground } from './ground.ts';
import { narrowGrounds } from './narrow-grounds.ts';
import type { Node } from '../../entity.ts';
import type { Subjects } from './subjects.ts';
import { mayAllow } from './sweep.ts';

const sameNode = (a: Node | undefined, b: Node | undefined) =>
  a === b || (a !== undefined && b !== undefined && saysOf(a) === saysOf(b));

/** Whether two states of a member are alike to everybody. */
const isAlike = (a: Member, b: Member): boolean =>
  sameNode(a.node, b.node) &&
  sameNode(a.target.node, b.target.node) &&
  a.key?.name === b.key?.name &&
  a.key?.manager === b.key?.manager &&
  a.target.account?.id === b.target.account?.id &&
  a.target.policies.length === b.target.policies.length &&
  a.target.restricted === b.target.restricted &&
  canonical(a.target.given) === canonical(b.target.given) &&
  a.target.behind === undefined &&
  b.target.behind === undefined;

/** Members that another state of their field does not have alike. */
function turnedIn(field: Field, other: Field | undefined): Member[] {
  const others = new Map(other?.members.map((member) => [member.node.uid, member]));
  return field.members.filter((member) => {
    const now = others.get(member.node.uid);
    return now !== member && !(now && isAlike(now, member));
  });
}

const byName = (fields: readonly Field[]) =>
  new Map(fields.map((field) => [fieldName(field), field]));

/** What of each field is not the same before and after; fields of which all is are left out. */
function turnedMembers(
  before: readonly Ground[],
  after: readonly Ground[],
): ReadonlyMap<Field, readonly Member[]> {
  const found = new Map<Field, readonly Member[]>();
  const seen = new Set<readonly Field[]>();
  for (const [place, { fields }] of after.entries()) {
    const old = before[place]?.fields ?? [];
    if (seen.has(fields) || old === fields) continue;
    seen.add(fields);
    const [was, is] = [byName(old), byName(fields)];
    for (const name of new Set([...was.keys(), ...is.keys()])) {
      const [a, b] = [was.get(name), is.get(name)];
      if (a === b) continue;
      const [gone, came] = [a ? turnedIn(a, b) : [], b ? turnedIn(b, a) : []];
      if (gone.length + came.length === 0) continue;
      if (a) found.set(a, gone);
      if (b) found.set(b, came);
    }
  }
  return found;
}

/** Whether a caller may reach a member of a ground, by its own policies or by those of the member. */
const mayReachSome = ({ actions, fields, concerns }: Ground, caller: Caller): boolean =>
  fields.some((field) =>
    actions.some((action) => {
      const able = mayAllow(caller, action);
      const concern = concerns.get(field)?.get(action);
      const own = field.account === '' || field.account === caller.account;
      return (
        (concern && concerned(concern, caller, { able }).size > 0) ||
        (able && own && field.members.some((member) => mayAllowOn(caller, action, member)))
      );
    }),
  );

const sameKeys = (a: Spelled, b: Spelled) =>
  a.size === b.size && [...a.keys()].every((key) => b.has(key));

/** Edges as text, by kind and where they lead. */
const said = ({ edges }: Access) =>
  new Map(edges.map(({ to, amount }) => [`${amount.kind} ${to.uid}`, canonical([to, amount])]));

/** What turned members amount to for a subject. */
export interface Faced {
  /** Nodes to which its edges are others; null where all of them may be. */
  ends: ReadonlySet<string> | null;
  /** What is spelled out for it now, where that is known. */
  spelled: Spelled;
}

function facedBy(was: Access, is: Access, known: Spelled): Faced {
  const spelled = new Map(known);
  let flips = !sameKeys(was.spelled, is.spelled);
  for (const [name, against] of is.spelled) {
    const before = known.get(name) ?? 0;
    const now = before + against - (was.spelled.get(name) ?? 0);
    spelled.set(name, now);
    flips ||= before > 0 !== now > 0;
  }
  const names = differing(said(was), said(is));
  return {
    ends: flips ? null : new Set([...names].map((name) => name.slice(name.indexOf(' ') + 1))),
    spelled,
  };
}

/** What is found where there are no members, given what is where there are: grants of all alone. */
const withoutMembers = ({ edges, spelled }: Access): Access => ({
  edges: edges.filter(({ to }) => to.kind === 'ResourceSet'),
  spelled: new Map([...spelled.keys()].map((name) => [name, 0])),
});

const fieldNames = (grounds: readonly Ground[]) =>
  grounds.map(({ place, fields }) => [place, fields.map(fieldName)]).join();

type Sides = readonly [before: readonly Ground[], after: readonly Ground[]];

/** What is found before and after; of the same fields, what is empty need not be asked. */
function bothSides(
  [before, after]: Sides,
  ask: (grounds: readonly Ground[]) => Access,
): [before: Access, after: Access] {
  const isEmpty = (grounds: readonly Ground[]) =>
    grounds.every(({ fields }) => fields.every(({ members }) => members.length === 0));
  if (fieldNames(before) === fieldNames(after)) {
    if (isEmpty(before)) {
      const found = ask(after);
      return [withoutMembers(found), found];
    }
    if (isEmpty(after)) {
      const found = ask(before);
      return [found, withoutMembers(found)];
    }
  }
  return [ask(before), ask(after)];
}

/**
 * Subjects to whom members that came, went or say something else may amount to something else: each
 * is asked what it may do on those alone, before and after.
 */
export function* facing(
  facts: Facts,
  [before, after]: Sides,
  subjects: Subjects,
  spelled: ReadonlyMap<string, Spelled>,
): Iterable<[subject: string, Faced]> {
  const turned = turnedMembers(before, after);
  if (turned.size === 0) return;
  const [was, is] = [before, after].map((grounds) =>
    narrowGrounds(grounds, (field) => turned.get(field) ?? null),
  ) as [Ground[], Ground[]];
  // What is behind members can only be seen as it is now.
  const isApart = ({ fields }: Ground) => fields.some(({ apart }) => apart);
  for (const [subject, callers] of subjects) {
    const known = spelled.get(subject) ?? new Map<string, number>();
    const isFaced = (ground: Ground) =>
      isGranted(ground, known) || callers.some((caller) => mayReachSome(ground, caller));
    const places = new Set([...was, ...is].filter(isFaced).map(({ place }) => place));
    if (places.size === 0) continue;
    const ofPlaces = (grounds: readonly Ground[]) =>
      grounds.filter(({ place }) => places.has(place));
    const own: Sides = [ofPlaces(was), ofPlaces(is)];
    if (own.flat().some(isApart)) {
      yield [subject, { ends: null, spelled: known }];
      continue;
    }
    const [a, b] = bothSides(own, (grounds) => accessEdges(facts, grounds, callers, known));
    yield [subject, facedBy(a, b, known)];
  }
}
