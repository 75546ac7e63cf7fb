import { expect, test } from 'vitest';
import { resolveAccess } from '../../../graph/access/aws/resolve.ts';
import type { Node } from '../../../graph/entity.ts';
import {
  account,
  allow,
  bucket,
  bucketArn,
  deny,
  document,
  edge,
  key,
  keyNode,
  node,
  other,
  role,
  root,
  user,
  userArn,
  view,
} from '../derive/aws.ts';

const object = `${bucketArn('b')}/x`;
const organization = [
  node('Account', `aws:${account}`, { account }),
  node('OrgUnit', 'o-1', { name: 'all' }),
];
const scp = (...statements: object[]) =>
  node('Policy', 'p-123', { type: 'scp', document: document(...statements) });
const attached = [
  edge('IN_ORG', `aws:${account}`, 'o-1'),
  edge('HAS_POLICY', 'o-1', 'p-123', { as: 'scp' }),
];
const limit = `arn:aws:iam::${account}:policy/limit`;

const asked = (nodes: Node[], principal = userArn('u'), edges = attached) =>
  resolveAccess(view(nodes, edges), { principal, action: 's3:GetObject', resource: object });

test('the one deny that stands in the way is named, with its statement', () => {
  const nodes = [
    ...organization,
    scp(allow('*'), allow('ec2:*'), deny('s3:*')),
    user('u', [allow('s3:*')]),
    bucket('b'),
  ];
  expect(asked(nodes).missing).toEqual([
    'would be allowed but for service control policy p-123, statement 2',
  ]);
});

test('a level of the organisation that does not allow it is named', () => {
  const nodes = [...organization, scp(allow('ec2:*')), user('u', [allow('s3:*')]), bucket('b')];
  expect(asked(nodes).missing).toEqual([
    'needs that service control policy p-123 allows it as well',
  ]);
});

test('everything that is missing is named at once', () => {
  const nodes = [
    user('u', [], { boundary: limit }),
    node('Policy', limit, { type: 'identity', document: document(allow('ec2:*')) }),
    bucket('b', [deny('s3:*', '*', { Principal: '*' })]),
  ];
  expect(asked(nodes, userArn('u'), []).missing).toEqual([
    `needs an identity policy of ${userArn('u')} that allows s3:GetObject on ${object}`,
    'needs that permissions boundary limit allows it as well',
    'is denied by resource policy of b, statement 0',
  ]);
});

test('across accounts the side that is silent is named', () => {
  const outside = node('Identity', userArn('u', other), {
    account: other,
    attached: [],
    inline: [{ name: 'own', document: document(allow('s3:*')) }],
  });
  expect(asked([outside, bucket('b')], outside.uid, []).missing).toEqual([
    `needs a statement on the side of ${object} that allows s3:GetObject to ${outside.uid}`,
  ]);
});

test('an allowed request misses nothing', () => {
  const answer = asked([user('u', [allow('s3:*')]), bucket('b')], userArn('u'), []);
  expect([answer.verdict, answer.missing, answer.meet]).toEqual(['allow', [], []]);
});

test('conditions to meet are those that are open, of allows and of denies', () => {
  const nodes = [
    user('u', [
      allow('s3:*', '*', {
        Condition: {
          StringEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] },
          ArnLike: { 'aws:PrincipalArn': userArn('*') },
        },
      }),
      deny('s3:*', '*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    ]),
    bucket('b'),
  ];
  const policy = `${userArn('u')}#inline:own`;
  expect(asked(nodes, userArn('u'), []).meet).toEqual([
    {
      key: 'aws:SourceVpce',
      operator: 'StringEquals',
      values: ['vpce-1', 'vpce-2'],
      must: true,
      policy,
      statement: '0',
    },
    {
      key: 'aws:SecureTransport',
      operator: 'Bool',
      values: ['false'],
      must: false,
      policy,
      statement: '1',
    },
  ]);
});

test('what decided says where it was read', () => {
  const given = user('u', [allow('s3:*')]);
  const evidence = [
    { source: 'aws.iam', record: 'iam.json#1', owner: 'aws', at: 1, mode: 'state' as const },
  ];
  const answer = asked([{ ...given, evidence }, bucket('b')], userArn('u'), []);
  expect(answer.because.map(({ where }) => where)).toEqual(['iam.json#1']);
  const unknown = asked([given, bucket('b')], userArn('u'), []);
  expect(unknown.because.map(({ where }) => where)).toEqual([null]);
});

test('a role that nobody may use says that its trust is silent', () => {
  const answer = resolveAccess(view([role('r'), user('u', [allow('sts:*')])]), {
    principal: userArn('u'),
    action: 'sts:AssumeRole',
    resource: role('r').uid,
  });
  expect(answer.missing).toEqual([
    `needs a statement on the side of ${role('r').uid} that allows sts:AssumeRole to ${userArn('u')}`,
  ]);
});

const guest = node('Identity', userArn('guest', other), {
  account: other,
  attached: [],
  inline: [{ name: 'own', document: document(allow('*')) }],
});
const everyone = { Principal: '*' };
const missing = (nodes: Node[], query: Parameters<typeof resolveAccess>[1]) =>
  resolveAccess(view(nodes), query).missing;

test('where no statement would help, what would is told instead', () => {
  const shut = bucket('b', [allow('s3:*', '*', everyone)], {
    publicAccessBlock: { RestrictPublicBuckets: true },
  });
  const reading = { principal: guest.uid, action: 's3:GetObject', resource: object };
  expect(missing([guest, shut], reading)).toEqual([
    `needs that RestrictPublicBuckets is off: ${object} has a public policy, and lets in its own account alone`,
  ]);
  const open = bucket('b', [allow('s3:*', '*', everyone)]);
  expect(
    missing([guest, open], { ...reading, action: 's3:PutBucketPolicy', resource: bucketArn('b') }),
  ).toEqual([`needs a caller of account ${account}, for the action does not work across accounts`]);
  expect(
    missing([keyNode(allow('kms:*', '*', everyone))], {
      principal: 'anonymous',
      action: 'kms:Decrypt',
      resource: key,
    }),
  ).toEqual(['needs credentials, for such requests must be signed']);
  expect(
    missing([role('r')], {
      principal: root(),
      action: 'sts:AssumeRole',
      resource: role('r').uid,
    }),
  ).toEqual(['needs a caller that is a user or role: the root user assumes none']);
});

test('a statement that would allow but for its conditions is told with them', () => {
  const Condition = { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '192.0.2.0/24'] } };
  const near = user('u', [allow('s3:*', '*', { Condition }), allow('s3:*', bucketArn('other'))]);
  const query = { principal: near.uid, action: 's3:GetObject', resource: object };
  const context = { 'aws:SourceIp': '203.0.113.1' };
  expect(missing([near, bucket('b')], { ...query, context })).toEqual([
    `needs an identity policy of ${near.uid} that allows s3:GetObject on ${object} (policy own, statement 0, does where IpAddress aws:SourceIp 10.0.0.0/8, 192.0.2.0/24)`,
  ]);
});

test('what the resource grants by itself needs no identity policy', () => {
  const bounded = role('r', [], { boundary: limit });
  const nodes = [
    bounded,
    node('Policy', limit, { type: 'identity', document: document(allow('ec2:*')) }),
    bucket('b', [allow('s3:*', '*', { Principal: { AWS: bounded.uid } })]),
  ];
  expect(asked(nodes, bounded.uid, []).missing).toEqual([
    'needs that permissions boundary limit allows it as well',
  ]);
});
