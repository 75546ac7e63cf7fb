import { expect, test } from 'vitest';
import { accountUid } from '../../../graph/access/aws/arn.ts';
import awsAdmin from '../../../graph/derive/aws-admin.ts';
import awsSets from '../../../graph/derive/aws-resource-sets.ts';
import { deriveSubject } from '../../../graph/derive/settle.ts';
import type { Edge, Node } from '../../../graph/entity.ts';
import { View } from '../../../graph/view.ts';
import {
  account,
  allow,
  bucket,
  deny,
  document,
  edge,
  node,
  role,
  user,
  userArn,
  view,
} from './aws.ts';
import { claimsOf, derived, lines } from './derived.ts';

const everything = allow('*');
const rest = { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' };
const policy = (name: string, ...statements: object[]) =>
  node('Policy', `arn:aws:iam::${account}:policy/${name}`, { document: document(...statements) });
const attached = (...names: string[]) => ({
  attached: names.map((name) => `arn:aws:iam::${account}:policy/${name}`),
});
const bounded = { boundary: `arn:aws:iam::${account}:policy/boundary` };

interface Case {
  say: string;
  nodes: Node[];
  edges?: Edge[];
  admin: boolean | string[];
  privilege: string;
}

test.each<Case>([
  {
    say: 'every action on everything',
    nodes: [user('u', [everything])],
    admin: true,
    privilege: 'admin',
  },
  {
    say: 'AdministratorAccess of AWS',
    nodes: [user('u', [], { attached: ['arn:aws:iam::aws:policy/AdministratorAccess'] })],
    admin: true,
    privilege: 'admin',
  },
  {
    say: 'PowerUserAccess of AWS lacks IAM',
    nodes: [user('u', [], { attached: ['arn:aws:iam::aws:policy/PowerUserAccess'] })],
    admin: false,
    privilege: 'high',
  },
  {
    say: 'IAM and everything but IAM, in two policies',
    nodes: [user('u', [], attached('a', 'b')), policy('a', allow('iam:*')), policy('b', rest)],
    admin: true,
    privilege: 'admin',
  },
  { say: 'one half of that', nodes: [user('u', [rest])], admin: false, privilege: 'high' },
  {
    say: 'a deny of everything',
    nodes: [user('u', [everything, deny('*')])],
    admin: false,
    privilege: 'low',
  },
  {
    say: 'a deny of IAM',
    nodes: [user('u', [everything, deny('iam:*')])],
    admin: false,
    privilege: 'high',
  },
  {
    say: 'a deny by NotAction',
    nodes: [user('u', [everything, { Effect: 'Deny', NotAction: 's3:ListBucket', Resource: '*' }])],
    admin: false,
    privilege: 'low',
  },
  {
    say: 'a boundary of one service',
    nodes: [user('u', [everything], bounded), policy('boundary', allow('ec2:*'))],
    admin: false,
    privilege: 'low',
  },
  {
    say: 'a boundary that lets everything through',
    nodes: [user('u', [everything], bounded), policy('boundary', everything)],
    admin: true,
    privilege: 'admin',
  },
  {
    say: 'through a group',
    nodes: [
      user('u'),
      node('Group', `arn:aws:iam::${account}:group/g`, {
        attached: [],
        inline: [{ name: 'p', document: document(everything) }],
      }),
    ],
    edges: [edge('MEMBER_OF', userArn('u'), `arn:aws:iam::${account}:group/g`)],
    admin: true,
    privilege: 'admin',
  },
  {
    say: 'with multi-factor authentication alone',
    nodes: [
      user('u', [{ ...everything, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }]),
    ],
    admin: ['aws:MultiFactorAuthPresent'],
    privilege: 'high',
  },
  {
    say: 'a service control policy that takes IAM away',
    nodes: [
      user('u', [everything]),
      node('Account', `aws:${account}`),
      node('Policy', 'p-1', { type: 'scp', document: document(everything, deny('iam:*')) }),
    ],
    edges: [edge('HAS_POLICY', `aws:${account}`, 'p-1', { as: 'scp' })],
    admin: false,
    privilege: 'high',
  },
  {
    say: 'every action on one resource',
    nodes: [user('u', [allow('*', 'arn:aws:s3:::x/*')])],
    admin: false,
    privilege: 'low',
  },
  {
    say: 'a list of the services that one thinks of',
    nodes: [user('u', [allow(['iam:*', 's3:*', 'ec2:*', 'lambda:*'])])],
    admin: false,
    privilege: 'high',
  },
  {
    say: 'reading one bucket',
    nodes: [user('u', [allow('s3:GetObject', 'arn:aws:s3:::a/*')])],
    admin: false,
    privilege: 'low',
  },
  {
    say: 'a policy that cannot be read',
    nodes: [user('u', [], { inline: [{ name: 'x', document: '{' }] })],
    admin: false,
    privilege: 'unknown',
  },
])('$say', ({ nodes, edges, admin, privilege }) => {
  const claims = claimsOf(view(nodes, edges), awsAdmin);
  const claim = claims.find(({ subject }) => subject === userArn('u'));
  expect(claim?.nodes[0]?.props).toEqual({ privilege });
  const keys = Array.isArray(admin) ? ` if ${admin.join(', ')}` : '';
  expect(lines(claim ? [claim] : [])).toEqual(
    admin === false ? [] : [`ADMINISTERS u > ${account}${keys}`],
  );
});

test('split policies are causes together, a single one suffices', () => {
  const nodes = [user('u', [], attached('a', 'b', 'c'))];
  const [a, b, c] = [policy('a', allow('iam:*')), policy('b', rest), policy('c', everything)];
  const ids = (given: Node[]) =>
    claimsOf(view([...nodes, ...given]), awsAdmin)[0]?.edges[0]?.because?.map((causes) =>
      causes.map(({ id }) => id.replace(/^.*policy\//, '')).sort(),
    );
  expect(ids([a, b])).toEqual([['a#0', 'b#0']]);
  expect(ids([a, b, c])).toContainEqual(['c#0']);
});

test('an account holds its sets, and they their members, so that its administrator reaches them', async () => {
  const given = view([bucket('a'), bucket('b'), role('admin', [everything])]);
  const known = await derived(given, [awsSets, awsAdmin]);
  const set = `set:${account}/s3-bucket`;
  expect(known.node(set)).toMatchObject({ kind: 'ResourceSet', props: { count: 2, account } });
  expect(
    known
      .out(set, 'CONTAINS')
      .map(({ to }) => to)
      .sort(),
  ).toEqual(['arn:aws:s3:::a', 'arn:aws:s3:::b']);
  expect(known.out(`aws:${account}`, 'CONTAINS').map(({ to }) => to)).toEqual([set]);
});

test('what is said of an account does not depend on the order of its sets', () => {
  const sets = ['set:1/s3', 'set:1/sqs'].map((uid) =>
    node('ResourceSet', uid, { provider: 'aws', account: '111122223333' }),
  );
  const said = (nodes: typeof sets) =>
    deriveSubject(awsAdmin, accountUid('111122223333'), awsAdmin.index(new View(nodes, [])), 0);
  expect(said(sets).edges).toHaveLength(2);
  expect(said(sets)).toEqual(said(sets.toReversed()));
});
