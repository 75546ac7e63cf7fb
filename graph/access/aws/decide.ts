import { isLetIn } from './access-point.ts';
import type { AppliedPolicy } from './applied-policy.ts';
import { allowedTo, deniedTo, type Caller, type Grantee } from './caller.ts';
import { holds } from './condition.ts';
import { worksAcrossAccounts } from './key-grants.ts';
import type { AccountFacts } from './organization.ts';
import { concerning, type Statement } from './policy.ts';
import { rcpServices } from './rcp-services.ts';
import type { Target } from './target.ts';
import { and, every, isUnknown, not, or, some, type Ternary } from './ternary.ts';
import { fill, type Lookup } from './variables.ts';
import { matches } from './wildcard.ts';

/** A request, ready to be decided. */
export interface Request {
  caller: Caller;
  callerAccount: AccountFacts | undefined;
  /** Lower case. */
  action: string;
  target: Target;
  lookup: Lookup;
  /** Policy of the VPC endpoint that it comes through, where that is known. */
  endpoint?: AppliedPolicy | undefined;
}

/** A statement that concerns a request, and how surely. `statement` is null for an unread policy. */
export interface Match {
  policy: AppliedPolicy;
  statement: Statement | null;
  value: Ternary;
}

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

/** Whether resource and conditions of a statement apply. */
function applies(statement: Statement, request: Request): Ternary {
  const covered = covers(statement, request);
  if (covered === false) return false;
  return and(
    covered,
    every(statement.conditions, (condition) => holds(condition, request.lookup)),
  );
}

const unread = ({ name, document }: AppliedPolicy) => [
  document.problem === 'was not collected' ? `policy ${name}` : `unreadable policy ${name}`,
];

/** Statements of policies that allow or deny the request, whoever asks. */
function matching(
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

const anyOf = (found: readonly { value: Ternary }[]) => some(found, ({ value }) => value);

/** Denies of policies of the resource side, which name whom they concern. */
const denyingOf = (policies: readonly AppliedPolicy[], request: Request): Match[] =>
  matching(policies, 'deny', request).flatMap((match) => {
    const principal = match.statement?.principal;
    const value = principal ? and(match.value, deniedTo(principal, request.caller)) : match.value;
    return value === false ? [] : [{ ...match, value }];
  });

interface Grant extends Match {
  as: Grantee;
}

/** What the resource's own policies grant to the caller, and as whom. */
function grants(request: Request): Grant[] {
  const { target, caller } = request;
  const own = caller.account !== null && caller.account === target.account?.id;
  if (target.restricted && !own && caller.kind !== 'service') return [];
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

/**
 * Actions that no policy decides, but who asks: everybody may ask who they are, long-term credentials
 * alone get a session token, and the root user assumes no role (AWS STS API Reference).
 */
const byCaller = new Map<string, (caller: Caller) => boolean | null>([
  ['sts:getcalleridentity', () => true],
  ['sts:getsessiontoken', (caller) => caller.kind === 'user' || isWhole(caller)],
  ['sts:assumerole', ({ kind }) => (kind === 'root' ? false : null)],
]);

/**
 * What a bucket's policy cannot deny to the root user of its account (Amazon S3 API Reference,
 * "DeleteBucketPolicy").
 */
const ownersWay = new Set(['s3:getbucketpolicy', 's3:putbucketpolicy', 's3:deletebucketpolicy']);

const keepsItsWay = ({ caller, target, action }: Request): boolean =>
  caller.kind === 'root' && caller.account === target.account?.id && ownersWay.has(action);

/** Whether an action is told from others by its name, and not by the statements that cover it alone. */
export const isDecidedByName = (action: string): boolean =>
  byCaller.has(action) || ownersWay.has(action) || action.startsWith('kms:');

/** Alternatives that are told apart; more only repeat that the request is allowed. */
export const mostRoutes = 64;

function limit(policies: readonly AppliedPolicy[] | null, request: Request): Decision['limits'] {
  if (policies === null) return [];
  const found = matching(policies, 'allow', request);
  return [{ policies, matches: found, value: anyOf(found) }];
}

/** What the policy of a VPC endpoint lets through: it limits, and names whom (AWS PrivateLink Guide). */
function passage(request: Request): Decision['limits'] {
  const { endpoint, caller } = request;
  if (!endpoint) return [];
  const found = matching([endpoint], 'allow', request).flatMap((match) => {
    const principal = match.statement?.principal;
    const named = principal ? anyOf(allowedTo(principal, caller)) : match.statement === null;
    const value = and(match.value, named);
    return value === false ? [] : [{ ...match, value }];
  });
  return [{ policies: [endpoint], matches: found, value: anyOf(found) }];
}

/** Whether the caller's own policies count besides the resource's: IAM knows the caller. */
const hasIdentity = ({ kind }: Caller) =>
  kind === 'user' || kind === 'role' || kind === 'federated-user' || isWhole({ kind });

/** Whether the caller has all rights of its account. */
export const isWhole = ({ kind }: Pick<Caller, 'kind'>): boolean =>
  kind === 'root' || kind === 'account';

/**
 * Ways to be allowed (IAM User Guide, "Policy evaluation logic"), before organisation policies:
 * `limits` is what boundary and session policies let through.
 */
export function routesOf(request: Request, limits: Ternary): Route[] {
  const { caller, target } = request;
  const given = grants(request);
  if (!hasIdentity(caller)) return given.map((grant) => ({ matches: [grant], value: grant.value }));
  const same = target.account === undefined || target.account.id === caller.account;
  if (!same && target.service === 'kms' && !worksAcrossAccounts(request.action)) return [];
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
  for (const grant of given) {
    const alone = (value: Ternary) => routes.push({ matches: [grant], value });
    if (same && grant.as !== 'account') {
      // A role as such is limited by its boundary and session policies; a user, a session or
      // everyone is not, but to assume a role always is.
      alone(grant.as === 'role' || trusted ? and(grant.value, limits) : grant.value);
    } else if (!same || target.explicit || whole)
      for (const own of identity)
        routes.push({ matches: [...own.matches, grant], value: and(own.value, grant.value) });
  }
  return [
    ...routes.filter(({ value }) => value === true),
    ...routes.filter(({ value }) => isUnknown(value)),
  ].slice(0, mostRoutes);
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
  const settled = byCaller.get(action)?.(caller) ?? null;
  if (settled !== null) return { allowed: settled, routes: [], denies: [], limits: [] };
  const governed = hasIdentity(caller) && !caller.serviceLinked;
  const scps = governed ? (callerAccount?.scps ?? []) : [];
  const protects =
    !caller.serviceLinked &&
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
        ...(request.endpoint ? [request.endpoint] : []),
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
