import type { Ref } from '../../claim.ts';
import { edgeKinds, type EdgeKind } from '../../schema/index.ts';
import { direct, fromInternet } from './attacker-context.ts';
import type { Caller } from './caller.ts';
import { namesBeside, type Effect } from './effect.ts';
import type { Facts } from './facts.ts';
import { fieldName, type Field, type Member } from './field.ts';
import { findings, left, type Found } from './findings.ts';
import type { Ground } from './ground.ts';
import { paired } from './paired.ts';
import { denied, either, type Permission } from './permission.ts';
import { resourceSet } from './resource-set.ts';
import type { Asking } from './side.ts';

/** What permissions amount to, whatever they are on; edges that are alike share it. */
export interface Amount {
  kind: EdgeKind;
  /** Sorted. */
  actions: string[];
  permission: Permission;
  /** The row of the table that says so; of several, the first that is as certain. */
  effect: Effect;
}

/** An edge that permissions amount to, from the callers asked about. */
export interface AccessEdge {
  to: Ref;
  amount: Amount;
}

const members = new Set<string>(edgeKinds.CONTAINS.to);

/** Whether a grant of all of a type is one edge to their set. */
const takesSets = ({ edge, kind }: Effect) =>
  members.has(kind) && (edgeKinds[edge].to as readonly string[]).includes('ResourceSet');

/** Both amounts as one; what is certain displaces what is not. */
const merged = paired((known: Amount, more: Amount): Amount => {
  const sure = more.permission.allowed === true;
  const wasSure = known.permission.allowed === true;
  const permission = either(known.permission, more.permission);
  if (sure !== wasSure) return { ...(sure ? more : known), permission };
  const actions = [...new Set([...known.actions, ...more.actions])].sort();
  return { ...known, actions, permission };
});

type Edges = Map<EdgeKind, Map<string, AccessEdge>>;

/** Adds an amount to the edges that lead to some nodes. */
function put(edges: Edges, amount: Amount, to: Iterable<Pick<Member, 'ref'>>) {
  if (amount.permission.allowed === false) return;
  let ofKind = edges.get(amount.kind);
  if (!ofKind) edges.set(amount.kind, (ofKind = new Map<string, AccessEdge>()));
  // Those that stand together mostly had the same before.
  let [before, after] = [amount, amount];
  for (const { ref } of to) {
    const known = ofKind.get(ref.uid);
    if (!known) ofKind.set(ref.uid, { to: ref, amount });
    else {
      if (known.amount !== before) [before, after] = [known.amount, merged(known.amount, amount)];
      known.amount = after;
    }
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

/** Adds what one caller may do by an effect on a field of it. */
function putFound(edges: Edges, effect: Effect, field: Field, found: readonly Found[]) {
  const { edge: kind } = effect;
  const asSet = takesSets(effect);
  const wide = asSet ? found.flatMap(({ all }) => all ?? []) : [];
  for (const { all, each, actions: own } of found) {
    const actions = [...own, ...namesBeside(effect)].sort();
    const amount = (permission: Permission): Amount => ({ kind, actions, permission, effect });
    if (all) {
      const to = asSet ? [{ ref: resourceSet(field) }] : left(field.members, each);
      put(edges, amount(all), to);
    }
    for (const [permission, those] of each)
      if (wide.length === 0) put(edges, amount(permission), those);
      // A statement that names a member grants it still when the wide one is gone.
      else if (permission.allowed === true) put(edges, amount(apart(permission, wide)), those);
  }
}

/**
 * For how many members certain grants of all do not hold, by what they grant and to whom: unless for
 * none, they are spelled out.
 */
export type Spelled = ReadonlyMap<string, number>;

/** What grounds amount to for one attacker. */
export interface Access {
  edges: AccessEdge[];
  spelled: Spelled;
}

/** What names of grants on a field begin with. */
const grantsOn = ({ place }: Ground, field: Field): string => `${place} ${fieldName(field)} `;

/** Whether a certain grant of all is known of one of a ground's fields. */
export const isGranted = (ground: Ground, known: Spelled): boolean =>
  ground.fields.some((field) => {
    const start = grantsOn(ground, field);
    return [...known.keys()].some((name) => name.startsWith(start));
  });

/**
 * Edges from one attacker, who may come as any of the callers, to all that the grounds cover. A
 * grant of all of a type is one edge to their ResourceSet, unless something singles members out: where
 * the grounds are but a part of all, `known` tells.
 */
export function accessEdges(
  facts: Facts,
  grounds: readonly Ground[],
  callers: readonly Caller[],
  known: Spelled = new Map(),
): Access {
  const outside = callers.some(({ kind }) => kind === 'anonymous' || kind === 'outsider');
  const given = outside ? fromInternet : direct;
  const asking = callers.map((caller): Asking => ({
    caller,
    given,
    sides: new Map(),
    uses: new Map(),
  }));
  const edges: Edges = new Map();
  const spelled = new Map<string, number>();
  for (const ground of grounds)
    for (const field of ground.fields)
      for (const one of asking) {
        const nameOf = (actions: readonly string[]) =>
          grantsOn(ground, field) + [...actions, one.caller.arn].join(' ');
        const isSpelled = (actions: readonly string[]) => (known.get(nameOf(actions)) ?? 0) > 0;
        const found = [...findings(facts, ground, field, one, isSpelled)];
        if (takesSets(ground.effect))
          for (const { actions, against } of found)
            if (against !== null) spelled.set(nameOf(actions), against);
        putFound(edges, ground.effect, field, found);
      }
  return { edges: [...edges.values()].flatMap((ofKind) => [...ofKind.values()]), spelled };
}
