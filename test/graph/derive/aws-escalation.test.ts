import { expect, test } from 'vitest';
import type { Edge, Node } from '../../../graph/entity.ts';
import {
  account,
  allow,
  deny,
  document,
  edge,
  node,
  other,
  role,
  roleArn,
  root,
  trustOf,
  user,
  userArn,
} from './aws.ts';
import { edgesOf, ends } from './escalations.ts';

const aws = `aws:${account}`;
const group = `arn:aws:iam::${account}:group/g`;
const own = `arn:aws:iam::${account}:policy/own`;
const attached = (policy = own) => ({ attached: [policy] });
const ownPolicy = (props = {}) => node('Policy', own, { document: document(), ...props });
const member = edge('MEMBER_OF', userArn('u'), group);
const groupNode = (...statements: object[]) =>
  node('Group', group, {
    attached: [],
    inline: [{ name: 'p', document: document(...statements) }],
  });

interface Case {
  say: string;
  nodes: Node[];
  edges?: Edge[];
  from?: string;
  expected: string[];
}

test.each<Case>([
  {
    say: 'PutUserPolicy on oneself',
    nodes: [user('u', [allow('iam:PutUserPolicy')])],
    expected: [aws],
  },
  {
    say: 'PutUserPolicy on somebody else',
    nodes: [user('u', [allow('iam:PutUserPolicy', userArn('v'))]), user('v')],
    expected: [],
  },
  {
    say: 'AttachUserPolicy on oneself',
    nodes: [user('u', [allow('iam:AttachUserPolicy')])],
    expected: [aws],
  },
  {
    say: 'AttachUserPolicy under a boundary gains nothing that it does not let through',
    nodes: [
      user('u', [allow('iam:AttachUserPolicy')], { boundary: own }),
      ownPolicy({ document: document(allow(['iam:*', 's3:*'])) }),
    ],
    expected: [],
  },
  {
    say: 'AttachUserPolicy beside a deny that stays',
    nodes: [user('u', [allow('iam:AttachUserPolicy'), deny('s3:*')])],
    expected: [],
  },
  {
    say: 'PutRolePolicy of a role on itself',
    nodes: [role('r', [allow('iam:PutRolePolicy')])],
    from: roleArn('r'),
    expected: [aws],
  },
  {
    say: 'AttachRolePolicy of a user on a role that it cannot take',
    nodes: [user('u', [allow('iam:AttachRolePolicy')]), role('r')],
    expected: [],
  },
  {
    say: 'AttachRolePolicy on a role that it can take',
    nodes: [
      user('u', [allow(['iam:AttachRolePolicy', 'sts:AssumeRole'])]),
      role('r', [], { trust: trustOf({ AWS: root() }) }),
    ],
    expected: [aws],
  },
  {
    say: 'CreatePolicyVersion of a policy that is attached',
    nodes: [user('u', [allow('iam:CreatePolicyVersion')], attached()), ownPolicy()],
    expected: [aws],
  },
  {
    say: 'CreatePolicyVersion of one that is not',
    nodes: [user('u', [allow('iam:CreatePolicyVersion')]), ownPolicy()],
    expected: [],
  },
  {
    say: 'CreatePolicyVersion of a policy of AWS is impossible',
    nodes: [
      user(
        'u',
        [allow('iam:CreatePolicyVersion')],
        attached('arn:aws:iam::aws:policy/AWSLambdaBasicExecutionRole'),
      ),
    ],
    expected: [],
  },
  {
    say: 'SetDefaultPolicyVersion to an older version that gives all',
    nodes: [
      user('u', [allow('iam:SetDefaultPolicyVersion')], attached()),
      ownPolicy({ versions: [{ version: 'v1', document: document(allow('*')) }] }),
    ],
    expected: [aws],
  },
  {
    say: 'SetDefaultPolicyVersion without such a version',
    nodes: [
      user('u', [allow('iam:SetDefaultPolicyVersion')], attached()),
      ownPolicy({ versions: [{ version: 'v1', document: document(allow('s3:*')) }] }),
    ],
    expected: [],
  },
  {
    say: 'PutGroupPolicy on one’s own group',
    nodes: [user('u', [allow('iam:PutGroupPolicy')]), groupNode()],
    edges: [member],
    expected: [aws],
  },
  {
    say: 'PutGroupPolicy on a group of others',
    nodes: [user('u', [allow('iam:PutGroupPolicy')]), groupNode()],
    expected: [],
  },
  {
    say: 'AddUserToGroup of administrators',
    nodes: [user('u', [allow('iam:AddUserToGroup')]), groupNode(allow('*'))],
    expected: [aws],
  },
  {
    say: 'AddUserToGroup of readers',
    nodes: [user('u', [allow('iam:AddUserToGroup')]), groupNode(allow('s3:Get*'))],
    expected: [],
  },
  {
    say: 'CreateAccessKey of another user',
    nodes: [user('u', [allow('iam:CreateAccessKey', userArn('v'))]), user('v'), user('w')],
    expected: [userArn('v')],
  },
  {
    say: 'CreateLoginProfile of a user without a password',
    nodes: [
      user('u', [allow('iam:CreateLoginProfile')], { hasPassword: true }),
      user('v', [], { hasPassword: false }),
      user('w', [], { hasPassword: true }),
    ],
    expected: [userArn('v')],
  },
  {
    say: 'UpdateLoginProfile of a user with one',
    nodes: [
      user('u', [allow('iam:UpdateLoginProfile')]),
      user('v', [], { hasPassword: false }),
      user('w', [], { hasPassword: true }),
    ],
    expected: [userArn('w')],
  },
  {
    say: 'UpdateAssumeRolePolicy lets in whom it names',
    nodes: [user('u', [allow('iam:UpdateAssumeRolePolicy')]), role('r')],
    expected: [roleArn('r')],
  },
  {
    say: 'but not who is denied to assume',
    nodes: [user('u', [allow('iam:UpdateAssumeRolePolicy'), deny('sts:AssumeRole')]), role('r')],
    expected: [],
  },
  {
    say: 'users of another account are out of reach',
    nodes: [
      user('u', [allow('iam:CreateAccessKey')]),
      node('Identity', userArn('v', other), { subtype: 'user', account: other, attached: [] }),
    ],
    expected: [],
  },
  {
    say: 'an administrator has nothing left to gain',
    nodes: [user('u', [allow('*')]), user('v'), role('r')],
    expected: [],
  },
])('$say', ({ nodes, edges, from, expected }) => {
  expect(ends(nodes, edges, from)).toEqual(expected);
});

