import type { Node } from '../../entity.ts';
import type { View } from '../../view.ts';
import { direct } from './attacker-context.ts';
import type { Caller } from './caller.ts';
import type { Need } from './effect.ts';
import type { Facts } from './facts.ts';
import type { Field } from './field.ts';
import { permissionOn, permissionOnSome } from './need.ts';
import { permissionsOnPrincipals } from './on-principals.ts';
import type { PassedRole } from './passed-role.ts';
import { both, granted, type Permission } from './permission.ts';
import { policyDocument } from './policy.ts';
import { service } from './principals.ts';
import { remembered } from './remembered.ts';
import { mayAllow } from './sweep.ts';
import type { Ternary } from './ternary.ts';
import { compile, matches } from './wildcard.ts';

/** Roles that trust a service, and by which statements of their trust policies. */
export type Trusting = ReadonlyMap<string, readonly (readonly [Node, Permission])[]>;

/** Whether a role's trust policy may let a service in; most name one, of the many that are asked about. */
function mayTrust({ props }: Node, service: string): boolean {
  const { statements, problem } = policyDocument(props['trust']);
  return (
    problem !== null ||
    statements.some(
      ({ principal }) =>
        principal !== null &&
        (principal.not || principal.everyone || principal.services.has(service)),
    )
  );
}

/** Which of the roles each service may take, by account and service. */
export function trusting(
  facts: Facts,
  roles: ReadonlyMap<string, readonly Node[]>,
  services: ReadonlySet<string>,
): Trusting {
  const found = new Map<string, [Node, Permission][]>();
  for (const [account, nodes] of roles)
    for (const name of services)
      for (const node of nodes) {
        if (!node.uid.includes(':role/') || !mayTrust(node, name)) continue;
        const permission = permissionOn(facts, service(name), 'sts:AssumeRole', node.uid, {});
        if (permission.allowed === false) continue;
        const key = `${account} ${name}`;
        const known = found.get(key);
        if (known) known.push([node, permission]);
        else found.set(key, [[node, permission]]);
      }
  return found;
}

/** The permission to hand a role to a service. */
export const passRole = 'iam:PassRole';

const profileActions = ['iam:CreateInstanceProfile', 'iam:AddRoleToInstanceProfile'] as const;

/** What it may take to pass a role, beside the ways themselves. */
export const passing = [passRole, ...profileActions] as const;

function clusterExists(view: View, form: string): Ternary {
  const pattern = compile(form);
  for (const { uid, stub } of view.nodesOf('Cluster'))
    if (!stub && matches(pattern, uid)) return true;
  return ['an ECS cluster'];
}

/** A role that a caller can pass by a way. */
export interface Passed {
  way: PassedRole;
  role: Node;
  /** What else the way takes. */
  able: Permission;
  /** That the caller hands the role over, and that the service may take it. */
  handed: Permission;
}

/** Roles that a caller can pass, by every way; each with the statements that let it. */
export function* passed(
  facts: Facts,
  caller: Caller,
  ways: readonly PassedRole[],
  { trusted, targets }: { trusted: Trusting; targets: readonly Field[] },
): Iterable<Passed> {
  if (!mayAllow(caller, passRole.toLowerCase())) return;
  const onSome = remembered(
    ({ action, form }: Need) => `${action} ${form}`,
    (need) => permissionOnSome(facts, caller, need, direct),
  );
  const handedTo = remembered(
    (service: string) => service,
    (service) => {
      const given = { ...direct, 'iam:PassedToService': service };
      const roles = trusted.get(`${caller.account ?? ''} ${service}`) ?? [];
      if (roles.length === 0) return [];
      const passing = permissionsOnPrincipals(facts, caller, passRole, targets, given);
      return roles.flatMap(([role, trust]) => {
        const handed = both(passing(role.uid), trust);
        return handed.allowed === false ? [] : [[role, handed] as const];
      });
    },
  );
  /** An EC2 instance takes a role in an instance profile only. */
  const profiled = ({ props, uid }: Node): Permission => {
    const profiles = props['instanceProfiles'];
    if (Array.isArray(profiles) && profiles.length > 0) return granted;
    const form = 'arn:*:iam::*:instance-profile/*';
    const own = profileActions.map((action) => onSome({ action, form })).reduce(both);
    if (own.allowed === true || profiles !== undefined) return own;
    return { allowed: [`an instance profile of ${uid}`], because: [] };
  };
  for (const way of ways) {
    const roles = way.services.flatMap(handedTo);
    if (roles.length === 0) continue;
    const start = way.cluster === undefined ? true : clusterExists(facts.view, way.cluster);
    let able: Permission = start === true ? granted : { allowed: start, because: [] };
    for (const need of way.needs) if (able.allowed !== false) able = both(able, onSome(need));
    if (able.allowed === false) continue;
    for (const [role, handed] of roles) {
      const all = way.profile ? both(able, profiled(role)) : able;
      if (all.allowed !== false) yield { way, role, able: all, handed };
    }
  }
}
