import type { Node } from '../../entity.ts';
import { canonical } from '../../claim.ts';
import { couldAdminister } from './administration.ts';
import { embedded } from './applied-policy.ts';
import { direct } from './attacker-context.ts';
import type { Caller } from './caller.ts';
import { decide } from './decide.ts';
import { saysOf } from './difference.ts';
import type { Facts } from './facts.ts';
import type { Field } from './field.ts';
import { attachedTo } from './identity-policies.ts';
import { permissionOn } from './need.ts';
import { permissionsOnPrincipals } from './on-principals.ts';
import type { OwnRight, RightOn } from './own-rights.ts';
import { both, denied, either, type Permission } from './permission.ts';
import { policyDocument, texts } from './policy.ts';
import { remembered } from './remembered.ts';
import { requestOf } from './request.ts';
import { mayAllow } from './sweep.ts';
import { targetOf } from './target.ts';

const groupsOf = (facts: Facts, target: Node): Node[] =>
  facts.view.out(target.uid, 'MEMBER_OF').flatMap(({ to }) => facts.view.node(to) ?? []);

/** Policies of customers that are attached to a principal or to a group of its. */
const ownPolicies = (facts: Facts, target: Node): string[] =>
  [target, ...groupsOf(facts, target)]
    .flatMap(attachedTo)
    .filter((arn) => !/^arn:[^:]+:iam::aws:/.test(arn));

/** Whether a document, unlike the version in force, gives every right. */
const givesAll = (document: unknown) =>
  policyDocument(document).statements.some(
    ({ effect, source, conditions }) =>
      effect === 'allow' &&
      conditions.length === 0 &&
      texts(source['Action']).includes('*') &&
      texts(source['Resource']).includes('*'),
  );

/** Whether an older version of a policy gives every right; null where its versions are not known. */
function hasOldVersion(facts: Facts, policy: string): boolean | null {
  const versions = facts.view.node(policy)?.props['versions'];
  if (!Array.isArray(versions)) return null;
  return versions.some((version) => givesAll((version as { document?: unknown } | null)?.document));
}

/** Going back to an older version: certain where one gives every right, else as long as none is known. */
function byOldVersion(facts: Facts, caller: Caller, action: string, target: Node): Permission {
  let best = denied;
  for (const policy of ownPolicies(facts, target)) {
    const old = hasOldVersion(facts, policy);
    if (old === false) continue;
    const may = permissionOn(facts, caller, action, policy, direct);
    const unknown = { allowed: [`older versions of ${policy}`], because: [] };
    best = either(best, old === true ? may : both(may, unknown));
  }
  return best;
}

/** What rights on principals are judged by. */
export interface Estate {
  facts: Facts;
  /** Groups by account whose members administer it by the group's own policies. */
  adminGroups: ReadonlyMap<string, readonly string[]>;
  /** Users and roles, as something that actions are checked on. */
  targets: readonly Field[];
}

/** Whether the role can be assumed once its trust policy names the caller. */
function assumable(facts: Facts, caller: Caller, { uid }: Node): Permission {
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: caller.arn }, Action: 'sts:AssumeRole' }],
  };
  const own = targetOf(facts, 'sts', uid, undefined);
  const target = { ...own, explicit: true, policies: [embedded(uid, 'trust', 'trust', trust)] };
  const { allowed } = decide(requestOf(facts, caller, 'sts:AssumeRole', target, direct));
  return { allowed, because: [] };
}

/** ARNs on any of which the permission will do. */
function objectsOf({ facts, adminGroups }: Estate, on: RightOn, target: Node): readonly string[] {
  if (on === 'policy') return ownPolicies(facts, target);
  if (on === 'group') return groupsOf(facts, target).map(({ uid }) => uid);
  if (on === 'admin-group') return adminGroups.get(target.uid.split(':')[4] ?? '') ?? [];
  return [target.uid];
}

/** What a caller may do on principals, by action; asked once for all of them. */
type OnPrincipals = (action: string) => (uid: string) => Permission;

/** What a caller may do on the principals of an estate. */
export const onPrincipals = ({ facts, targets }: Estate, caller: Caller): OnPrincipals =>
  remembered(
    (action: string) => action,
    (action) => permissionsOnPrincipals(facts, caller, action, targets, direct),
  );

/** Whether a caller has a right on a target, and by which statements. */
export function ownRight(
  estate: Estate,
  caller: Caller,
  { needs, gains, password }: OwnRight,
  target: Node,
  mayOn: OnPrincipals,
): Permission {
  const { facts } = estate;
  const { hasPassword } = target.props;
  if (password !== undefined && hasPassword !== undefined && hasPassword !== password)
    return denied;
  let all: Permission = { allowed: true, because: [] };
  for (const [action, on] of needs) {
    const one =
      on === 'rewritten-trust'
        ? assumable(facts, caller, target)
        : on === 'old-version'
          ? byOldVersion(facts, caller, action, target)
          : objectsOf(estate, on, target)
              .map((arn) =>
                arn === target.uid && action.startsWith('iam:')
                  ? mayOn(action)(arn)
                  : permissionOn(facts, caller, action, arn, direct),
              )
              .reduce(either, denied);
    all = both(all, one);
    if (all.allowed === false) return denied;
  }
  if (gains === 'target') return all;
  return both(all, { allowed: couldAdminister(facts, facts.caller(target)), because: [] });
}

/** What a document denies, and what of it cannot be read. */
const denying = (document: unknown): unknown[] => {
  const { statements, problem } = policyDocument(document);
  const denies = statements.filter(({ effect }) => effect === 'deny');
  return [...(problem === null ? [] : [problem]), ...denies.map(({ source }) => source)];
};

/**
 * All of a principal, group or policy that decides what others gain by it, as text: what it grants
 * inline counts for nothing.
 */
export function targetFace(node: Node): string {
  const { inline, document } = node.props;
  if (node.kind === 'Policy') return canonical([denying(document), node.props['versions'] ?? null]);
  const own = Array.isArray(inline) ? (inline as { document?: unknown }[]) : [];
  return canonical([saysOf(node, 'inline'), own.flatMap((policy) => denying(policy.document))]);
}

/** Whether a caller may do the actions of a right on anything at all: asked before each target is. */
export const isConceivable = (caller: Caller, { needs }: OwnRight): boolean =>
  needs.every(
    ([action, on]) =>
      on === 'rewritten-trust' ||
      action === 'sts:AssumeRole' ||
      mayAllow(caller, action.toLowerCase()),
  );
