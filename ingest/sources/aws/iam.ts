import { z } from 'zod';
import { accountUid, parseArn } from './arn.ts';
import { one } from './call.ts';
import { credentialReport } from './iam-credential-report.ts';
import { accountAuthorizationDetails } from './iam-details.ts';
import { lastAccessed } from './iam-last-accessed.ts';
import { roleProps, roleShape, userProps, userShape } from './iam-principal.ts';
import { arnText, described, listed } from './plain.ts';
import { awsService } from './service.ts';

const eachUser = {
  operation: 'get-account-authorization-details',
  query: 'UserDetailList[].UserName',
  option: '--user-name',
};
const eachRole = {
  operation: 'get-account-authorization-details',
  query: 'RoleDetailList[].RoleName',
  option: '--role-name',
};

/** Uid of an access key: AWS's own id, which a key found in plain text carries as well. */
const keyUid = (id: string) => `cred:${id}`;

export default awsService('iam', 'IAM: users, groups, roles, policies, keys, identity providers', {
  'get-account-authorization-details': accountAuthorizationDetails,
  'get-credential-report': credentialReport,
  'get-service-last-accessed-details': lastAccessed,
  'get-user': described({
    sign: ['User.UserName', 'User.Arn'],
    at: 'User',
    global: true,
    spare: true,
    each: eachUser,
    kind: 'Identity',
    form: userShape,
    uid: ({ Arn }) => Arn,
    props: userProps,
  }),
  'get-role': described({
    sign: ['Role.RoleName', 'Role.Arn'],
    at: 'Role',
    global: true,
    spare: true,
    each: eachRole,
    kind: 'Identity',
    form: roleShape,
    uid: ({ Arn }) => Arn,
    props: roleProps,
  }),
  'list-access-keys': listed({
    sign: ['AccessKeyMetadata'],
    items: 'AccessKeyMetadata',
    global: true,
    each: eachUser,
    kind: 'Credential',
    form: z.looseObject({
      AccessKeyId: z.string(),
      UserName: z.string(),
      Status: z.string().nullish(),
      CreateDate: z.string().nullish(),
    }),
    uid: ({ AccessKeyId }) => keyUid(AccessKeyId),
    props: (key) => ({
      name: key.AccessKeyId,
      type: 'aws-access-key',
      owner: key.UserName,
      created: key.CreateDate ?? undefined,
      active: key.Status ? key.Status === 'Active' : undefined,
    }),
  }),
  'get-access-key-last-used': one({
    sign: ['UserName', 'AccessKeyLastUsed'],
    global: true,
    each: {
      operation: 'list-access-keys',
      query: 'AccessKeyMetadata[].AccessKeyId',
      option: '--access-key-id',
    },
    answer: z.looseObject({
      AccessKeyLastUsed: z.looseObject({ LastUsedDate: z.string().nullish() }),
    }),
    map({ AccessKeyLastUsed: { LastUsedDate } }, answer) {
      const uid = keyUid(answer.arg(0, 'access key'));
      const known = LastUsedDate && /^\d{4}-/.test(LastUsedDate) ? LastUsedDate : undefined;
      answer.claim(uid).add('Credential', uid, { lastUsed: known });
    },
  }),
  'list-instance-profiles': one({
    sign: ['InstanceProfiles'],
    global: true,
    spare: true,
    answer: z.looseObject({
      InstanceProfiles: z.array(
        z.looseObject({
          Arn: arnText('iam'),
          Roles: z.array(z.looseObject({ Arn: arnText('iam') })).nullish(),
        }),
      ),
    }),
    map({ InstanceProfiles }, answer) {
      const ofRole = new Map<string, string[]>();
      for (const { Arn, Roles } of InstanceProfiles)
        for (const role of Roles ?? [])
          ofRole.set(role.Arn, [...(ofRole.get(role.Arn) ?? []), Arn].sort());
      for (const [role, instanceProfiles] of ofRole)
        answer.claim(role).add('Identity', role, { instanceProfiles });
    },
  }),
  'list-open-id-connect-providers': listed({
    sign: ['OpenIDConnectProviderList'],
    items: 'OpenIDConnectProviderList',
    global: true,
    kind: 'IdentityProvider',
    form: z.looseObject({ Arn: arnText('iam') }),
    uid: ({ Arn }) => Arn,
    props: ({ Arn }) => {
      const issuer = parseArn(Arn)?.resource.replace(/^oidc-provider\//, '') ?? '';
      return { name: issuer, issuer: `https://${issuer}`, protocol: 'oidc' as const };
    },
  }),
  'get-open-id-connect-provider': one({
    sign: ['Url', 'ThumbprintList'],
    global: true,
    each: {
      operation: 'list-open-id-connect-providers',
      query: 'OpenIDConnectProviderList[].Arn',
      option: '--open-id-connect-provider-arn',
    },
    answer: z.looseObject({ ClientIDList: z.array(z.string()).nullish() }),
    map({ ClientIDList }, answer) {
      const uid = answer.arg(0, 'identity provider');
      answer.claim(uid).add('IdentityProvider', uid, { audiences: ClientIDList ?? [] });
    },
  }),
  'list-saml-providers': listed({
    sign: ['SAMLProviderList'],
    items: 'SAMLProviderList',
    global: true,
    kind: 'IdentityProvider',
    form: z.looseObject({ Arn: arnText('iam'), CreateDate: z.string().nullish() }),
    uid: ({ Arn }) => Arn,
    props: ({ Arn }) => ({ name: Arn.split('/').at(-1) ?? Arn, protocol: 'saml' as const }),
  }),
  'list-account-aliases': one({
    sign: ['AccountAliases'],
    global: true,
    answer: z.looseObject({ AccountAliases: z.array(z.string()) }),
    map({ AccountAliases: [name] }, answer) {
      const uid = accountUid(answer.account);
      answer.claim(uid).node('Account', uid, { provider: 'aws', account: answer.account, name });
    },
  }),
});
