import { canonical } from '../../claim.ts';
import { accessEdges } from './access-edges.ts';
import type { Caller } from './caller.ts';
import { concerned } from './concern.ts';
import { mayAllowOn } from './covering.ts';
import { saysOf } from './difference.ts';
import type { Facts } from './facts.ts';
import { fieldName, type Field, type Member } from './field.ts';
import { groundOn, type Ground } from './ground.ts';
import type { Node } from '../../entity.ts';
import { resourceSet } from './resource-set.ts';
import type { Subjects } from './subjects.ts';
import { mayAllow } from './sweep.ts';

/** Sets of which grants of all are spelled out, by whom. */
export type Spelled = ReadonlyMap<string, ReadonlySet<string>>;

/** A ground before and after, on nothing but members that are not the same in both. */
interface Narrowed {
  before: Ground;
  after: Ground;
  /** Sets to which the members belong. */
  sets: ReadonlySet<string>;
  /** What is behind members can only be seen as it is now. */
  apart: boolean;
}

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

const byUid = (field: Field | undefined) =>
  new Map(field?.members.map((member) => [member.node.uid, member]));

/** A field without the members that another state of it has as well. */
function only(field: Field, other: Field | undefined): Field {
  const others = byUid(other);
  const members = field.members.filter((member) => {
    const now = others.get(member.node.uid);
    return now !== member && !(now && isAlike(now, member));
  });
  return { ...field, members, keyed: members.filter(({ key }) => key !== null) };
}

type Pair = readonly [before: Field[], after: Field[]];

function pairOf(before: readonly Field[], after: readonly Field[]): Pair {
  const [was, is] = [before, after].map((fields) => new Map(fields.map((f) => [fieldName(f), f])));
  const pair: Pair = [[], []];
  for (const name of new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])) {
    const [a, b] = [was?.get(name), is?.get(name)];
    if (a === b) continue;
    const [gone, came] = [a && only(a, b), b && only(b, a)];
    if ((gone?.members.length ?? 0) + (came?.members.length ?? 0) === 0) continue;
    if (gone) pair[0].push(gone);
    if (came) pair[1].push(came);
  }
  return pair;
}

/** What became of members, by the grounds that they belong to. */
function narrowed(before: readonly Ground[], after: readonly Ground[]): Narrowed[] {
  const pairs = new Map<readonly Field[], Pair>();
  return before.flatMap((was, place): Narrowed[] => {
    const is = after[place];
    if (!is || is === was) return [];
    let pair = pairs.get(is.fields);
    if (!pair) pairs.set(is.fields, (pair = pairOf(was.fields, is.fields)));
    const all = pair.flat();
    if (all.length === 0) return [];
    const [a, b] = pair.map((fields) => groundOn(was.effect, fields)) as [Ground, Ground];
    return [
      {
        before: a,
        after: b,
        sets: new Set(all.map((field) => resourceSet(field).uid)),
        apart: all.some((field) => field.apart),
      },
    ];
  });
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

/**
 * Subjects to whom members that came, went or say something else amount to something else: each is
 * asked what it may do on those alone, before and after.
 */
export function* facing(
  facts: Facts,
  before: readonly Ground[],
  after: readonly Ground[],
  subjects: Subjects,
  spelled: Spelled,
): Iterable<string> {
  const turns = narrowed(before, after);
  if (turns.length === 0) return;
  for (const [subject, callers] of subjects) {
    const own = turns.filter(({ before: was, after: is }) =>
      callers.some((caller) => mayReachSome(was, caller) || mayReachSome(is, caller)),
    );
    const sets = spelled.get(subject);
    const say = (grounds: Ground[]) => canonical(accessEdges(facts, grounds, callers).edges);
    if (
      own.some(({ apart, sets: of }) => apart || [...of].some((uid) => sets?.has(uid))) ||
      (own.length > 0 &&
        say(own.map(({ before: was }) => was)) !== say(own.map(({ after: is }) => is)))
    )
      yield subject;
  }
}
