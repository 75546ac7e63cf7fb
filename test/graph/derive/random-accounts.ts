import fc from 'fast-check';
import type { Edge, Node } from '../../../graph/entity.ts';
import type { Changes } from '../../../graph/workspace.ts';
import {
  account,
  allow,
  bucketArn,
  deny,
  document,
  edge,
  node,
  other,
  roleArn,
  root,
  trustOf,
  userArn,
} from './aws.ts';

const policyArn = (name: string) => `arn:aws:iam::${account}:policy/${name}`;
const groupArn = `arn:aws:iam::${account}:group/team`;
const key = `arn:aws:kms:eu-west-1:${account}:key/k`;
const pointArn = `arn:aws:s3:eu-west-1:${account}:accesspoint/p`;
const accountUid = `aws:${account}`;
const functionArn = `arn:aws:lambda:eu-west-1:${account}:function:f`;

/** What principals, managed policies and groups may be given. */
const statement = fc.constantFrom<object>(
  allow('*'),
  allow('s3:*'),
  allow('s3:GetObject', `${bucketArn('a')}/*`),
  allow('s3:*', '*', { Condition: { StringEquals: { 'aws:ResourceTag/class': 'public' } } }),
  allow('iam:*'),
  allow(['iam:PassRole', 'lambda:*']),
  allow('lambda:UpdateFunctionCode', functionArn),
  allow('iam:CreatePolicyVersion', policyArn('own')),
  allow('sts:AssumeRole'),
  allow('s3:*', '*', { Condition: { StringEquals: { 'aws:ResourceOrgID': 'o-1' } } }),
  allow('s3:*', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/class': 'public' } } }),
  deny('iam:*'),
  deny('s3:*', `${bucketArn('b')}*`),
  allow(['s3:GetObject', 'kms:Decrypt']),
  allow('s3:GetObject', [`${pointArn}/object/*`, `${bucketArn('a')}/*`]),
);

/** What an organisation says of all its accounts. */
const service = fc.constantFrom<object[]>(
  [allow('*')],
  [allow('*'), deny('s3:GetObject', `${bucketArn('a')}/*`)],
  [allow('*'), deny('iam:*')],
  [allow('*'), deny('kms:Decrypt')],
  [allow('*'), deny('sts:AssumeRole')],
  [allow(['s3:*', 'lambda:*'])],
);
const byAnyone = { Principal: '*' };
const resourceControl = fc.constantFrom<object[]>(
  [allow('*', '*', byAnyone)],
  [allow('*', '*', byAnyone), deny('s3:*', `${bucketArn('b')}/*`, byAnyone)],
  [allow('*', '*', byAnyone), deny('s3:GetObject', '*', byAnyone)],
  [allow('*', '*', byAnyone), deny('kms:*', '*', byAnyone)],
  [allow('*', '*', byAnyone), deny('sts:*', '*', byAnyone)],
);
const ofOrganization = (type: 'scp' | 'rcp', statements: object[], name: string = type) =>
  node('Policy', `p-${name}`, { type, document: document(...statements) });

/** What changes of an organisation at once: edges that come, and those that go. */
interface Rewired {
  come: Edge[];
  go: Edge[];
}

/** Accounts stand below one unit at a time, of one organisation or another. */
const accounts = [accountUid, `aws:${other}`];
const units = ['ou-1', 'ou-2'];
const moves = accounts.flatMap((uid) =>
  units.map((unit): Rewired => {
    const places = units.map((one) => edge('IN_ORG', uid, one));
    return { come: places.filter(({ to }) => to === unit), go: places };
  }),
);
const attachments = [...accounts, ...units, 'o-2']
  .flatMap((at) => [
    edge('HAS_POLICY', at, 'p-strict', { as: 'scp' }),
    edge('HAS_POLICY', at, 'p-guard', { as: 'rcp' }),
  ])
  .flatMap((one): Rewired[] => [
    { come: [one], go: [] },
    { come: [], go: [one] },
  ]);

const statements = fc.array(statement, { maxLength: 2 });

const names = { users: ['ann', 'ben'], roles: ['app', 'job'], buckets: ['a', 'b', 'c'] };
const identities = [
  ...names.users.map((n) => userArn(n)),
  ...names.roles.map((n) => roleArn(n)),
  userArn('eve', other),
  roleArn('far', other),
];
const accountOf = (uid: string) => uid.split(':')[4] ?? '';
const ownerOf = (name: string) => (name === 'c' ? other : account);
const principal = fc.constantFrom<object | string>(
  '*',
  { AWS: root() },
  { AWS: root(other) },
  { AWS: root('777788889999') },
  { AWS: roleArn('far', other) },
  { AWS: roleArn('app') },
  { AWS: userArn('ann') },
  { Service: 'lambda.amazonaws.com' },
);

const provider = { Federated: `arn:aws:iam::${account}:oidc-provider/token.example.com` };
const ofOneOrganization = { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } };

