import { expect, test } from 'vitest';
import awsAccess from '../../../graph/derive/aws-access.ts';
import awsAdmin from '../../../graph/derive/aws-admin.ts';
import awsEscalation from '../../../graph/derive/aws-escalation.ts';
import awsTrust from '../../../graph/derive/aws-trust.ts';
import type { Derivation } from '../../../graph/derive/derivation.ts';
import type { Edge, Node } from '../../../graph/entity.ts';
import {
  account,
  allow,
  bucket,
  bucketArn,
  deny,
  document,
  edge,
  node,
  role,
  roleArn,
  root,
  trustOf,
  user,
  userArn,
  view,
} from './aws.ts';
import { claimsOf, lines } from './derived.ts';

const derivations = [awsAccess, awsTrust, awsAdmin, awsEscalation] as readonly Derivation[];

const objects = (name: string) => `${bucketArn(name)}/*`;
const key = `arn:aws:kms:us-east-1:${account}:key/k`;
const code = `arn:aws:lambda:us-east-1:${account}:function:f`;
const limit = `arn:aws:iam::${account}:policy/limit`;
const lambdaTrust = { trust: trustOf({ Service: 'lambda.amazonaws.com' }) };
const making = allow(['lambda:CreateFunction', 'lambda:InvokeFunction']);
const reading = allow('s3:GetObject', [objects('a'), objects('b')]);
const decrypting = allow('kms:Decrypt', key);

/** Everything here is possible; each control below takes one thing away. */
const open = {
  app: role('app', [reading, decrypting]),
  dev: user('dev', [making, allow('iam:PassRole', roleArn('job'))]),
  job: role('job', [], lambdaTrust),
  ops: user('ops', [allow('sts:AssumeRole', roleArn('adm'))]),
  adm: role('adm', [], { trust: trustOf({ AWS: root() }) }),
  fixer: role('fixer', [allow(['lambda:UpdateFunctionCode'], code)]),
  keys: user('keys', [allow('iam:CreateAccessKey', userArn('dev'))]),
  a: bucket('a', [], { tags: { class: 'secret' } }),
  b: bucket('b', [], { tags: { class: 'public' } }),
  f: node('Workload', code, { account, type: 'lambda' }),
  key: node('EncryptionKey', key, {
    account,
    manager: 'customer',
    policy: document(allow('kms:*', '*', { Principal: { AWS: root() } })),
  }),
  account: node('Account', `aws:${account}`, { account }),
};
const links = [edge('ENCRYPTED_WITH', bucketArn('a'), key)];

const readsA = 'CAN_READ app > a';
const readsB = 'CAN_READ app > b';
const passes = 'ESCALATES dev > job';
const assumes = 'CAN_ASSUME ops > adm';
const rewrites = 'CAN_EXECUTE_ON fixer > f';
const takes = 'ESCALATES keys > dev';
const everything = [assumes, rewrites, readsA, readsB, passes, takes].sort();

const derive = (nodes: Node[], edges: Edge[] = []) => {
  const given = view(nodes, [...links, ...edges]);
  return derivations.flatMap((d) => lines(claimsOf(given, d))).sort();
};

test('without a control all of it is possible', () => {
  expect(derive(Object.values(open))).toEqual(everything);
});

interface Control {
  say: string;
  /** What is there instead. */
  instead?: Partial<typeof open>;
  /** What is there as well. */
  more?: Node[];
  edges?: Edge[];
  silences: string;
}

const organization = (type: 'scp' | 'rcp', ...statements: object[]) => ({
  more: [node('Policy', 'p-1', { type, document: document(...statements) })],
  edges: [edge('HAS_POLICY', `aws:${account}`, 'p-1', { as: type })],
});
const bounded = (...statements: object[]) => ({
  instead: { app: role('app', [reading, decrypting], { boundary: limit }) },
  more: [node('Policy', limit, { type: 'identity', document: document(...statements) })],
});
const dev = (...statements: object[]) => ({ dev: user('dev', statements) });
const app = (...statements: object[]) => ({ app: role('app', statements) });
const keyFor = (...statements: object[]) => ({
  key: node('EncryptionKey', key, { ...open.key.props, policy: document(...statements) }),
});

