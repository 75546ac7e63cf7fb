import iam from '../aws/iam.ts';
import { answer, type Conversions } from './conversion.ts';
import type { State } from './state.ts';
import { blocks, tags, text, texts, type Values } from './values.ts';

const details = 'get-account-authorization-details';

const attached = (arns: readonly (string | undefined)[]) =>
  [...new Set(arns)].flatMap((PolicyArn) => (PolicyArn === undefined ? [] : [{ PolicyArn }]));

/** Inline policies and attachments of a principal, which Terraform keeps in resources of their own. */
function policiesOf(kind: 'role' | 'user' | 'group', values: Values, state: State) {
  const inline = [
    ...blocks(values, 'inline_policy'),
    ...state.referring(`aws_iam_${kind}_policy`, kind, values),
  ].filter((policy) => text(policy, 'policy') !== undefined);
  const everywhere = state
    .of('aws_iam_policy_attachment')
    .filter((values_) => texts(values_, `${kind}s`).includes(text(values, 'name') ?? ''));
  return {
    inline: inline.map((policy) => ({
      PolicyName: text(policy, 'name') ?? '',
      PolicyDocument: text(policy, 'policy'),
    })),
    AttachedManagedPolicies: attached([
      ...texts(values, 'managed_policy_arns'),
      ...state
        .referring(`aws_iam_${kind}_policy_attachment`, kind, values)
        .map((attachment) => text(attachment, 'policy_arn')),
      ...everywhere.map((attachment) => text(attachment, 'policy_arn')),
    ]),
  };
}

/** What users and roles have in common. */
const principal = (values: Values) => ({
  Path: text(values, 'path'),
  CreateDate: text(values, 'create_date'),
  Tags: tags(values),
  ...(text(values, 'permissions_boundary') && {
    PermissionsBoundary: { PermissionsBoundaryArn: text(values, 'permissions_boundary') },
  }),
});

const pathOf = (values: Values) => (text(values, 'path') ?? '/').replace(/^\//, '');

/** ARN of a principal or policy of IAM, which has no region. */
const arnOf = (kind: string, values: Values, state: State) =>
  state.arn(values, 'iam', `${kind}/${pathOf(values)}${text(values, 'name') ?? ''}`, {
    global: true,
  });

const groupDetail = (values: Values, state: State) => {
  const { inline, ...policies } = policiesOf('group', values, state);
  const name = text(values, 'name');
  return {
    Arn: arnOf('group', values, state),
    GroupName: name,
    GroupPolicyList: inline,
    ...policies,
  };
};

/** Groups of a user, by name, from both sides on which Terraform writes memberships. */
const groupsOf = (name: string | undefined, state: State) => [
  ...state
    .of('aws_iam_user_group_membership')
    .filter((m) => text(m, 'user') === name)
    .flatMap((m) => texts(m, 'groups')),
  ...state
    .of('aws_iam_group_membership')
    .filter((m) => texts(m, 'users').includes(name ?? ''))
    .flatMap((m) => text(m, 'group') ?? []),
];

export const iamConversions: Conversions = {
  aws_iam_role(values, state) {
    const Arn = arnOf('role', values, state);
    const { inline, ...policies } = policiesOf('role', values, state);
    const role = {
      ...principal(values),
      Arn,
      RoleName: text(values, 'name'),
      RoleId: text(values, 'unique_id'),
      AssumeRolePolicyDocument: text(values, 'assume_role_policy'),
      RolePolicyList: inline,
      InstanceProfileList: state
        .referring('aws_iam_instance_profile', 'role', values)
        .map((profile) => ({ Arn: arnOf('instance-profile', profile, state) }))
        .filter((profile) => profile.Arn !== null),
      ...policies,
    };
    return Arn === null ? null : [answer(iam, details, { RoleDetailList: [role] })];
  },
  aws_iam_user(values, state) {
    const Arn = arnOf('user', values, state);
    const { inline, ...policies } = policiesOf('user', values, state);
    const GroupList = groupsOf(text(values, 'name'), state);
    const groups = state
      .of('aws_iam_group')
      .filter((group) => GroupList.includes(text(group, 'name') ?? ''));
    const user = {
      ...principal(values),
      Arn,
      UserName: text(values, 'name'),
      UserId: text(values, 'unique_id'),
      GroupList,
      UserPolicyList: inline.length > 0 ? inline : undefined,
      ...policies,
    };
    return Arn === null
      ? null
      : [
          answer(iam, details, {
            UserDetailList: [user],
            GroupDetailList: groups.map((group) => groupDetail(group, state)),
          }),
        ];
  },
  aws_iam_group(values, state) {
    const group = groupDetail(values, state);
    return group.Arn === null ? null : [answer(iam, details, { GroupDetailList: [group] })];
  },
  aws_iam_policy(values, state) {
    const Arn = arnOf('policy', values, state);
    const Document = text(values, 'policy');
    if (Arn === null) return null;
    if (Document === undefined) return [];
    // Terraform keeps the document that counts, and not the number of its version.
    const PolicyVersionList = [{ VersionId: 'default', IsDefaultVersion: true, Document }];
    const policy = { Arn, PolicyName: text(values, 'name'), PolicyVersionList };
    return [answer(iam, details, { Policies: [policy] })];
  },
  aws_iam_access_key(values) {
    const AccessKeyId = text(values, 'id');
    const UserName = text(values, 'user') ?? '';
    if (AccessKeyId === undefined) return null;
    const key = { AccessKeyId, UserName, Status: text(values, 'status') };
    return [answer(iam, 'list-access-keys', { AccessKeyMetadata: [key] }, UserName)];
  },
  aws_iam_openid_connect_provider(values) {
    const arn = text(values, 'arn');
    const provider = { Url: text(values, 'url'), ClientIDList: texts(values, 'client_id_list') };
    return arn === undefined ? null : [answer(iam, 'get-open-id-connect-provider', provider, arn)];
  },
  aws_iam_saml_provider(values) {
    const Arn = text(values, 'arn');
    return Arn === undefined
      ? null
      : [answer(iam, 'list-saml-providers', { SAMLProviderList: [{ Arn }] })];
  },
  aws_iam_role_policy: 'aws_iam_role',
  aws_iam_role_policy_attachment: 'aws_iam_role',
  aws_iam_instance_profile: 'aws_iam_role',
  aws_iam_user_policy: 'aws_iam_user',
  aws_iam_user_policy_attachment: 'aws_iam_user',
  aws_iam_user_group_membership: 'aws_iam_user',
  aws_iam_group_membership: 'aws_iam_user',
  aws_iam_group_policy: 'aws_iam_group',
  aws_iam_group_policy_attachment: 'aws_iam_group',
  aws_iam_policy_attachment: 'aws_iam_role',
};
