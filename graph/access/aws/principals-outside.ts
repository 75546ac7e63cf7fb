import { cleanUid } from '../../claim.ts';
import type { View } from '../../view.ts';
import type { AppliedPolicy } from './applied-policy.ts';
import { accountIn, isAccountId, parseArn, rootArn } from './arn.ts';
import type { Caller } from './caller.ts';
import { principalOf } from './principals.ts';

/** Accounts whose users and roles were collected. */
export function collectedAccounts(view: View): Set<string> {
  const accounts = new Set<string>();
  for (const { uid, stub, props } of view.nodesOf('Identity')) {
    const account = accountIn(uid);
    if (!stub && account !== null && (props['inline'] ?? props['attached']) !== undefined)
      accounts.add(account);
  }
  return accounts;
}

const session = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\//;

/** Principals of accounts that were not collected, as policies name them: ARNs, roots for accounts. */
export function principalsOutside(
  policies: Iterable<AppliedPolicy>,
  collected: ReadonlySet<string>,
): Set<string> {
  const found = new Set<string>();
  for (const { document } of policies)
    for (const { effect, principal } of document.statements) {
      if (effect !== 'allow' || !principal || principal.not) continue;
      for (const account of principal.accounts)
        if (isAccountId(account) && !collected.has(account)) found.add(rootArn(account));
      for (const arn of principal.arns) {
        const [, partition, account, role] = session.exec(arn) ?? [];
        const uid = role ? `arn:${partition}:iam::${account}:role/${role}` : arn;
        const owner = accountIn(uid);
        if (
          owner !== null &&
          !collected.has(owner) &&
          cleanUid(uid) === uid &&
          /^(user|role)\//.test(parseArn(uid)?.resource ?? '')
        )
          found.add(uid);
      }
    }
  return found;
}

/**
 * Who a principal outside is as a caller. The root of an account stands for whoever that account
 * chooses to send.
 */
export function callerOutside(view: View, uid: string): Caller | null {
  const caller = principalOf(view, uid);
  return caller?.kind === 'root' ? { ...caller, kind: 'account', tags: undefined } : caller;
}
