import { isLetIn } from './access-point.ts';
import type { AppliedPolicy } from './applied-policy.ts';
import { isServiceLinkedRole } from './arn.ts';
import { barOf } from './bar.ts';
import { allowedTo, isWhole, type Caller, type Granted, type Grantee } from './caller.ts';
import { isOfGrants } from './key-grants.ts';
import { anyOf, denyingOf, matching, type Match } from './matching.ts';
import { rcpServices } from './rcp-services.ts';
import { keepsItsWay, settledBy } from './special-actions.ts';
import { and, every, isUnknown, not, or, type Ternary } from './ternary.ts';
import type { Request } from './access-request.ts';

/** One way to be allowed: statements that together suffice, where nothing else forbids. */
export interface Route {
  matches: readonly Match[];
  value: Ternary;
}

export interface Decision {
  /** Whether the request is allowed. */
  allowed: Ternary;
  routes: readonly Route[];
  /** Denies that apply, or may. */
  denies: readonly Match[];
  /** Policies that limit without granting, and what they let through. */
  limits: readonly {
    policies: readonly AppliedPolicy[];
    matches: readonly Match[];
    value: Ternary;
  }[];
}

interface Grant extends Match {
  as: Grantee;
}

/** What the resource's own policies grant to the caller, and as whom. */
function grants(request: Request): Grant[] {
  const { target, caller } = request;
  if (barOf(request) !== null) return [];
  return matching(target.policies, 'allow', request).flatMap((match): Grant[] => {
    const principal = match.statement?.principal;
    if (match.statement === null) return [{ ...match, as: 'everyone' }];
    if (!principal) return [];
    return allowedTo(principal, caller).flatMap(({ as, value }) => {
      const both = and(match.value, value);
      return both === false ? [] : [{ ...match, as, value: both }];
    });
  });
}

/** Alternatives that are told apart; more only repeat that the request is allowed. */
export const mostRoutes = 64;

function limit(policies: readonly AppliedPolicy[] | null, request: Request): Decision['limits'] {
  if (policies === null) return [];
  const found = matching(policies, 'allow', request);
  return [{ policies, matches: found, value: anyOf(found) }];
}

/** What the policy of a VPC endpoint lets through: it limits, and names whom (AWS PrivateLink Guide). */
function passage(request: Request): Decision['limits'] {
  const { caller, endpoint: { policy, gateway = false } = {} } = request;
  if (!policy) return [];
  const counts = ({ as }: Granted) => !gateway || as === 'everyone' || caller.kind === 'root';
  const found = matching([policy], 'allow', request).flatMap((match) => {
    const principal = match.statement?.principal;
    const named = principal
      ? anyOf(allowedTo(principal, caller).filter(counts))
      : match.statement === null;
    const value = and(match.value, named);
    return value === false ? [] : [{ ...match, value }];
  });
  return [{ policies: [policy], matches: found, value: anyOf(found) }];
}

/** Whether the caller's own policies count besides the resource's: IAM knows the caller. */
const hasIdentity = ({ kind }: Caller) =>
  kind === 'user' || kind === 'role' || kind === 'federated-user' || isWhole({ kind });

/**
 * Ways to be allowed (IAM User Guide, "Policy evaluation logic"), before organisation policies:
 * `limits` is what boundary and session policies let through.
 */
export function routesOf(request: Request, limits: Ternary): Route[] {
  const { caller, target } = request;
  const given = grants(request);
  if (!hasIdentity(caller)) return surest(given.map(alone));
  if (barOf(request) !== null) return [];
  const same = target.account === undefined || target.account.id === caller.account;
  const whole = isWhole(caller);
  const identity: Route[] = matching(caller.policies, 'allow', request).map((match) => ({
    matches: [match],
    value: and(match.value, limits),
  }));
  if (caller.missing !== null) identity.push({ matches: [], value: and([caller.missing], limits) });
  if (whole) identity.push({ matches: [], value: true });

  const routes: Route[] = same && !target.explicit ? [...identity] : [];
  if (target.missing !== null)
    for (const own of identity)
      routes.push({ matches: own.matches, value: and(own.value, [target.missing]) });
  const trusted = target.policies.some(({ kind }) => kind === 'trust');
  const delegated: Route[] = [];
  for (const grant of given) {
    const route = alone(grant);
    if ((same && grant.as !== 'account') || isOfGrants(grant.policy)) {
      // A role as such is limited by its boundary and session policies; a user, a session or
      // everyone is not, but to assume a role always is.
      const limited = grant.as === 'role' || trusted;
      routes.push(limited ? { ...route, value: and(route.value, limits) } : route);
    } else if (!same || target.explicit || whole) delegated.push(route);
  }
  routes.push(...pairs(identity, delegated));
  return surest(routes);
}

