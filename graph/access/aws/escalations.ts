import type { Ref } from '../../claim.ts';
import type { Node } from '../../entity.ts';
import { administration } from './administration.ts';
import { accountUid } from './arn.ts';
import type { Caller } from './caller.ts';
import { differing, type Difference } from './difference.ts';
import type { Field } from './field.ts';
import { isOf } from './gainers.ts';
import { isConceivable, onPrincipals, ownRight, type Estate } from './own-right-permission.ts';
import { ownRights } from './own-rights.ts';
import { paired } from './paired.ts';
import { passed, type Trusting } from './passing.ts';
import { granted, type Permission } from './permission.ts';
import { allPassedRoles } from './techniques.ts';

/** Principals, and what is known of gaining them. */
export interface Gainable extends Estate {
  /** Principals by account. */
  accounts: ReadonlyMap<string, readonly Node[]>;
  roles: Trusting;
}

/** An escalation found, with the permissions that it takes. */
export interface Escalation {
  to: Ref<'Identity' | 'Account'>;
  permissions: readonly string[];
  /** What the technique itself takes. */
  able: Permission;
  /** What it takes to hand over the principal that is gained. */
  handed: Permission;
  candidate?: string | undefined;
  /** The caller raises its own rights. */
  self?: boolean;
}

function* byOwnRights(estate: Gainable, caller: Caller, self: Node): Iterable<Escalation> {
  const account: Ref<'Account'> = { kind: 'Account', uid: accountUid(caller.account ?? '') };
  const mayOn = onPrincipals(estate, caller);
  const all = estate.accounts.get(caller.account ?? '') ?? [];
  for (const right of ownRights) {
    if (!isConceivable(caller, right)) continue;
    for (const target of all) {
      if ((right.of === 'self') !== (target.uid === self.uid) || !isOf(right, target)) continue;
      const permission = ownRight(estate, caller, right, target, mayOn);
      if (permission.allowed === false) continue;
      const to: Ref<'Identity' | 'Account'> =
        right.gains === 'account' ? account : { kind: 'Identity', uid: target.uid };
      yield {
        to,
        able: permission,
        handed: granted,
        permissions: right.needs.map(([action]) => action),
        self: right.of === 'self',
      };
    }
  }
}

function* byPassedRoles({ facts, roles, targets }: Gainable, caller: Caller): Iterable<Escalation> {
  for (const { way, role, able, handed } of passed(facts, caller, allPassedRoles, {
    trusted: roles,
    targets,
  })) {
    if (role.uid === caller.arn) continue;
    const permissions = ['iam:PassRole', ...way.needs.map(({ action }) => action)];
    const to = { kind: 'Identity', uid: role.uid } as const;
    yield { to, able, handed, permissions, candidate: way.candidate };
  }
}

/** What a caller gains of the principals of its account. */
export function escalations(estate: Gainable, caller: Caller, self: Node): Escalation[] {
  // Whoever administers the account has nothing left to gain in it.
  if (administration(estate.facts, caller).allowed === true) return [];
  return [...byOwnRights(estate, caller, self), ...byPassedRoles(estate, caller)];
}

const narrowField = (field: Field, wanted: (uid: string) => boolean): Field => {
  const members = field.members.filter(({ node }) => wanted(node.uid));
  return { ...field, members, keyed: members.filter(({ key }) => key !== null) };
};

/** The same with some principals alone as what may be gained; many ask for the same. */
export const gainableOf = paired((estate: Gainable, wanted: (uid: string) => boolean): Gainable => {
  const isWanted = ({ uid }: Node) => wanted(uid);
  return {
    ...estate,
    accounts: new Map([...estate.accounts].map(([id, nodes]) => [id, nodes.filter(isWanted)])),
    roles: new Map(
      [...estate.roles].map(([name, all]) => [name, all.filter(([role]) => isWanted(role))]),
    ),
    targets: estate.targets.map((field) => narrowField(field, wanted)),
  };
});

/** Nodes that a caller gains otherwise than before by what some principals are now. */
export function gainedOtherwise(
  estates: readonly [before: Gainable, after: Gainable],
  { turns, relinked }: Difference,
  faced: ReadonlySet<string>,
): (caller: Caller, self: Node) => ReadonlySet<string> {
  const isFaced = (uid: string) => faced.has(uid);
  // Groups and policies can only be seen as they are now.
  const isSeen =
    relinked('MEMBER_OF').size === 0 &&
    turns.every(([, { kind }]) => kind !== 'Group' && kind !== 'Policy');
  return (caller, self) => {
    if (!isSeen) return new Set([...faced, accountUid(caller.account ?? '')]);
    const [before, after] = estates.map((estate) =>
      Map.groupBy(escalations(gainableOf(estate, isFaced), caller, self), ({ to }) => to.uid),
    );
    return differing(before ?? new Map(), after ?? new Map());
  };
}
