import type { Node } from '../../entity.ts';
import type { View } from '../../view.ts';
import { direct } from './attacker-context.ts';
import type { Caller } from './caller.ts';
import type { Facts } from './facts.ts';
import { permissionOn, permissionOnSome } from './need.ts';
import type { PassedRole } from './passed-roles.ts';
import { both, denied, either, type Permission } from './permission.ts';
import { service } from './principals.ts';
import { mayAllow } from './sweep.ts';
import type { Ternary } from './ternary.ts';
import { compile, matches } from './wildcard.ts';

/** Roles that trust a service, and by which statements of their trust policies. */
export type Trusting = ReadonlyMap<string, readonly (readonly [Node, Permission])[]>;

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
        if (!node.uid.includes(':role/')) continue;
        const permission = permissionOn(facts, service(name), 'sts:AssumeRole', node.uid, {});
        if (permission.allowed === false) continue;
        const key = `${account} ${name}`;
        found.set(key, [...(found.get(key) ?? []), [node, permission]]);
      }
  return found;
}

/** The permission to hand a role to a service. */
export const passRole = 'iam:PassRole';

const profileActions = ['iam:CreateInstanceProfile', 'iam:AddRoleToInstanceProfile'] as const;

/** What it may take to pass a role, beside the ways themselves. */
export const passing = [passRole, ...profileActions] as const;

/** An EC2 instance takes a role in an instance profile only. */
function profiled(facts: Facts, caller: Caller, { props, uid }: Node): Permission {
  const profiles = props['instanceProfiles'];
  if (Array.isArray(profiles) && profiles.length > 0) return { allowed: true, because: [] };
  const form = 'arn:*:iam::*:instance-profile/*';
  const own = profileActions
    .map((action) => permissionOnSome(facts, caller, { action, form }, direct))
    .reduce(both);
  if (own.allowed === true || profiles !== undefined) return own;
  return { allowed: [`an instance profile of ${uid}`], because: [] };
}

function clusterExists(view: View, form: string): Ternary {
  const pattern = compile(form);
  for (const { uid, stub } of view.nodesOf('Cluster'))
    if (!stub && matches(pattern, uid)) return true;
  return ['an ECS cluster'];
}

const passes = new WeakMap<Facts, Map<string, Permission>>();

/** Whether a caller may pass a role to a service; many ways ask the same. */
function pass(facts: Facts, caller: Caller, role: Node, service: string): Permission {
  let known = passes.get(facts);
  if (!known) passes.set(facts, (known = new Map<string, Permission>()));
  const id = `${service} ${caller.arn} ${role.uid}`;
  let found = known.get(id);
  if (!found) {
    const given = { ...direct, 'iam:PassedToService': service };
    found = permissionOn(facts, caller, passRole, role.uid, given);
    known.set(id, found);
  }
  return found;
}

/** Roles that a caller can pass by one way, each with the statements that let it. */
export function passable(
  facts: Facts,
  caller: Caller,
  way: PassedRole,
  roles: Trusting,
): [Node, Permission][] {
  const start: Permission = {
    allowed: way.cluster === undefined ? true : clusterExists(facts.view, way.cluster),
    because: [],
  };
  const able = way.needs.reduce(
    (all, need) =>
      all.allowed === false ? all : both(all, permissionOnSome(facts, caller, need, direct)),
    start,
  );
  if (able.allowed === false || !mayAllow(caller, passRole.toLowerCase())) return [];
  const found = new Map<Node, Permission>();
  for (const name of way.services)
    for (const [role, trust] of roles.get(`${caller.account ?? ''} ${name}`) ?? []) {
      const passed = pass(facts, caller, role, name);
      if (passed.allowed === false) continue;
      const profile = way.profile ? profiled(facts, caller, role) : start;
      const all = both(both(both(able, passed), profile), trust);
      found.set(role, either(found.get(role) ?? denied, all));
    }
  return [...found].filter(([, { allowed }]) => allowed !== false);
}
