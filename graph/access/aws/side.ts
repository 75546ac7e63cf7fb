import type { Caller } from './caller.ts';
import type { Concern } from './concern.ts';
import type { Given } from './context.ts';
import type { Decision } from './decide.ts';
import type { Facts } from './facts.ts';
import type { Field, Member } from './field.ts';
import type { Key } from './key.ts';
import { both, denied, permissionOf, type Permission } from './permission.ts';
import { concerning } from './policy.ts';
import { commonPolicies, sweep, type Alike } from './sweep.ts';

/** Who asks, what is known of the request, and what was found out for it. */
export interface Asking {
  caller: Caller;
  given: Given;
  /** By whose policies matter, then by which of the caller's statements concern the action. */
  sides: Map<Concern, Map<string, Side>>;
  /** Use of keys, by operation. */
  uses: Map<string, Map<Key, Permission>>;
}

/** What a caller may do on the members of a field by one action. */
export interface Side {
  general: Permission | null;
  /** Members that are told apart, each in one group. */
  singled: Alike<Permission>;
}

/** Statements that concern an action whatever the member: actions of which it is the same are alike. */
function statementsFor(
  facts: Facts,
  caller: Caller,
  { example: { target } }: Field,
  action: string,
) {
  const callerAccount = caller.account === null ? undefined : facts.account(caller.account);
  return commonPolicies({ caller, callerAccount, target })
    .map(({ document }) => concerning(document, action).places)
    .join(' ');
}

/** What an asker may do by an action, in lower case; of actions that are alike, the same. */
export function sideOf(
  facts: Facts,
  field: Field,
  concern: Concern,
  asking: Asking,
  action: string,
): Side {
  const { caller, given, sides } = asking;
  let byStatements = sides.get(concern);
  if (!byStatements) sides.set(concern, (byStatements = new Map<string, Side>()));
  const statements = statementsFor(facts, caller, field, action);
  const before = byStatements.get(statements);
  if (before) return before;
  const { rest, singled } = sweep(facts, caller, action, field, { concern, given });
  const permissions = new Map<Decision, Permission>();
  const permission = (decision: Decision) => {
    let found = permissions.get(decision);
    if (!found) permissions.set(decision, (found = permissionOf(caller, decision)));
    return found;
  };
  const general = rest && permission(rest);
  const side: Side = {
    general: general?.allowed === false ? null : general,
    singled: singled.map(([decision, members]) => [permission(decision), members]),
  };
  byStatements.set(statements, side);
  return side;
}

/** Both sides at once. */
export function bothSides(a: Side, b: Side): Side {
  const of = ({ singled }: Side) =>
    new Map(singled.flatMap(([permission, members]) => members.map((one) => [one, permission])));
  const [mine, other] = [of(a), of(b)];
  const groups = new Map<Permission, Member[]>();
  for (const member of new Set([...mine.keys(), ...other.keys()])) {
    const permission = both(
      mine.get(member) ?? a.general ?? denied,
      other.get(member) ?? b.general ?? denied,
    );
    const group = groups.get(permission);
    if (group) group.push(member);
    else groups.set(permission, [member]);
  }
  return { general: a.general && b.general && both(a.general, b.general), singled: [...groups] };
}
