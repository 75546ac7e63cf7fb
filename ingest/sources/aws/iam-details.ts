import { z } from 'zod';
import { accountUid, parseArn } from './arn.ts';
import { list } from './call.ts';
import {
  groupProps,
  groupShape,
  hasPolicies,
  roleProps,
  roleShape,
  userProps,
  userShape,
} from './iam-principal.ts';
import { lists } from './lists.ts';
import { documentOf } from './shapes.ts';

const policyShape = z.looseObject({
  Arn: z.string().startsWith('arn:'),
  PolicyName: z.string(),
  DefaultVersionId: z.string().nullish(),
  CreateDate: z.string().nullish(),
  PolicyVersionList: z.array(
    z.looseObject({
      VersionId: z.string(),
      IsDefaultVersion: z.boolean().nullish(),
      Document: z.unknown().optional(),
    }),
  ),
});

type Policy = z.infer<typeof policyShape>;

function versionsOf({ DefaultVersionId, PolicyVersionList }: Policy) {
  const isDefault = (v: Policy['PolicyVersionList'][number]) =>
    DefaultVersionId ? v.VersionId === DefaultVersionId : v.IsDefaultVersion === true;
  const others = PolicyVersionList.filter((v) => !isDefault(v));
  return {
    current: PolicyVersionList.find(isDefault),
    others: others.map(({ VersionId, Document }) => ({
      version: VersionId,
      document: documentOf(Document),
    })),
  };
}

/** ARNs of the groups of an answer by name: members are listed by the group's name alone. */
function groupArns(groups: unknown): ReadonlyMap<string, string> {
  const known = z.array(z.unknown()).safeParse(groups).data ?? [];
  return new Map(
    known.flatMap((group) => {
      const { data } = groupShape.safeParse(group);
      return data ? [[data.GroupName, data.Arn] as const] : [];
    }),
  );
}

const users = (groups: ReadonlyMap<string, string>) =>
  list({
    sign: [],
    items: 'UserDetailList',
    item: userShape,
    id: ({ Arn }) => Arn,
    map(user, claim, answer) {
      const props = userProps(user);
      const node = answer.own(claim, 'Identity', user.Arn, props);
      hasPolicies(claim, node, props);
      for (const name of user.GroupList ?? []) {
        const partition = parseArn(user.Arn)?.partition ?? answer.partition;
        const arn = groups.get(name) ?? `arn:${partition}:iam::${answer.account}:group/${name}`;
        if (!groups.has(name)) answer.unresolved('path of an IAM group that the answer leaves out');
        claim.edge('MEMBER_OF', node, claim.ref('Group', arn));
      }
    },
  });

const groups = list({
  sign: [],
  items: 'GroupDetailList',
  item: groupShape,
  id: ({ Arn }) => Arn,
  map(group, claim, answer) {
    const props = groupProps(group);
    hasPolicies(claim, answer.own(claim, 'Group', group.Arn, props), props);
  },
});

const roles = list({
  sign: [],
  items: 'RoleDetailList',
  item: roleShape,
  id: ({ Arn }) => Arn,
  map(role, claim, answer) {
    const props = roleProps(role);
    hasPolicies(claim, answer.own(claim, 'Identity', role.Arn, props), props);
  },
});

const policies = list({
  sign: [],
  items: 'Policies',
  item: policyShape,
  id: ({ Arn }) => Arn,
  map(policy, claim, answer) {
    const { current, others } = versionsOf(policy);
    if (!current) answer.unresolved('default version of an IAM policy');
    const props = {
      name: policy.PolicyName,
      type: 'identity' as const,
      createdAt: policy.CreateDate ?? undefined,
      version: current?.VersionId,
      document: documentOf(current?.Document),
      ...(others.length > 0 && { versions: others }),
    };
    // A policy of AWS belongs to no account of ours: each account's dump describes the same one.
    if (parseArn(policy.Arn)?.account === 'aws')
      claim.node('Policy', policy.Arn, { provider: 'aws', ...props });
    else answer.own(claim, 'Policy', policy.Arn, props);
  },
});

/** `iam get-account-authorization-details`: every principal and policy of an account. */
export const accountAuthorizationDetails = lists({
  sign: ['UserDetailList'],
  global: true,
  parts: (answer) => [users(groupArns(answer['GroupDetailList'])), groups, roles, policies],
  also(answer) {
    const uid = accountUid(answer.account);
    answer.claim(uid).node('Account', uid, { provider: 'aws', account: answer.account });
  },
});
