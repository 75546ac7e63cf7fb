import { must } from '../../errors.ts';
import type { Effect } from './effect.ts';
import type { Facts } from './facts.ts';
import type { Field, Member } from './field.ts';
import type { Ground } from './ground.ts';
import type { Key } from './key.ts';
import { keyUse } from './key-use.ts';
import { permissionOnSome } from './need.ts';
import { both, granted, permissionOf, type Permission } from './permission.ts';
import { bothSides, sideOf, type Asking, type Side } from './side.ts';
import type { Alike } from './sweep.ts';

type Group = Alike<Permission>[number];

/** What a caller may do on one field by some actions that are alike. */
export interface Found {
  actions: string[];
  /** For all members, present and future; null where it must be spelled out. */
  all: Permission | null;
  /** For every member, or, where there is one for all, for those that something singles out. */
  each: Alike<Permission>;
  /** How many members a certain grant of all does not hold for; null where there is none. */
  against: number | null;
}

/** Whether every way of a permission for all is one for a member, and one change ends both. */
const holds = (all: Permission, member: Permission): boolean => {
  if (member === all) return true;
  if (member.allowed !== true) return false;
  const own = member.because.map((way) => way.map(({ id }) => id));
  return all.because.every((way) => {
    const ids = new Set(way.map(({ id }) => id));
    return own.some((causes) => causes.every((id) => ids.has(id)));
  });
};

/** What must hold beside, wherever the action is done. */
function beside(
  facts: Facts,
  { also = [], unseen }: Effect,
  { caller, given }: Asking,
): Permission {
  const locked = unseen === undefined ? granted : { allowed: [unseen], because: [] };
  return also
    .filter((need) => typeof need !== 'string')
    .reduce((all: Permission, need) => {
      if (all.allowed === false) return all;
      return both(all, permissionOnSome(facts, caller, need, given));
    }, locked);
}

/** The use of a member's key; what many members have in common is asked once. */
function useOf(facts: Facts, { caller, uses }: Asking, operation: string, member: Member) {
  const { key } = member;
  if (key === null) return granted;
  let byKey = uses.get(operation);
  if (!byKey) uses.set(operation, (byKey = new Map<Key, Permission>()));
  let use = byKey.get(key);
  if (!use) {
    const decision = keyUse(facts, caller, operation, member);
    const { because } = permissionOf(caller, decision);
    byKey.set(key, (use = { allowed: decision.allowed, because }));
  }
  return use;
}

/** Members of one permission by what is left of it once their keys are considered. */
function withKeys(
  facts: Facts,
  asking: Asking,
  operation: string,
  [permission, members]: Group,
): Group[] {
  if (permission.allowed === false) return [[permission, members]];
  const byUse = Map.groupBy(members, (member) => useOf(facts, asking, operation, member));
  return [...byUse].map(([use, those]) => [both(permission, use), those]);
}

/** What of members is in no group. */
export function left(members: readonly Member[], groups: readonly Group[]): Member[] {
  const taken = new Set(groups.flatMap(([, those]) => those));
  return members.filter((member) => !taken.has(member));
}

/** The same of members that a key protects. */
function leftOfKeyed(keyed: readonly Member[], groups: readonly Group[]): Member[] {
  const open = new Set(keyed);
  for (const [, those] of groups)
    for (const member of those) if (member.key !== null) open.delete(member);
  return [...open];
}

/** Actions of an effect by what the caller may do by them; those that are alike stand together. */
function sidesOf(facts: Facts, ground: Ground, field: Field, asking: Asking) {
  const { effect, concerns } = ground;
  const concern = concerns.get(field);
  const sides = ground.actions.map((action) =>
    sideOf(facts, field, must(concern?.get(action), action), asking, action),
  );
  const further = sides.slice(effect.actions.length);
  const alike = Map.groupBy(effect.actions.keys(), (place) => sides[place] as Side);
  return [...alike].map(([side, places]) => ({
    actions: places.flatMap((place) => effect.actions[place] ?? []),
    ...[side, ...further].reduce(bothSides),
  }));
}

const countOf = (groups: readonly Group[]) =>
  groups.reduce((sum, [, those]) => sum + those.length, 0);

/**
 * What one caller may do by an effect on a field of it. `isSpelled` tells of which actions a grant of
 * all is spelled out, whatever is found: where the field is but a part of one.
 */
export function* findings(
  facts: Facts,
  ground: Ground,
  field: Field,
  asking: Asking,
  isSpelled: (actions: readonly string[]) => boolean,
): Iterable<Found> {
  const { key } = ground.effect;
  const lock = beside(facts, ground.effect, asking);
  if (lock.allowed === false) return;
  for (const { actions, general, singled } of sidesOf(facts, ground, field, asking)) {
    const whole = general && both(general, lock);
    let groups: Group[] = singled.map(([permission, members]) => [both(permission, lock), members]);
    if (key !== undefined) {
      if (whole) groups.push([whole, leftOfKeyed(field.keyed, groups)]);
      groups = groups.flatMap((group) => withKeys(facts, asking, key, group));
    }
    const certain = whole?.allowed === true ? whole : null;
    const against = certain && countOf(groups.filter(([one]) => !holds(certain, one)));
    const all = against === 0 && !isSpelled(actions) ? certain : null;
    const rest: Group[] = whole && !all ? [[whole, left(field.members, groups)]] : [];
    const each = [...groups, ...rest].filter(([{ allowed }]) => allowed !== false);
    yield { actions, all, each, against };
  }
}
