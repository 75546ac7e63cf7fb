import type { View } from '../../view.ts';
import { isLetIn } from './access-point.ts';
import type { AppliedPolicy } from './applied-policy.ts';
import { causeOf, nameOfPolicy } from './applied-policy.ts';
import { barOf } from './bar.ts';
import { behindOf, routesOf, sidesOf, type Decision } from './decide.ts';
import type { Request } from './access-request.ts';
import { unmetBy, type Match } from './matching.ts';
import { texts } from './policy.ts';
import { settledBy, whoMay } from './special-actions.ts';
import { isUnknown } from './ternary.ts';

/** A condition that a verdict hangs on. */
export interface ToMeet {
  key: string;
  operator: string;
  values: string[];
  /** Whether the condition must hold (of an allow), or must not (of a deny). */
  must: boolean;
  policy: string;
  statement: string;
}

/** Where a policy was read: file and record, or event; null where no record gave it. */
export const whereRead = (view: View, { holder }: Pick<AppliedPolicy, 'holder'>): string | null =>
  view.node(holder)?.evidence[0]?.record ?? null;

function* conditionsOf({ statement, policy }: Match, must: boolean): Iterable<ToMeet> {
  const blocks = statement?.source['Condition'];
  if (!statement || blocks === null || typeof blocks !== 'object') return;
  for (const [operator, keys] of Object.entries(blocks as Record<string, object>))
    for (const [key, values] of Object.entries(keys))
      yield {
        key,
        operator,
        values: texts(values),
        must,
        policy: policy.name,
        statement: statement.id,
      };
}

/** Conditions on what is not known that allows ask for, and that denies must not find. */
export function toMeet({ allowed, routes, denies, limits }: Decision): ToMeet[] {
  if (!isUnknown(allowed)) return [];
  const open = new Set(allowed.map((name) => name.toLowerCase()));
  const allows = [...routes, ...limits].flatMap(({ matches }) => matches);
  const all = [
    ...allows.flatMap((match) => [...conditionsOf(match, true)]),
    ...denies.flatMap((match) => [...conditionsOf(match, false)]),
  ].filter(({ key }) => open.has(key.toLowerCase()));
  return [...new Map(all.map((item) => [JSON.stringify(item), item])).values()];
}

const quoted = (match: Match): string =>
  match.statement
    ? causeOf(match.policy, match.statement).say
    : `unread ${nameOfPolicy(match.policy)}`;

/** Statements that are told of where a condition of theirs does not hold. */
const mostTold = 3;

/** Statements that would allow but for their conditions, with these. */
function unmet(policies: readonly AppliedPolicy[], request: Request): string {
  const close = unmetBy(policies, request).slice(0, mostTold);
  if (close.length === 0) return '';
  const told = close.map((match) => {
    const conditions = [...conditionsOf(match, true)].map(
      ({ operator, key, values }) => `${operator} ${key} ${values.join(', ')}`,
    );
    return `${quoted(match)}, does where ${conditions.join(' and ')}`;
  });
  return ` (${told.join('; ')})`;
}

/** Sides of a request on which nothing allows it. */
function silent(request: Request, action: string): string[] {
  const { caller, target } = request;
  const missing: string[] = [];
  if (routesOf(request, true).length === 0) {
    const { identity, resource, needs } = sidesOf(request);
    const bar = barOf(request);
    if (bar !== null) missing.push(bar);
    if (needs !== 'resource' && identity === false)
      missing.push(
        `an identity policy of ${caller.arn} that allows ${action} on ${target.arn}${unmet(caller.policies, request)}`,
      );
    if (bar === null && needs !== 'identity' && resource === false)
      missing.push(
        `a statement on the side of ${target.arn} that allows ${action} to ${caller.arn}${unmet(target.policies, request)}`,
      );
  }
  if (isLetIn(target.vpc, request.lookup) === false)
    missing.push(`to come from ${target.vpc ?? ''}, which alone ${target.arn} lets in`);
  const behind = behindOf(request);
  return behind ? [...missing, ...silent(behind, action)] : missing;
}

/**
 * What stands between a refused request and being allowed, one line each; empty where it is not
 * refused. The action is told as it was asked.
 */
export function missing(request: Request, decision: Decision, action: string): string[] {
  if (decision.allowed !== false) return [];
  if (settledBy(request.caller, request.action) === false)
    return [`needs a caller that is ${whoMay(request.caller, request.action)}`];
  const grants = silent(request, action);
  const limits = decision.limits
    .filter(({ value }) => value === false)
    .flatMap(({ policies }) => policies.map(nameOfPolicy))
    .map((policy) => `that ${policy} allows it as well`);
  const denies = decision.denies.filter(({ value }) => value === true);
  if (grants.length === 0 && limits.length === 0)
    return denies.map((match) => `would be allowed but for ${quoted(match)}`);
  return [
    ...[...grants, ...limits].map((text) => `needs ${text}`),
    ...denies.map((match) => `is denied by ${quoted(match)}`),
  ];
}
