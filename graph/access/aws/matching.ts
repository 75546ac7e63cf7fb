import type { AppliedPolicy } from './applied-policy.ts';
import { allowedTo, deniedTo } from './caller.ts';
import { holds, type Condition } from './condition.ts';
import { isResourceTag } from './context.ts';
import type { Request } from './access-request.ts';
import { concerning, type Statement } from './policy.ts';
import { and, every, not, some, type Ternary } from './ternary.ts';
import { fill } from './variables.ts';
import { matches } from './wildcard.ts';

/** A statement that concerns a request, and how surely. `statement` is null for an unread policy. */
export interface Match {
  policy: AppliedPolicy;
  statement: Statement | null;
  value: Ternary;
}

/** Whether the resource element of a statement covers the target. */
function covers({ resources, notResource }: Statement, { target, lookup }: Request): Ternary {
  if (resources === null) return true;
  const named = some(resources, (pattern) => {
    const filled = fill(pattern, lookup);
    if (filled === null) return false;
    return typeof filled === 'string' ? matches(filled, target.arn) : filled;
  });
  return notResource ? not(named) : named;
}

/** Whether a condition holds; a tag in doubt counts only where it makes no difference. */
function isMet(condition: Condition, { lookup, tagsInDoubt }: Request): Ternary {
  const { key, name } = condition;
  const met = holds(condition, lookup);
  if (tagsInDoubt !== true || !isResourceTag(key)) return met;
  const without = holds(condition, (asked) => (asked === key ? null : lookup(asked)));
  return met === without ? met : [name];
}

/** Whether resource and conditions of a statement apply. */
function applies(statement: Statement, request: Request): Ternary {
  const covered = covers(statement, request);
  if (covered === false) return false;
  return and(
    covered,
    every(statement.conditions, (condition) => isMet(condition, request)),
  );
}

const unread = ({ name, document }: AppliedPolicy) => [
  document.problem === 'was not collected' ? `policy ${name}` : `unreadable policy ${name}`,
];

/** Statements of policies that allow or deny the request, whoever asks. */
export function matching(
  policies: readonly AppliedPolicy[],
  effect: 'allow' | 'deny',
  request: Request,
): Match[] {
  const found: Match[] = [];
  for (const policy of policies) {
    for (const statement of concerning(policy.document, request.action)[effect]) {
      const value = applies(statement, request);
      if (value !== false) found.push({ policy, statement, value });
    }
    if (policy.document.problem !== null)
      found.push({ policy, statement: null, value: unread(policy) });
  }
  return found;
}

/** Statements that would allow the request if their conditions held. */
export function unmetBy(policies: readonly AppliedPolicy[], request: Request): Match[] {
  const { caller, action } = request;
  return policies.flatMap((policy) =>
    concerning(policy.document, action).allow.flatMap((statement): Match[] => {
      const { principal } = statement;
      const named = !principal || anyOf(allowedTo(principal, caller)) !== false;
      if (!named || covers(statement, request) === false) return [];
      return applies(statement, request) === false ? [{ policy, statement, value: false }] : [];
    }),
  );
}

/** Whether any of what was found allows, or denies. */
export const anyOf = (found: readonly { value: Ternary }[]) => some(found, ({ value }) => value);

/** Denies of policies of the resource side, which name whom they concern. */
export const denyingOf = (policies: readonly AppliedPolicy[], request: Request): Match[] =>
  matching(policies, 'deny', request).flatMap((match) => {
    const principal = match.statement?.principal;
    const value = principal ? and(match.value, deniedTo(principal, request.caller)) : match.value;
    return value === false ? [] : [{ ...match, value }];
  });