test.each<Control>([
  {
    say: 'an explicit deny of the identity',
    instead: app(reading, decrypting, deny('s3:GetObject', objects('a'))),
    silences: readsA,
  },
  {
    say: 'an explicit deny of the bucket',
    instead: {
      b: bucket('b', [deny('s3:*', objects('b'), { Principal: { AWS: roleArn('app') } })]),
    },
    silences: readsB,
  },
  {
    say: 'a deny of everybody but those who are listed',
    instead: {
      b: bucket('b', [
        deny('s3:*', objects('b'), {
          Principal: '*',
          Condition: { ArnNotEquals: { 'aws:PrincipalArn': roleArn('other') } },
        }),
      ]),
    },
    silences: readsB,
  },
  {
    say: 'a resource constraint on reading',
    instead: app(allow('s3:GetObject', objects('a')), decrypting),
    silences: readsB,
  },
  {
    say: 'a resource constraint on passing roles',
    instead: dev(making, allow('iam:PassRole', roleArn('other'))),
    silences: passes,
  },
  {
    say: 'a condition on tags that the key does not meet',
    instead: {
      ...app(reading, {
        ...decrypting,
        Condition: { StringEquals: { 'aws:ResourceTag/class': 'secret' } },
      }),
      key: node('EncryptionKey', key, { ...open.key.props, tags: { class: 'public' } }),
    },
    silences: readsA,
  },
  {
    say: 'a condition on the service that the role is passed to',
    instead: dev(
      making,
      allow('iam:PassRole', roleArn('job'), {
        Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
      }),
    ),
    silences: passes,
  },
  {
    say: 'passing without a permission to create',
    instead: dev(allow('lambda:InvokeFunction'), allow('iam:PassRole', roleArn('job'))),
    silences: passes,
  },
  {
    say: 'creating without a permission to run',
    instead: dev(allow('lambda:CreateFunction'), allow('iam:PassRole', roleArn('job'))),
    silences: passes,
  },
  {
    say: 'a role that trusts another service',
    instead: { job: role('job', [], { trust: trustOf({ Service: 'ec2.amazonaws.com' }) }) },
    silences: passes,
  },
  {
    say: 'a service-linked role',
    instead: { job: role('job', [], { ...lambdaTrust, serviceLinked: true }) },
    silences: passes,
  },
  {
    say: 'a boundary that lets one bucket through',
    ...bounded(allow(['s3:*', 'kms:*'], [objects('b'), key])),
    silences: readsA,
  },
  {
    say: 'a boundary that denies one bucket',
    ...bounded(allow('*'), deny('s3:*', objects('b'))),
    silences: readsB,
  },
  {
    say: 'a service control policy that denies an action',
    ...organization('scp', allow('*'), deny('lambda:UpdateFunctionCode')),
    silences: rewrites,
  },
  {
    say: 'a service control policy that does not allow an action',
    ...organization(
      'scp',
      allow(['s3:*', 'kms:*', 'iam:*', 'sts:*', 'lambda:CreateFunction', 'lambda:InvokeFunction']),
    ),
    silences: rewrites,
  },
  {
    say: 'a resource control policy',
    ...organization('rcp', deny('s3:*', objects('b'), { Principal: '*' })),
    silences: readsB,
  },
  {
    say: 'trust without a grant',
    instead: { ops: user('ops') },
    silences: assumes,
  },
  {
    say: 'a grant without trust',
    instead: { adm: role('adm') },
    silences: assumes,
  },
  {
    say: 'trust that asks for what is known to be otherwise',
    instead: {
      adm: role('adm', [], {
        trust: trustOf(
          { AWS: root() },
          { Condition: { ArnEquals: { 'aws:PrincipalArn': userArn('boss') } } },
        ),
      }),
    },
    silences: assumes,
  },
  { say: 'a grant without the key', instead: app(reading), silences: readsA },
  {
    say: 'a key that lets nobody decide',
    instead: keyFor(allow('kms:*', '*', { Principal: { AWS: roleArn('other') } })),
    silences: readsA,
  },
  {
    say: 'a key that denies the role',
    instead: keyFor(
      allow('kms:*', '*', { Principal: { AWS: root() } }),
      deny('kms:Decrypt', '*', { Principal: { AWS: roleArn('app') } }),
    ),
    silences: readsA,
  },
  {
    say: 'a deny of new keys for one user',
    instead: {
      keys: user('keys', [allow('iam:CreateAccessKey'), deny('iam:CreateAccessKey', userArn('*'))]),
    },
    silences: takes,
  },
])('$say silences $silences alone', ({ instead, more = [], edges = [], silences }) => {
  const left = everything.filter((line) => line !== silences);
  expect(derive([...Object.values({ ...open, ...instead }), ...more], edges)).toEqual(left);
});
