import { worksAcrossAccounts } from './across-accounts.ts';
import type { Request } from './access-request.ts';
import type { AccountFacts } from './organization.ts';
import { takesUnsigned } from './unsigned.ts';

/** Whether two accounts are known to be in different organisations, or in none. */
const isElsewhere = (a: AccountFacts | undefined, b: AccountFacts | undefined): boolean =>
  a?.organization === null ||
  b?.organization === null ||
  (a?.organization !== undefined &&
    b?.organization !== undefined &&
    a.organization !== b.organization);

/**
 * What it takes before anything that a resource's own policy says can let the caller in; null where
 * it takes nothing else.
 */
export function barOf({ caller, callerAccount, target, action }: Request): string | null {
  const { kind, account } = caller;
  if (kind === 'anonymous' && !takesUnsigned(action))
    return 'credentials, for such requests must be signed';
  if (kind === 'service') return null;
  if (action === 'sts:assumeroot')
    return isElsewhere(callerAccount, target.account)
      ? `a caller of the organization of account ${target.account?.id ?? ''}`
      : null;
  if (target.account !== undefined && account === target.account.id) return null;
  if (target.restricted)
    return `that RestrictPublicBuckets is off: ${target.arn} has a public policy, and lets in its own account alone`;
  if (target.account !== undefined && !worksAcrossAccounts(action))
    return `a caller of account ${target.account.id}, for the action does not work across accounts`;
  return null;
}