test('several ways to one end are one edge, with each way as an alternative', () => {
  const nodes = [
    user('u', [
      allow('iam:PutUserPolicy', '*', { Sid: 'Put' }),
      allow('iam:AttachUserPolicy', '*', { Sid: 'Attach' }),
    ]),
  ];
  const [found, ...more] = edgesOf(nodes);
  expect(more).toEqual([]);
  expect(found?.props).toMatchObject({
    permissions: ['iam:AttachUserPolicy', 'iam:PutUserPolicy'],
  });
  const ids = found?.because?.map((causes) => causes.map(({ id }) => id.split(':').at(-1)));
  expect(ids?.sort()).toEqual([['Attach'], ['Put']]);
});

test('raising oneself is told from taking another', () => {
  const raise = [user('u', [allow('iam:PutUserPolicy', userArn('u'))])];
  const take = [user('u', [allow('iam:CreateAccessKey')]), user('other')];
  expect(edgesOf(raise).map(({ props }) => 'self' in props && props.self)).toEqual([true]);
  expect(edgesOf(take).map(({ props }) => 'self' in props)).toEqual([false]);
});

test.each<[string, object, unknown]>([
  ['nobody knows the older versions: possible', {}, [expect.stringContaining('older versions')]],
  [
    'an older one gives every right: certain',
    { versions: [{ id: 'v1', document: document(allow('*')) }] },
    undefined,
  ],
])('going back to an older version of a policy, %s', (_, versions, keys) => {
  const policy = `arn:aws:iam::${account}:policy/own`;
  const found = edgesOf([
    user('u', [allow('iam:SetDefaultPolicyVersion', policy)], { attached: [policy] }),
    node('Policy', policy, { type: 'identity', document: document(), ...versions }),
  ]);
  expect(found).toHaveLength(1);
  expect((found[0]?.props as { conditionKeys?: string[] }).conditionKeys).toEqual(keys);
});

test('no older version of a policy gives more: nothing', () => {
  const policy = `arn:aws:iam::${account}:policy/own`;
  const versions = [{ id: 'v1', document: document(allow('s3:GetObject')) }];
  expect(
    edgesOf([
      user('u', [allow('iam:SetDefaultPolicyVersion', policy)], { attached: [policy] }),
      node('Policy', policy, { type: 'identity', document: document(), versions }),
    ]),
  ).toEqual([]);
});
