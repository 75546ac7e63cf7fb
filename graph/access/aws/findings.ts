import type { Effect } from './effect.ts';
import type { Facts } from './facts.ts';
import type { Field, Member } from './field.ts';
import type { Ground } from './ground.ts';
import { keyUse } from './key-use.ts';
import { permissionOnSome } from './need.ts';
import { both, granted, permissionOf, type Permission } from './permission.ts';
import { bothSides, sideOf, type Asking } from './side.ts';
import type { Alike } from './sweep.ts';

type Group = Alike<Permission>[number];

/** What a caller may do on one field by some actions that are alike. */
export interface Found {
  actions: string[];
  /** For all members, present and future; null where it must be spelled out. */
  all: Permission | null;
  /** For every member, or, where there is one for all, for those that something singles out. */
  each: Alike<Permission>;
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
  const { key, target } = member;
  if (key === null) return granted;
  const { region = '', service, account } = target;
  const id = [operation, key.name, region, service, account?.id].join(' ');
  let use = uses.get(id);
  if (!use) {
    const decision = keyUse(facts, caller, operation, member);
    const { because } = permissionOf(caller, decision);
    uses.set(id, (use = { allowed: decision.allowed, because }));
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

const membersOf = (groups: readonly Group[]) => new Set(groups.flatMap(([, members]) => members));

/** What of members is in no group. */
export function left(members: readonly Member[], groups: readonly Group[]): Member[] {
  const taken = membersOf(groups);
  return members.filter((member) => !taken.has(member));
}

/** Actions of an effect by what the caller may do by them; those that are alike stand together. */
function sidesOf(facts: Facts, { effect, concerns }: Ground, field: Field, asking: Asking) {
  const of = (name: string) => {
    const action = name.toLowerCase();
    const concern = concerns.get(field)?.get(action);
    return concern ? sideOf(facts, field, concern, asking, action) : null;
  };
  const further = (effect.also ?? []).flatMap((need) =>
    typeof need === 'string' ? (of(need) ?? []) : [],
  );
  return [...Map.groupBy(effect.actions, of)].flatMap(([side, actions]) =>
    side ? [{ actions, ...[side, ...further].reduce(bothSides) }] : [],
  );
}

/** What one caller may do by an effect on a field of it. */
export function* findings(
  facts: Facts,
  ground: Ground,
  field: Field,
  asking: Asking,
): Iterable<Found> {
  const { key } = ground.effect;
  const lock = beside(facts, ground.effect, asking);
  if (lock.allowed === false) return;
  for (const { actions, general, singled } of sidesOf(facts, ground, field, asking)) {
    const whole = general && both(general, lock);
    let groups: Group[] = singled.map(([permission, members]) => [both(permission, lock), members]);
    if (key !== undefined) {
      if (whole) groups.push([whole, left(field.keyed, groups)]);
      groups = groups.flatMap((group) => withKeys(facts, asking, key, group));
    }
    const all =
      whole?.allowed === true && groups.every(([permission]) => holds(whole, permission))
        ? whole
        : null;
    const rest: Group[] = whole && !all ? [[whole, left(field.members, groups)]] : [];
    const each = [...groups, ...rest].filter(([{ allowed }]) => allowed !== false);
    yield { actions, all, each };
  }
}