/** What may change of organisations and of how accounts stand in them. */
export const rearrangement = fc.oneof(
  fc.boolean().map((isManagement) => node('Account', `aws:${other}`, { isManagement })),
  fc
    .boolean()
    .map((RestrictPublicBuckets) =>
      node('Account', accountUid, { publicAccessBlock: { RestrictPublicBuckets } }),
    ),
  { weight: 4, arbitrary: fc.constantFrom(...moves) },
  { weight: 4, arbitrary: fc.constantFrom(...attachments) },
  { weight: 2, arbitrary: service.map((given) => ofOrganization('scp', given, 'strict')) },
);

/** One element of two accounts as it may be at one time. */
export const change = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .record({
        uid: fc.constantFrom(...identities),
        own: statements,
        attached: fc.subarray([policyArn('own'), policyArn('limit')]),
        boundary: fc.option(fc.constant(policyArn('limit')), { nil: undefined }),
        trust: fc.oneof(
          { weight: 4, arbitrary: principal.map((trusted) => trustOf(trusted)) },
          principal.map((trusted) => trustOf(trusted, { Action: ['sts:AssumeRole', 'sts:Tag*'] })),
          fc.constant(trustOf(provider, { Action: 'sts:AssumeRoleWithWebIdentity' })),
        ),
        privilege: fc.constantFrom('low', 'high'),
        tags: fc.constantFrom({}, { class: 'public' }),
      })
      .map(({ uid, own, attached, boundary, trust, privilege, tags }) =>
        node('Identity', uid, {
          subtype: uid.includes(':user/') ? 'user' : 'role',
          account: accountOf(uid),
          attached,
          inline: own.length > 0 ? [{ name: 'own', document: document(...own) }] : [],
          privilege,
          tags,
          ...(boundary !== undefined && { boundary }),
          ...(uid.includes(':role/') && { trust }),
        }),
      ),
  },
  {
    weight: 6,
    arbitrary: fc
      .record({ name: fc.constantFrom('own', 'limit'), own: statements, old: statements })
      .map(({ name, own, old }) =>
        node('Policy', policyArn(name), {
          type: 'identity',
          document: document(...own),
          versions: [{ id: 'v1', document: document(...old) }],
        }),
      ),
  },
  {
    weight: 3,
    arbitrary: statements.map((own) =>
      node('Group', groupArn, {
        account,
        attached: [],
        inline: [{ name: 'team', document: document(...own) }],
      }),
    ),
  },
  {
    weight: 6,
    arbitrary: fc
      .record({
        name: fc.constantFrom(...names.buckets),
        given: fc.option(principal, { nil: undefined }),
        tags: fc.constantFrom({}, { class: 'public' }),
        condition: fc.constantFrom({}, ofOneOrganization),
      })
      .map(({ name, given, tags, condition }) =>
        node('DataStore', bucketArn(name), {
          type: 's3-bucket',
          account: ownerOf(name),
          tags,
          ...(given !== undefined && {
            policy: document(
              allow('s3:GetObject', `${bucketArn(name)}/*`, { Principal: given, ...condition }),
            ),
          }),
        }),
      ),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({
        given: fc.array(principal, { maxLength: 2 }),
        grantee: fc.constantFrom(undefined, userArn('ben'), roleArn('far', other)),
      })
      .map(({ given, grantee }) =>
        node('EncryptionKey', key, {
          account,
          manager: 'customer',
          policy: document(...given.map((Principal) => allow('kms:Decrypt', '*', { Principal }))),
          ...(grantee !== undefined && {
            grants: [{ GrantId: 'g', GranteePrincipal: grantee, Operations: ['Decrypt'] }],
          }),
        }),
      ),
  },
  { weight: 3, arbitrary: service.map((given) => ofOrganization('scp', given)) },
  { weight: 3, arbitrary: resourceControl.map((given) => ofOrganization('rcp', given)) },
  {
    weight: 2,
    arbitrary: principal.map((given) =>
      node('DataStore', pointArn, {
        type: 's3-access-point',
        account,
        config: { bucket: 'a' },
        policy: document(allow('s3:GetObject', `${pointArn}/object/*`, { Principal: given })),
      }),
    ),
  },
  fc
    .constantFrom({}, { policy: document(allow('lambda:*', '*', { Principal: '*' })) })
    .map((more) => node('Workload', functionArn, { type: 'lambda', account, ...more })),
  { weight: 12, arbitrary: rearrangement },
  fc
    .constantFrom(roleArn('app'), roleArn('far', other))
    .map((uid): Rewired => ({ come: [edge('ACTS_AS', functionArn, uid)], go: [] })),
  fc
    .constantFrom(userArn('ann'), userArn('ben'))
    .map((uid): Rewired => ({ come: [edge('MEMBER_OF', uid, groupArn)], go: [] })),
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      userArn('ben'),
      bucketArn('a'),
      policyArn('own'),
      'p-strict',
      'ou-2',
    ),
  },
);

