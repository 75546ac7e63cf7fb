import fc from 'fast-check';
import { expect, test } from 'vitest';
import awsAccess from '../../../graph/derive/aws-access.ts';
import awsAdmin from '../../../graph/derive/aws-admin.ts';
import awsEscalation from '../../../graph/derive/aws-escalation.ts';
import awsTrust from '../../../graph/derive/aws-trust.ts';
import type { Derivation } from '../../../graph/derive/derivation.ts';
import { catchUp, type DerivedLedger } from '../../../graph/derive/settle.ts';
import type { Edge, Node } from '../../../graph/entity.ts';
import { View } from '../../../graph/view.ts';
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

const derivations = [awsAccess, awsTrust, awsAdmin, awsEscalation] as readonly Derivation[];

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
const ofOrganization = (name: 'scp' | 'rcp', statements: object[]) =>
  node('Policy', `p-${name}`, { type: name, document: document(...statements) });
const statements = fc.array(statement, { maxLength: 2 });

const names = { users: ['ann', 'ben'], roles: ['app', 'job'], buckets: ['a', 'b'] };
const identities = [...names.users.map((n) => userArn(n)), ...names.roles.map((n) => roleArn(n))];
const principal = fc.constantFrom<object | string>(
  '*',
  { AWS: root() },
  { AWS: root(other) },
  { AWS: roleArn('app') },
  { AWS: userArn('ann') },
  { Service: 'lambda.amazonaws.com' },
);

/** One element of an account as it may be at one time. */
const change = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .record({
        uid: fc.constantFrom(...identities),
        own: statements,
        attached: fc.subarray([policyArn('own'), policyArn('limit')]),
        boundary: fc.option(fc.constant(policyArn('limit')), { nil: undefined }),
        trusted: principal,
        privilege: fc.constantFrom('low', 'high'),
        tags: fc.constantFrom({}, { class: 'public' }),
      })
      .map(({ uid, own, attached, boundary, trusted, privilege, tags }) =>
        node('Identity', uid, {
          subtype: uid.includes(':user/') ? 'user' : 'role',
          account,
          attached,
          inline: own.length > 0 ? [{ name: 'own', document: document(...own) }] : [],
          privilege,
          tags,
          ...(boundary !== undefined && { boundary }),
          ...(uid.includes(':role/') && { trust: trustOf(trusted) }),
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
      })
      .map(({ name, given, tags }) =>
        node('DataStore', bucketArn(name), {
          type: 's3-bucket',
          account,
          tags,
          ...(given !== undefined && {
            policy: document(allow('s3:GetObject', `${bucketArn(name)}/*`, { Principal: given })),
          }),
        }),
      ),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({ given: fc.array(principal, { maxLength: 2 }), granted: fc.boolean() })
      .map(({ given, granted }) =>
        node('EncryptionKey', key, {
          account,
          manager: 'customer',
          policy: document(...given.map((Principal) => allow('kms:Decrypt', '*', { Principal }))),
          ...(granted && {
            grants: [{ GrantId: 'g', GranteePrincipal: userArn('ben'), Operations: ['Decrypt'] }],
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
    .boolean()
    .map((RestrictPublicBuckets) =>
      node('Account', accountUid, { publicAccessBlock: { RestrictPublicBuckets } }),
    ),
  fc
    .constantFrom({}, { policy: document(allow('lambda:*', '*', { Principal: '*' })) })
    .map((more) => node('Workload', functionArn, { type: 'lambda', account, ...more })),
  fc.constantFrom<Edge>(
    edge('MEMBER_OF', userArn('ann'), groupArn),
    edge('MEMBER_OF', userArn('ben'), groupArn),
  ),
  { arbitrary: fc.constantFrom(userArn('ben'), bucketArn('a'), policyArn('own')), weight: 1 },
);

/** Everything there is at first: what changes later is then mostly what it says. */
const start: Node[] = [
  ...identities.map((uid) => node('Identity', uid, { account, attached: [], inline: [] })),
  ...['own', 'limit'].map((name) =>
    node('Policy', policyArn(name), { type: 'identity', document: document(allow('s3:*')) }),
  ),
  node('Group', groupArn, { account, attached: [], inline: [] }),
  ...names.buckets.map((name) =>
    node('DataStore', bucketArn(name), { type: 's3-bucket', account }),
  ),
  node('Workload', functionArn, { type: 'lambda', account }),
  node('EncryptionKey', key, { account, manager: 'customer', policy: document() }),
  node('DataStore', pointArn, { type: 's3-access-point', account, config: { bucket: 'a' } }),
  node('Account', accountUid, {}),
  node('OrgUnit', 'ou-1', {}),
  ofOrganization('scp', [allow('*')]),
  ofOrganization('rcp', [allow('*', '*', byAnyone)]),
];

const held: Edge[] = [
  edge('ENCRYPTED_WITH', bucketArn('b'), key),
  edge('IN_ORG', accountUid, 'ou-1'),
  edge('HAS_POLICY', 'ou-1', 'p-scp', { as: 'scp' }),
  edge('HAS_POLICY', accountUid, 'p-rcp', { as: 'rcp' }),
];

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

const changed = (items: readonly Change[]) => {
  const facts = items.filter((item) => typeof item !== 'string');
  return {
    nodes: facts.filter((item): item is Node => 'uid' in item),
    edges: facts.filter((item): item is Edge => 'from' in item),
    goneNodes: items.filter((item) => typeof item === 'string'),
    goneEdges: [],
    by: new Map(),
  };
};

const hashes = (ledger: DerivedLedger) =>
  [...ledger].map(([owner, subjects]) => [owner, Object.fromEntries([...subjects].sort())]);

test('what is derived after each change is what is derived from nothing', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(change, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 10 }),
      (steps) => {
        const view = new View(start, held);
        const ledger: DerivedLedger = new Map();
        for (const step of steps) {
          view.apply(changed(step));
          for (const derivation of derivations) catchUp(derivation, view, ledger, 1);
          const fresh: DerivedLedger = new Map();
          for (const derivation of derivations)
            catchUp(derivation, new View(view.nodes(), view.edges()), fresh, 1);
          expect(hashes(ledger)).toEqual(hashes(fresh));
        }
      },
    ),
    { numRuns: 200 },
  );
}, 120_000);
