import type { AppliedPolicy } from './applied-policy.ts';
import type { PrincipalElement } from './principal-element.ts';
import { every, not, or, some, type Ternary } from './ternary.ts';

/**
 * Who makes a request. An outsider has credentials of an account that is not ours; an account is
 * whoever it chooses to send.
 */
export type CallerKind =
  | 'user'
  | 'role'
  | 'root'
  | 'account'
  | 'federated-user'
  | 'service'
  | 'web-identity'
  | 'anonymous'
  | 'outsider';

export interface Caller {
  kind: CallerKind;
  /** What policies call it: ARN of the user, role, root or federated user; service or provider. */
  arn: string;
  account: string | null;
  /** Name of the role session, where it is known. */
  session: string | null;
  uniqueId: string | null;
  /** Undefined where they were not collected. */
  tags: Readonly<Record<string, string>> | undefined;
  /** Whether a session of it may carry tags of its own, which override those. */
  taggable: boolean;
  /** Identity policies, those of groups included. */
  policies: readonly AppliedPolicy[];
  boundary: AppliedPolicy | null;
  /** Null where the session has none. */
  sessionPolicies: readonly AppliedPolicy[] | null;
  /** What of its identity policies nobody read; null where all were. */
  missing: string | null;
  serviceLinked: boolean;
}

/** Whether the caller has all rights of its account. */
export const isWhole = ({ kind }: Pick<Caller, 'kind'>): boolean =>
  kind === 'root' || kind === 'account';

/**
 * As whom a statement's principal element means the caller. It decides what else must allow (IAM
 * User Guide, "Policy evaluation for requests within a single account").
 */
export type Grantee = 'everyone' | 'user' | 'session' | 'role' | 'account' | 'service' | 'provider';

export interface Granted {
  as: Grantee;
  value: Ternary;
}

const roleName = (arn: string) => arn.split('/').at(-1) ?? '';

/** ARN of a session of the role, `sts::A:assumed-role/R/S`: it drops the role's path. */
const sessionArn = ({ arn, account }: Caller, name: string) =>
  `arn:${arn.split(':')[1] ?? 'aws'}:sts::${account ?? ''}:assumed-role/${roleName(arn)}/${name}`;

/** What a session may be called (AWS STS API Reference, "AssumeRole"): `*` is no wildcard here. */
const sessionName = /^[\w+=,.@-]+$/;

/** Whether one of the ARNs is the caller's session, whose name may be unknown. */
function namesSession(caller: Caller, arns: ReadonlySet<string>): Ternary {
  if (caller.kind !== 'role') return false;
  if (caller.session !== null) return arns.has(sessionArn(caller, caller.session));
  const ofRole = sessionArn(caller, '');
  const names = (arn: string) =>
    arn.startsWith(ofRole) && sessionName.test(arn.slice(ofRole.length));
  return some(arns, (arn) => names(arn) && ['sts:RoleSessionName']);
}

/** The ways in which an element names the caller. */
function grantedTo(element: PrincipalElement, caller: Caller): Granted[] {
  const { arn, account, uniqueId, kind } = caller;
  const granted: Granted[] = [];
  const put = (as: Grantee, value: Ternary) => {
    if (value !== false) granted.push({ as, value });
  };
  put('everyone', element.everyone);
  if (kind === 'service') put('service', element.services.has(arn));
  else if (kind === 'web-identity') put('provider', element.federated.has(arn));
  else {
    put('account', account !== null && element.accounts.has(account));
    const named = element.arns.has(arn) || (uniqueId !== null && element.ids.has(uniqueId));
    if (kind === 'user' || kind === 'role') put(kind, named);
    if (kind === 'federated-user') put('session', named);
    put('session', namesSession(caller, element.arns));
  }
  return granted;
}

/** Every identity that a caller has at once: account, principal, session. */
function identitiesListed(element: PrincipalElement, caller: Caller): Ternary[] {
  const { arn, account, kind } = caller;
  if (kind === 'service') return [element.services.has(arn)];
  if (kind === 'web-identity') return [element.federated.has(arn)];
  if (account === null) return [false];
  const own = element.accounts.has(account);
  if (kind === 'root' || kind === 'account') return [own];
  const named = element.arns.has(arn);
  return kind === 'role' ? [own, named, namesSession(caller, element.arns)] : [own, named];
}

/**
 * Whether a Deny concerns the caller. `NotPrincipal` spares only who is listed with each identity,
 * and never a principal that has a boundary (IAM User Guide, "NotPrincipal").
 */
export function deniedTo(element: PrincipalElement, caller: Caller): Ternary {
  if (!element.not)
    return grantedTo(element, caller).reduce<Ternary>((any, g) => or(any, g.value), false);
  if (caller.boundary !== null) return true;
  if (element.everyone) return false;
  return not(every(identitiesListed(element, caller), (listed) => listed));
}

/** Whether an Allow concerns the caller, and as whom; `NotPrincipal` means all but those listed. */
export function allowedTo(element: PrincipalElement, caller: Caller): Granted[] {
  if (!element.not) return grantedTo(element, caller);
  if (element.everyone) return [];
  const value = not(some(identitiesListed(element, caller), (listed) => listed));
  return value === false ? [] : [{ as: 'everyone', value }];
}
