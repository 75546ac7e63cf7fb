import { worksAcrossAccounts } from './across-accounts.ts';
import { isWhole, type Caller } from './caller.ts';
import type { Request } from './access-request.ts';
import { takesUnsigned } from './unsigned.ts';

interface ByCaller {
  /** Null where policies decide. */
  may: (caller: Caller) => boolean | null;
  /** Who may, for people. */
  who: string;
}

/**
 * Actions that no policy decides, but who asks: everybody may ask who they are, long-term credentials
 * alone get a session token, and the root user assumes no role (AWS STS API Reference).
 */
const byCaller = new Map<string, ByCaller>([
  ['sts:getcalleridentity', { may: () => true, who: 'anybody' }],
  [
    'sts:getsessiontoken',
    {
      may: (caller) => caller.kind === 'user' || isWhole(caller),
      who: 'a user with long-term credentials',
    },
  ],
  [
    'sts:getfederationtoken',
    {
      may: (caller) => (caller.kind === 'user' || isWhole(caller) ? null : false),
      who: 'a user with long-term credentials',
    },
  ],
  [
    'sts:assumerole',
    {
      may: ({ kind }) => (kind === 'root' ? false : null),
      who: 'a user or role: the root user assumes none',
    },
  ],
]);

/** Federated users call no other operation of STS (AWS STS API Reference, "GetFederationToken"). */
const isFederated = ({ kind }: Caller, action: string) =>
  kind === 'federated-user' && action.startsWith('sts:') && action !== 'sts:getcalleridentity';

/** What who asks settles by itself; null where policies decide. */
export const settledBy = (caller: Caller, action: string): boolean | null =>
  isFederated(caller, action) ? false : (byCaller.get(action)?.may(caller) ?? null);

/** Who may do what who asks settles, for people. */
export const whoMay = (caller: Caller, action: string): string =>
  isFederated(caller, action) ? 'no federated user' : (byCaller.get(action)?.who ?? 'another');

/**
 * What the policy of a bucket or queue cannot deny to the root user of its account, who alone undoes
 * one that denies everybody (Amazon S3 API Reference, "DeleteBucketPolicy"; IAM User Guide, "Tasks that
 * require root user credentials").
 */
const ownersWay = new Set([
  's3:getbucketpolicy',
  's3:putbucketpolicy',
  's3:deletebucketpolicy',
  'sqs:getqueueattributes',
  'sqs:setqueueattributes',
]);

/** Whether the caller is an owner whom the resource's own policy cannot deny the action. */
export const keepsItsWay = ({ caller, target, action }: Request): boolean =>
  caller.kind === 'root' && caller.account === target.account?.id && ownersWay.has(action);

/** Whether tags of the resource do not control the action reliably (IAM User Guide, "Pass a role to an AWS service"). */
export const doubtsTags = (action: string): boolean => action === 'iam:passrole';

/**
 * What the name of an action, in lower case, says beside the statements that cover it: actions of
 * which both are the same are decided alike.
 */
export const classOf = (action: string): string =>
  byCaller.has(action)
    ? action
    : [worksAcrossAccounts, takesUnsigned, (name: string) => ownersWay.has(name), doubtsTags]
        .map((is) => (is(action) ? '1' : '0'))
        .join('');
