import { managed } from './applied-policy.ts';
import { direct } from './attacker-context.ts';
import { isWhole, type Caller } from './caller.ts';

import type { Need } from './effect.ts';
import type { Facts } from './facts.ts';
import { permissionOn } from './need.ts';
import { both, denied, type Permission } from './permission.ts';
import { deniesOf } from './policy.ts';
import { unnamed } from './witness.ts';

const needs = (form: string, ...actions: readonly string[]): Need[] =>
  actions.map((action) => ({ action, form }));

/** Permissions that by themselves lead to most others, on anything of their form. */
const powers: readonly Need[] = [
  ...needs(
    'arn:*:iam::*:user/*',
    'iam:PutUserPolicy',
    'iam:AttachUserPolicy',
    'iam:CreateAccessKey',
  ),
  ...needs(
    'arn:*:iam::*:role/*',
    'iam:PutRolePolicy',
    'iam:AttachRolePolicy',
    'iam:UpdateAssumeRolePolicy',
    'iam:PassRole',
  ),
  ...needs('arn:*:iam::*:policy/*', 'iam:CreatePolicyVersion'),
  ...needs('arn:*:lambda:*:*:function:*', 'lambda:UpdateFunctionCode'),
  ...needs('arn:*:ec2:*:*:instance/*', 'ssm:SendCommand'),
  ...needs('arn:*:secretsmanager:*:*:secret:*', 'secretsmanager:GetSecretValue'),
  ...needs('arn:*:ssm:*:*:parameter/*', 'ssm:GetParameter'),
  ...needs('arn:*:s3:::*/*', 's3:GetObject', 's3:PutObject'),
];

/**
 * What "every action on every resource" is tried on: the powers, some of what services guard most,
 * and an action of a service that does not exist, which only a grant of everything covers.
 */
const everything: readonly Need[] = [
  ...needs('*', 'cutset-any:AnyAction'),
  ...powers,
  ...needs('*', 'iam:CreateUser', 'organizations:LeaveOrganization'),
  ...needs('arn:*:ec2:*:*:instance/*', 'ec2:RunInstances'),
  ...needs('arn:*:lambda:*:*:function:*', 'lambda:InvokeFunction', 'lambda:CreateFunction'),
  ...needs('arn:*:dynamodb:*:*:table/*', 'dynamodb:GetItem'),
  ...needs('arn:*:cloudtrail:*:*:trail/*', 'cloudtrail:StopLogging'),
  ...needs('arn:*:bedrock:*:*:agent/*', 'bedrock:UpdateAgent'),
];

/** Actions on which it rests who administers an account or has a power, in lower case. */
export const administrationActions: readonly string[] = everything.map(({ action }) =>
  action.toLowerCase(),
);

const root = (account: string) => ({
  id: `arn:aws:iam::${account}:root#root`,
  type: 'root',
  holder: `arn:aws:iam::${account}:root`,
  say: 'the root user has every right',
});

/**
 * Whether a principal may do everything in its account: effectively `*` on `*`, from one policy or
 * several, with no deny, boundary or organisation policy that takes a power away.
 */
export function administration(facts: Facts, caller: Caller): Permission {
  const { account } = caller;
  if (account === null) return denied;
  let all: Permission = isWhole(caller)
    ? { allowed: true, because: [[root(account)]] }
    : { allowed: true, because: [] };
  for (const { action, form } of everything) {
    const on = form === '*' ? '*' : unnamed(form, account);
    all = both(all, permissionOn(facts, caller, action, on, direct));
    if (all.allowed === false) return denied;
  }
  return all;
}

/** Whether a principal has one of the powers on everything of its form. */
export const hasPower = (facts: Facts, caller: Caller): boolean =>
  powers.some(
    ({ action, form }) =>
      permissionOn(facts, caller, action, unnamed(form, caller.account ?? ''), direct).allowed ===
      true,
  );

const fullAccess = managed('arn:aws:iam::aws:policy/AdministratorAccess', 'identity', {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

/** Whether a principal that is given every right would have it: no boundary or deny stands against. */
export const couldAdminister = (facts: Facts, caller: Caller): Permission['allowed'] =>
  administration(facts, {
    ...caller,
    policies: [
      fullAccess,
      ...caller.policies.map((policy) => ({ ...policy, document: deniesOf(policy.document) })),
    ],
  }).allowed;
