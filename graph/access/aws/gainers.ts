import type { Node } from '../../entity.ts';
import { administrationActions } from './administration.ts';
import { accountIn } from './arn.ts';
import type { Caller } from './caller.ts';
import type { Difference } from './difference.ts';
import { isGoverned, isOfOrganization, type OrganizationTurn } from './organization-turn.ts';
import { isConceivable, targetFace } from './own-right-permission.ts';
import { ownRights, type OwnRight } from './own-rights.ts';
import { passing } from './passing.ts';
import { ownSide, principalsOf } from './renewal.ts';
import { mayAllow } from './sweep.ts';
import { allPassedRoles } from './techniques.ts';

/** Actions on which it rests what a principal may gain, beside those on workloads, in lower case. */
const gaining = [
  ...ownRights.flatMap(({ needs }) => needs.map(([action]) => action)),
  ...allPassedRoles.flatMap(({ needs }) => needs.map(({ action }) => action)),
  ...passing,
  ...administrationActions,
].map((action) => action.toLowerCase());

/** Those that decide what it is worth to raise or to take a principal. */
const worth = ['sts:assumerole', ...administrationActions];

/** Who may gain something by what an organisation now governs otherwise. */
export function* gainingOtherwise(
  { service, resource }: OrganizationTurn,
  callers: ReadonlyMap<string, Caller>,
): Iterable<string> {
  for (const turn of [service, resource]) {
    const named = turn?.concerned(gaining) ?? [];
    const worthy = (turn?.concerned(worth).length ?? 0) > 0;
    for (const [uid, caller] of callers) {
      if (!turn?.accounts.has(caller.account ?? '')) continue;
      const raises =
        worthy &&
        (mayAllow(caller, 'iam:passrole') ||
          ownRights.some((right) => isConceivable(caller, right)));
      if (raises || isGoverned(turn, caller, named)) yield uid;
    }
  }
}

/** Whether a right is one on principals of a node's type. */
export const isOf = ({ target }: OwnRight, { uid }: Pick<Node, 'uid'>) =>
  target === 'either' ? !uid.endsWith(':root') : uid.includes(`:${target}/`);

/** Whether a caller may gain something by what others are: by its rights, or by passing them. */
export const looksAt = (caller: Caller, others: Iterable<string>): boolean => {
  const targets = [...others].filter((uid) => accountIn(uid) === caller.account);
  return (
    (mayAllow(caller, 'iam:passrole') && targets.some((uid) => uid.includes(':role/'))) ||
    ownRights.some(
      (right) =>
        right.of === 'other' &&
        targets.some((uid) => isOf(right, { uid })) &&
        isConceivable(caller, right),
    )
  );
};

/** Principals of whom others may gain something else than before: those that came and went as well. */
export function facedOtherwise(difference: Difference): Set<string> {
  const turns = difference.turns.filter(
    ([was, is]) =>
      ownSide.has(is.kind) &&
      !isOfOrganization(difference.basis.view, is) &&
      (was.stub !== is.stub || targetFace(was) !== targetFace(is)),
  );
  return principalsOf({ ...difference, turns });
}
