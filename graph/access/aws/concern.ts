import type { Caller } from './caller.ts';
import { holds } from './condition.ts';
import type { Member } from './field.ts';
import { concerning, type Statement } from './policy.ts';
import { every } from './ternary.ts';
import type { Lookup } from './variables.ts';

/** Which members of a field have a policy of their own that may matter to a caller. */
export interface Concern {
  /** To every caller. */
  always: readonly Member[];
  /** To callers that the policy names: by ARN, unique id, role session prefix, or account. */
  named: ReadonlyMap<string, readonly Member[]>;
}

const sessionForm = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)\//;

/** How a role's sessions are found: they name the role without its path. */
const sessionsOf = (account: string, role: string) => `session ${account} ${role}`;

function* names({ principal }: Statement): Iterable<string> {
  if (!principal) return;
  yield* principal.accounts;
  yield* principal.ids;
  for (const arn of principal.arns) {
    const [, account, role] = sessionForm.exec(arn) ?? [];
    yield account !== undefined && role !== undefined ? sessionsOf(account, role) : arn;
  }
}

/** A Deny whose conditions fail whoever asks, given only what holds for every caller. */
const isVoid = ({ conditions }: Statement, given: Lookup) =>
  conditions.length > 0 && every(conditions, (condition) => holds(condition, given)) === false;

/** Sorts the members of a field by whom their own policies concern, for one action. */
export function concernOf(members: readonly Member[], action: string, given: Lookup): Concern {
  const always = new Set<Member>();
  const named = new Map<string, Set<Member>>();
  for (const member of members) {
    const { target } = member;
    if (target.missing !== null) always.add(member);
    for (const { document } of target.policies) {
      if (document.problem !== null) always.add(member);
      const { allow, deny } = concerning(document, action);
      for (const statement of [...allow, ...deny.filter((s) => !isVoid(s, given))]) {
        const { principal } = statement;
        if (!principal || principal.everyone || principal.not) always.add(member);
        for (const name of names(statement)) {
          const list = named.get(name);
          if (list) list.add(member);
          else named.set(name, new Set([member]));
        }
      }
    }
  }
  return {
    always: [...always],
    named: new Map([...named].map(([name, list]) => [name, [...list]])),
  };
}

/**
 * Members whose own policies may matter to a caller: those that name it, or, unless it has no
 * permission of its own to add, its account.
 */
export function concerned(
  { always, named }: Concern,
  caller: Caller,
  { able }: { able: boolean },
): Set<Member> {
  const { arn, account, uniqueId, kind } = caller;
  const found = new Set(always);
  const keys = [arn];
  if (account !== null && able) keys.push(account);
  if (uniqueId !== null) keys.push(uniqueId);
  if (kind === 'role' && account !== null)
    keys.push(sessionsOf(account, arn.split('/').at(-1) ?? ''));
  for (const key of keys) for (const member of named.get(key) ?? []) found.add(member);
  return found;
}
