import { fail } from '../../errors.ts';
import type { View } from '../../view.ts';
import type { AppliedPolicy, PolicyKind } from './applied-policy.ts';
import type { Given } from './context.ts';
import { behindOf, decide, dependsOn, routesOf, type Decision } from './decide.ts';
import type { Request } from './access-request.ts';
import { missing, toMeet, whereRead, type ToMeet } from './explain.ts';
import { factsOf, type Facts } from './facts.ts';
import { keyBehind } from './key.ts';
import type { Match } from './matching.ts';
import { parseArn } from './arn.ts';
import type { Effect } from './policy.ts';
import { principalOf } from './principals.ts';
import { requestOf } from './request.ts';
import { nodeOf, targetOf, type Target } from './target.ts';

/** What is asked: may the principal do the action on the resource, in the context? */
export interface AccessQuery {
  /** ARN of a user, role, session or root, an account id, a service, or `anonymous`. */
  principal: string;
  action: string;
  /** ARN, or `*`. */
  resource: string;
  /** Known condition keys; null = known to be absent. Others follow from the facts, or are unknown. */
  context?: Given;
  /** Session policies: documents, JSON text, or ARNs of managed policies. */
  sessionPolicies?: readonly unknown[];
}

/** A statement that decided. */
export interface Deciding {
  /** ARN or id of a managed policy; else `{holder}#{element}`. */
  policy: string;
  /** Sid, or place from 0; null where the policy has no statement that allows, or was not read. */
  statement: string | null;
  effect: Effect;
  kind: PolicyKind;
  /** Where the policy was read: file and record, or event; null for what no record gave. */
  where: string | null;
}

export interface AccessAnswer {
  verdict: 'allow' | 'deny' | 'conditional';
  /** Condition keys, or unread policies, that the verdict hangs on; sorted. */
  conditions: string[];
  because: Deciding[];
  /** What stands between a refused request and being allowed. */
  missing: string[];
  /** Conditions that the verdict hangs on, as the statements write them. */
  meet: ToMeet[];
  /** What was taken for granted because nothing collected says otherwise. */
  assumed: string[];
}

type Unplaced = Omit<Deciding, 'where'> & { from: AppliedPolicy };

const deciding = (effect: Effect, { policy, statement }: Match): Unplaced => ({
  from: policy,
  policy: policy.name,
  statement: statement?.id ?? null,
  effect,
  kind: policy.kind,
});

/** Limits that let nothing through of what would be granted without them. */
function inTheWay(request: Request, { limits }: Decision): Unplaced[] {
  if (routesOf(request, true).length === 0) return [];
  return limits
    .filter(({ value }) => value === false)
    .flatMap(({ policies }) => policies)
    .map((policy) => deciding('deny', { policy, statement: null, value: false }));
}

/** Statements that decided: denies; else what allows; else the limit that lets nothing through. */
function reasons(request: Request, decision: Decision): Unplaced[] {
  const { allowed, routes, denies, limits } = decision;
  const certain = denies.filter(({ value }) => value === true);
  if (certain.length > 0) return certain.map((match) => deciding('deny', match));
  if (allowed === false) return inTheWay(request, decision);
  const sure = routes.filter(({ value }) => value === true);
  const granting = (sure.length > 0 ? sure : routes).flatMap(({ matches }) => matches);
  const through = limits.flatMap(({ matches }) => matches);
  return [
    ...[...granting, ...through].map((match) => deciding('allow', match)),
    ...denies.map((match) => deciding('deny', match)),
  ];
}

const once = (list: readonly Deciding[]): Deciding[] => [
  ...new Map(list.map((item) => [JSON.stringify(item), item])).values(),
];

function assumptions(request: Request): string[] {
  const { caller, target } = request;
  const behind = behindOf(request);
  const { arn, node, account } = target;
  const further = behind ? assumptions(behind) : [];
  if (arn === '*' || (node && !node.stub)) return further;
  const owner = account?.id ?? caller.account;
  const seen = account === undefined && owner !== null ? ` and belongs to account ${owner}` : '';
  return [
    `${arn} was not collected: taken as if it exists${seen} and has no policy of its own`,
    ...further,
  ];
}

/** What a request is about that names a resource: behind the alias of a key, the key. */
function targetNamed(facts: Facts, service: string, action: string, resource: string): Target {
  const key = /alias$/i.test(action) ? null : keyBehind(facts.view, resource);
  const arn = key ?? resource;
  const target = targetOf(facts, service, arn, nodeOf(facts, arn));
  if (key !== undefined) return target;
  return { ...target, explicit: true, missing: `policy of the key behind ${resource}` };
}

/**
 * Whether a principal may do an action on a resource, and why (IAM User Guide, "Policy evaluation
 * logic"). Throws USAGE where the principal, action or resource has no known form.
 */
export function resolveAccess(view: View, query: AccessQuery): AccessAnswer {
  const { principal, action, resource, context = {}, sessionPolicies = [] } = query;
  const facts = factsOf(view);
  const caller = principalOf(view, principal, sessionPolicies);
  if (!caller) fail('USAGE', `principal "${principal}": expected an ARN, a service or anonymous`);
  const service = /^([a-z0-9-]+):[a-z0-9]+$/i.exec(action)?.[1]?.toLowerCase();
  if (service === undefined) fail('USAGE', `action "${action}": expected service:Action`);
  if (resource !== '*' && !parseArn(resource))
    fail('USAGE', `resource "${resource}": expected an ARN, or *`);
  const target = targetNamed(facts, service, action, resource);
  const request = requestOf(facts, caller, action, target, context);
  const decision = decide(request);
  const { allowed } = decision;
  return {
    verdict: allowed === true ? 'allow' : allowed === false ? 'deny' : 'conditional',
    conditions: dependsOn(decision),
    because: once(
      reasons(request, decision).map(({ from, ...reason }) => ({
        ...reason,
        where: whereRead(view, from),
      })),
    ),
    missing: missing(request, decision, action),
    meet: toMeet(decision),
    assumed: assumptions(request),
  };
}