const alone = (grant: Grant): Route => ({ matches: [grant], value: grant.value });

/** What is certain first, and no more than are told apart. */
function surest(routes: readonly Route[]): Route[] {
  const sure: Route[] = [];
  const open: Route[] = [];
  for (const route of routes)
    if (route.value === true) sure.push(route);
    else if (route.value !== false) open.push(route);
  for (const route of open) if (sure.length < mostRoutes) sure.push(route);
  return sure.length > mostRoutes ? sure.slice(0, mostRoutes) : sure;
}

/** Every way of one list with every one of the other, as far as they are told apart. */
function pairs(some: readonly Route[], others: readonly Route[]): Route[] {
  if (some.length === 0 || others.length === 0) return [];
  const second = surest(others);
  return surest(some).flatMap((a) =>
    second.map((b) => ({ matches: [...a.matches, ...b.matches], value: and(a.value, b.value) })),
  );
}

/** What each side of a request says before limits and denies, and which of them it takes. */
export interface Sides {
  identity: Ternary;
  resource: Ternary;
  needs: 'identity' | 'resource' | 'both';
}

export function sidesOf(request: Request): Sides {
  const { caller, target } = request;
  const same = target.account === undefined || target.account.id === caller.account;
  const own = hasIdentity(caller);
  return {
    identity: or(isWhole(caller), anyOf(matching(caller.policies, 'allow', request))),
    resource: anyOf(grants(request)),
    needs: !own ? 'resource' : same && !target.explicit ? 'identity' : 'both',
  };
}

/** The request as it arrives behind its target: at the bucket of an access point. */
export function behindOf(request: Request): Request | null {
  const target = request.target.behind?.(request.target.arn);
  return target ? { ...request, target } : null;
}

/** Both at once: what lets a request in at an access point, and at its bucket. */
function joined(a: Decision, b: Decision, { target, lookup }: Request): Decision {
  const routes = a.routes.flatMap((x) =>
    b.routes.map((y) => ({
      matches: [...new Set([...x.matches, ...y.matches])],
      value: and(x.value, y.value),
    })),
  );
  return {
    allowed: and(and(a.allowed, b.allowed), isLetIn(target.vpc, lookup)),
    routes: routes.slice(0, mostRoutes),
    denies: [...a.denies, ...b.denies],
    limits: [...a.limits, ...b.limits],
  };
}

/** Decides a request. */
export function decide(request: Request): Decision {
  const own = decideAlone(request);
  const behind = behindOf(request);
  return behind ? joined(own, decideAlone(behind), request) : own;
}

function decideAlone(request: Request): Decision {
  const { caller, callerAccount, target, action } = request;
  const settled = settledBy(caller, action);
  if (settled !== null) return { allowed: settled, routes: [], denies: [], limits: [] };
  const governed = hasIdentity(caller) && !caller.serviceLinked;
  const scps = governed ? (callerAccount?.scps ?? []) : [];
  const protects =
    !caller.serviceLinked &&
    !isServiceLinkedRole(target.arn) &&
    rcpServices.has(target.service) &&
    target.node?.props['manager'] !== 'aws';
  const rcps = protects ? (target.account?.rcps ?? []) : [];

  const own = [
    ...limit(caller.boundary && [caller.boundary], request),
    ...limit(caller.sessionPolicies, request),
  ];
  const routes = routesOf(
    request,
    own.reduce<Ternary>((all, { value }) => and(all, value), true),
  );
  const levels = [...scps.flatMap((level) => limit(level, request)), ...passage(request)];
  const limits = [...own, ...levels];
  const denies = [
    ...matching(
      [
        ...caller.policies,
        ...(caller.boundary ? [caller.boundary] : []),
        ...(caller.sessionPolicies ?? []),
        ...scps.flat(),
      ],
      'deny',
      request,
    ),
    ...denyingOf(
      [
        ...(keepsItsWay(request) ? [] : target.policies),
        ...rcps,
        ...(request.endpoint?.policy ? [request.endpoint.policy] : []),
      ],
      request,
    ),
  ];
  const granted = and(
    anyOf(routes),
    every(levels, ({ value }) => value),
  );
  const denied = or(anyOf(denies), caller.missing === null ? false : [caller.missing]);
  return { allowed: and(granted, not(denied)), routes, denies, limits };
}

/** Names of what a decision hangs on; empty where it is certain. */
export const dependsOn = ({ allowed }: Pick<Decision, 'allowed'>): string[] =>
  isUnknown(allowed) ? [...allowed].sort() : [];