/** Everything there is at first: what changes later is then mostly what it says. */
export const start: Node[] = [
  ...identities.map((uid) =>
    node('Identity', uid, { account: accountOf(uid), attached: [], inline: [] }),
  ),
  ...['own', 'limit'].map((name) =>
    node('Policy', policyArn(name), { type: 'identity', document: document(allow('s3:*')) }),
  ),
  node('Group', groupArn, { account, attached: [], inline: [] }),
  ...names.buckets.map((name) =>
    node('DataStore', bucketArn(name), { type: 's3-bucket', account: ownerOf(name) }),
  ),
  node('Workload', functionArn, { type: 'lambda', account }),
  node('EncryptionKey', key, { account, manager: 'customer', policy: document() }),
  node('DataStore', pointArn, { type: 's3-access-point', account, config: { bucket: 'a' } }),
  ...accounts.map((uid) => node('Account', uid, {})),
  ...[...units, 'o-1', 'o-2'].map((uid) => node('OrgUnit', uid, {})),
  ofOrganization('scp', [allow('*')]),
  ofOrganization('scp', [allow('*'), deny('s3:*')], 'strict'),
  ofOrganization('rcp', [allow('*', '*', byAnyone)]),
  ofOrganization('rcp', [deny(['s3:GetObject', 'kms:*', 'sts:*'], '*', byAnyone)], 'guard'),
];

export const held: Edge[] = [
  edge('ENCRYPTED_WITH', bucketArn('b'), key),
  edge('ENCRYPTED_WITH', bucketArn('c'), key),
  ...accounts.map((uid) => edge('IN_ORG', uid, 'ou-1')),
  edge('IN_ORG', 'ou-1', 'o-1'),
  edge('IN_ORG', 'ou-2', 'o-2'),
  edge('HAS_POLICY', 'ou-1', 'p-scp', { as: 'scp' }),
  edge('HAS_POLICY', accountUid, 'p-rcp', { as: 'rcp' }),
];

const everybodyOfOne = { Principal: '*', ...ofOneOrganization };

/** Nodes of the same, of which principals and resources say so much that much follows from each. */
export const open: Node[] = [
  ...identities.map((uid) =>
    node('Identity', uid, {
      account: accountOf(uid),
      attached: [],
      inline: [
        {
          name: 'own',
          document: document(allow(['s3:*', 'kms:*', 'sts:*', 'lambda:*', 'iam:PassRole'])),
        },
      ],
      ...(uid.includes(':role/') && {
        trust: document(
          allow('sts:AssumeRole', '*', everybodyOfOne),
          allow('sts:AssumeRoleWithWebIdentity', '*', { Principal: provider }),
        ),
      }),
    }),
  ),
  ...names.buckets.map((name) =>
    node('DataStore', bucketArn(name), {
      type: 's3-bucket',
      account: ownerOf(name),
      policy: document(allow('s3:*', `${bucketArn(name)}/*`, everybodyOfOne)),
    }),
  ),
  node('EncryptionKey', key, {
    account,
    manager: 'customer',
    policy: document(allow('kms:*', '*', { Principal: { AWS: [root(), root(other)] } })),
  }),
];

export type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

/** What changes: a node that says something else, edges, or a node that is gone. */
export const changed = (item: Change): Changes => ({
  nodes: typeof item === 'object' && 'uid' in item ? [item] : [],
  edges: typeof item === 'object' && 'come' in item ? item.come : [],
  goneNodes: typeof item === 'string' ? [item] : [],
  goneEdges: typeof item === 'object' && 'go' in item ? item.go.map(({ id }) => id) : [],
  by: new Map(),
});
