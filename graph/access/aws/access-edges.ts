import type { Ref } from '../../claim.ts';
import { edgeKinds, type EdgeKind } from '../../schema/index.ts';
import { direct, fromInternet } from './attacker-context.ts';
import type { Caller } from './caller.ts';
import type { Given } from './context.ts';
import type { Decision } from './decide.ts';
import { namesBeside, type Effect } from './effect.ts';
import type { Facts } from './facts.ts';
import type { Field, Member } from './field.ts';
import type { Ground } from './ground.ts';
import { keyUse } from './key-use.ts';
import { permissionOnSome } from './need.ts';
import { both, denied, either, permissionOf, type Permission } from './permission.ts';
import { resourceSet } from './resource-set.ts';
import { sweep } from './sweep.ts';

/** An edge that permissions amount to, from the callers asked about. */
export interface AccessEdge {
  kind: EdgeKind;
  to: Ref;
  /** Sorted. */
  actions: string[];
  permission: Permission;
  /** The row of the table that says so; of several, the first that is as certain. */
  effect: Effect;
}

/** Who asks, and what is known of the request. */
interface Asking {
  caller: Caller;
  given: Given;
}

const members = new Set<string>(edgeKinds.CONTAINS.to);

const takesSets = (kind: EdgeKind) =>
  (edgeKinds[kind].to as readonly string[]).includes('ResourceSet');

/** What a caller may do by one action on one field, its keys considered. */
interface Found {
  action: string;
  /** For all members, present and future; null where it must be spelled out. */
  all: Permission | null;
  /** For every member, or, where there is one for all, for those that something singles out. */
  each: readonly (readonly [Member, Permission])[];
}

/** Whether the caller may use the keys of a field; each is asked about once. */
function keyring(facts: Facts, caller: Caller, operation: string | undefined) {
  const asked = new Map<string, Permission>();
  return (member: Member, permission: Permission): Permission => {
    if (operation === undefined || member.key === null) return permission;
    const id = `${member.key.name} ${member.target.region ?? ''}`;
    let use = asked.get(id);
    if (!use) {
      const decision = keyUse(facts, caller, operation, member);
      const { because } = permissionOf(caller, decision);
      asked.set(id, (use = { allowed: decision.allowed, because }));
    }
    return both(permission, use);
  };
}

/** What a caller may do on the members of a field by one action. */
interface Side {
  general: Permission | null;
  singled: ReadonlyMap<Member, Permission>;
}

function sideOf(
  facts: Facts,
  { concerns }: Ground,
  field: Field,
  { caller, given }: Asking,
  action: string,
): Side {
  const concern = concerns.get(field)?.get(action.toLowerCase());
  if (!concern) return { general: null, singled: new Map() };
  const { rest, singled } = sweep(facts, caller, action.toLowerCase(), field, { concern, given });
  // Decisions are shared by members that are alike, and so is what follows from them.
  const known = new Map<Decision, Permission>();
  const permission = (decision: Decision) => {
    let found = known.get(decision);
    if (!found) known.set(decision, (found = permissionOf(caller, decision)));
    return found;
  };
  const general = rest && permission(rest);
  return {
    general: general?.allowed === false ? null : general,
    singled: new Map([...singled].map(([member, decision]) => [member, permission(decision)])),
  };
}

/** Both sides at once. */
function joined(a: Side, b: Side): Side {
  const of = ({ general, singled }: Side, member: Member) =>
    singled.get(member) ?? general ?? denied;
  const members = new Set([...a.singled.keys(), ...b.singled.keys()]);
  return {
    general: a.general && b.general && both(a.general, b.general),
    singled: new Map([...members].map((m) => [m, both(of(a, m), of(b, m))])),
  };
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
  const locked: Permission = { allowed: unseen === undefined ? true : [unseen], because: [] };
  return also
    .filter((need) => typeof need !== 'string')
    .reduce((all, need) => {
      if (all.allowed === false) return all;
      return both(all, permissionOnSome(facts, caller, need, given));
    }, locked);
}

function* findings(facts: Facts, ground: Ground, field: Field, asking: Asking): Iterable<Found> {
  const { effect } = ground;
  const withKey = keyring(facts, asking.caller, effect.key);
  const lock = beside(facts, effect, asking);
  if (lock.allowed === false) return;
  for (const action of effect.actions) {
    const further = (effect.also ?? []).filter((need) => typeof need === 'string');
    const { general, singled } = [action, ...further]
      .map((name) => sideOf(facts, ground, field, asking, name))
      .reduce(joined);
    const of = (member: Member): Permission =>
      withKey(member, both(singled.get(member) ?? general ?? denied, lock));
    const whole = general && both(general, lock);
    const all =
      whole?.allowed === true &&
      [...singled.keys(), ...field.keyed].every((member) => holds(whole, of(member)))
        ? whole
        : null;
    const asked = all || !general ? singled.keys() : field.members;
    const each = [...asked].flatMap((member): [Member, Permission][] => {
      const permission = of(member);
      return permission.allowed === false ? [] : [[member, permission]];
    });
    yield { action, all, each };
  }
}

/** Adds actions to the edge that stands for them; what is certain displaces what is not. */
function put(
  edges: Map<EdgeKind, Map<string, AccessEdge>>,
  effect: Effect,
  to: Ref,
  { actions, permission }: Pick<AccessEdge, 'actions' | 'permission'>,
) {
  if (permission.allowed === false) return;
  const { edge: kind } = effect;
  let ofKind = edges.get(kind);
  if (!ofKind) edges.set(kind, (ofKind = new Map<string, AccessEdge>()));
  const known = ofKind.get(to.uid);
  const sure = permission.allowed === true;
  if (!known) ofKind.set(to.uid, { kind, to, actions: [...actions].sort(), permission, effect });
  else {
    const wasSure = known.permission.allowed === true;
    if (sure === wasSure) known.actions = [...new Set([...known.actions, ...actions])].sort();
    else if (sure) Object.assign(known, { actions: [...actions].sort(), effect });
    known.permission = either(known.permission, permission);
  }
}

/** What a permission rests on beside what others name: ways that need none of theirs. */
function apart({ allowed, because }: Permission, others: readonly Permission[]): Permission {
  const ways = others.flatMap((other) => other.because.map((way) => way.map(({ id }) => id)));
  const own = because.filter((causes) => {
    const ids = new Set(causes.map(({ id }) => id));
    return !ways.some((way) => way.every((id) => ids.has(id)));
  });
  return own.length === 0 ? denied : { allowed, because: own };
}

const refOf = ({ node: { kind, uid } }: Member): Ref => ({ kind, uid });

/**
 * Edges from one attacker, who may come as any of the callers, to all that the grounds cover. A
 * grant of all of a type is one edge to their ResourceSet, unless something singles members out.
 */
export function accessEdges(
  facts: Facts,
  grounds: readonly Ground[],
  callers: readonly Caller[],
): AccessEdge[] {
  const outside = callers.some(({ kind }) => kind === 'anonymous' || kind === 'outsider');
  const given = outside ? fromInternet : direct;
  const edges = new Map<EdgeKind, Map<string, AccessEdge>>();
  for (const ground of grounds) {
    const { effect } = ground;
    const asSet = takesSets(effect.edge) && members.has(effect.kind);
    const further = namesBeside(effect);
    for (const field of ground.fields)
      for (const caller of callers) {
        const found = [...findings(facts, ground, field, { caller, given })];
        const wide = asSet ? found.flatMap(({ all }) => all ?? []) : [];
        for (const { action, all, each } of found) {
          const actions = [action, ...further];
          if (wide.length > 0) {
            if (all) put(edges, effect, resourceSet(field), { actions, permission: all });
            // A statement that names a member grants it still when the wide one is gone.
            for (const [member, permission] of each)
              if (permission.allowed === true)
                put(edges, effect, refOf(member), { actions, permission: apart(permission, wide) });
            continue;
          }
          const general = all ? field.members.map((member) => [member, all] as const) : [];
          const spelled = new Map([...general, ...each]);
          for (const [member, permission] of spelled)
            put(edges, effect, refOf(member), { actions, permission });
        }
      }
  }
  return [...edges.values()].flatMap((ofKind) => [...ofKind.values()]);
}
