import { expect, test } from 'vitest';
import awsAccess from '../../../graph/derive/aws-access.ts';
import awsEscalation from '../../../graph/derive/aws-escalation.ts';
import awsTrust from '../../../graph/derive/aws-trust.ts';
import type { Derivation } from '../../../graph/derive/derivation.ts';
import { deriveSubject } from '../../../graph/derive/settle.ts';
import type { Edge, Node } from '../../../graph/entity.ts';
import { View } from '../../../graph/view.ts';
import type { Changes } from '../../../graph/workspace.ts';
import {
  account,
  allow,
  bucket,
  bucketArn,
  deny,
  document,
  edge,
  node,
  other,
  role,
  root,
  trustOf,
  user,
  userArn,
} from './aws.ts';
import { short } from './derived.ts';

const key = `arn:aws:kms:eu-west-1:${account}:key/k`;
const group = `arn:aws:iam::${account}:group/team`;
const table = `arn:aws:dynamodb:eu-west-1:${account}:table/t`;
const keyNode = (statements: object[], grants?: object[]) =>
  node('EncryptionKey', key, {
    account,
    manager: 'customer',
    policy: document(...statements),
    ...(grants && { grants }),
  });
const control = (type: 'scp' | 'rcp', name: string, ...statements: object[]) =>
  node('Policy', `p-${name}`, { type, document: document(...statements) });
const team = (...statements: object[]) =>
  node('Group', group, {
    account,
    attached: [],
    inline: [{ name: 'team', document: document(...statements) }],
  });
const managed = `arn:aws:iam::${account}:policy/managed`;
const outside = userArn('guest', other);
const guests = allow('s3:GetObject', `${bucketArn('b')}/*`, { Principal: { AWS: outside } });
const anyone = { Principal: '*' };
const delegates = allow('kms:*', '*', { Principal: { AWS: root() } });

const nodes: Node[] = [
  user('reader', [allow(['s3:GetObject', 'kms:Decrypt'])]),
  user('keyless', [allow('s3:GetObject')]),
  user('tables', [allow('dynamodb:GetItem')]),
  user('coder', [allow('lambda:UpdateFunctionCode')]),
  user('member'),
  user('manager', [], { attached: [managed] }),
  node('Policy', managed, { type: 'identity', document: document() }),
  user('idle'),
  role('app', [], { trust: trustOf({ AWS: userArn('coder') }) }),
  team(allow('dynamodb:GetItem')),
  bucket('b', [guests]),
  node('DataStore', table, { type: 'dynamodb-table', account }),
  node('Workload', `arn:aws:lambda:eu-west-1:${account}:function:f`, { type: 'lambda', account }),
  keyNode([delegates]),
  node('Account', `aws:${account}`, {}),
  node('Account', `aws:${other}`, {}),
  node('OrgUnit', 'ou-1', {}),
  control('scp', 'scp', allow('*')),
  control('scp', 'elsewhere', allow('*')),
  control('rcp', 'rcp', allow('*', '*', anyone)),
];
const edges: Edge[] = [
  edge('MEMBER_OF', userArn('member'), group),
  edge('HAS_POLICY', userArn('manager'), managed, { as: 'identity' }),
  edge('ENCRYPTED_WITH', bucketArn('b'), key),
  edge('IN_ORG', `aws:${account}`, 'ou-1'),
  edge('HAS_POLICY', 'ou-1', 'p-scp', { as: 'scp' }),
  edge('HAS_POLICY', `aws:${account}`, 'p-rcp', { as: 'rcp' }),
  edge('HAS_POLICY', `aws:${other}`, 'p-elsewhere', { as: 'scp' }),
];

/** Who is derived again after some nodes said something else, and edges came and went. */
function touchedBy(derivation: Derivation, changes: Partial<Changes>): string[] {
  const view = new View(nodes, edges);
  const before = derivation.index(view);
  for (const subject of derivation.subjects(before)) deriveSubject(derivation, subject, before, 1);
  view.apply({ nodes: [], edges: [], goneNodes: [], goneEdges: [], by: new Map(), ...changes });
  const renewed = derivation.renew?.(before, view);
  if (!renewed) throw new Error('everything was derived again');
  return [...new Set([...renewed.touched, ...(renewed.ends?.keys() ?? [])])].map(short).sort();
}

const touched = (derivation: Derivation, changed: Node) =>
  touchedBy(derivation, { nodes: [changed] });

test.each<[string, Node, string[]]>([
  [
    'a service control policy that denies reading objects',
    control('scp', 'scp', allow('*'), deny('s3:GetObject')),
    ['keyless', 'reader'],
  ],
  [
    'one that denies what nobody may do',
    control('scp', 'scp', allow('*'), deny('sqs:ReceiveMessage')),
    [],
  ],
  [
    'one that denies the use of keys',
    control('scp', 'scp', allow('*'), deny('kms:Decrypt')),
    ['keyless', 'reader'],
  ],
  ['one of another account', control('scp', 'elsewhere', deny('s3:GetObject')), ['guest']],
  [
    'a resource control policy on objects, which binds guests as well',
    control('rcp', 'rcp', allow('*', '*', anyone), deny('s3:GetObject', '*', anyone)),
    ['guest', 'keyless', 'reader'],
  ],
  [
    'one on a service whose resources none protects',
    control('rcp', 'rcp', allow('*', '*', anyone), deny('lambda:InvokeFunction', '*', anyone)),
    [],
  ],
  [
    'a statement more in the policy of a key',
    keyNode([delegates, allow('kms:Decrypt', '*', { Principal: { AWS: userArn('keyless') } })]),
    ['keyless'],
  ],
  [
    'one for somebody who reads nothing that it protects',
    keyNode([delegates, allow('kms:Decrypt', '*', { Principal: { AWS: userArn('tables') } })]),
    [],
  ],
  [
    'a grant of a key',
    keyNode(
      [delegates],
      [{ GrantId: 'g', GranteePrincipal: userArn('keyless'), Operations: ['Decrypt'] }],
    ),
    ['keyless'],
  ],
  ['delegation to the account that is gone', keyNode([]), ['reader']],
  ['a group', team(allow('dynamodb:PutItem')), ['member']],
  [
    'a managed policy',
    node('Policy', managed, { type: 'identity', document: document(allow('s3:*')) }),
    ['manager'],
  ],
])('only those are derived again whom it may affect: %s', (_, changed, expected) => {
  expect(touched(awsAccess as Derivation, changed)).toEqual(expected);
});

test.each<[string, Node, string[]]>([
  [
    'a service control policy on functions',
    control('scp', 'scp', allow('*'), deny('lambda:UpdateFunctionCode')),
    ['coder'],
  ],
  [
    'one on tables, by which nobody gains',
    control('scp', 'scp', allow('*'), deny('dynamodb:PutItem')),
    [],
  ],
  ['a key', keyNode([]), []],
  ['a group', team(allow('iam:PutUserPolicy')), ['member']],
])('so are those who gain another principal: %s', (_, changed, expected) => {
  const reads = new Set<string>(awsEscalation.reads.nodes);
  if (reads.has(changed.kind))
    expect(touched(awsEscalation as Derivation, changed)).toEqual(expected);
  else expect(expected).toEqual([]);
});

const moved = (id: string, to: string): Partial<Changes> => ({
  edges: [edge('IN_ORG', `aws:${id}`, to)],
  goneEdges: [`IN_ORG|aws:${id}|ou-1`],
});
const own = ['app', 'coder', 'idle', 'keyless', 'manager', 'member', 'reader', 'tables'];

test.each<[string, Partial<Changes>, string[]]>([
  [
    'an account that moved: its own, and whom its resources name',
    moved(account, 'ou-2'),
    [...own, 'guest'],
  ],
  ['another account, to where a policy is', moved(other, 'ou-1'), ['guest']],
  ['another account, to where none is', moved(other, 'ou-2'), []],
  [
    'a policy attached to an account',
    { edges: [edge('HAS_POLICY', `aws:${other}`, 'p-scp', { as: 'scp' })] },
    ['guest'],
  ],
  ['a unit without accounts', { nodes: [node('OrgUnit', 'ou-9', {})] }, []],
  [
    'an account that says something else of itself alone',
    { nodes: [node('Account', `aws:${account}`, { name: 'prod' })] },
    [],
  ],
])('what becomes of accounts concerns those in them: %s', (_, changes, expected) => {
  expect(touchedBy(awsAccess as Derivation, changes)).toEqual(expected.sort());
});

test('a changed trust policy concerns the role, who could become it, and who can now', () => {
  const changed = role('app', [], { trust: trustOf({ AWS: userArn('tables') }) });
  expect(touched(awsTrust as Derivation, changed)).toEqual(['app', 'coder', 'tables']);
});

test('what a role may do itself concerns nobody else who could become it', () => {
  const changed = role('app', [allow('s3:*')], { trust: trustOf({ AWS: userArn('coder') }) });
  expect(touched(awsTrust as Derivation, changed)).toEqual(['app']);
});

const secret = (name: string) => `arn:aws:secretsmanager:eu-west-1:${account}:secret:${name}`;
const named = { Principal: { AWS: outside } };
/** For them a grant of all buckets is spelled out: one is encrypted, and they may use its key, or not. */
const readers = ['keyless', 'reader'];

test.each<[string, Partial<Changes>, string[]]>([
  ['a bucket', { nodes: [bucket('fresh')] }, readers],
  [
    'one that lets a guest in',
    { nodes: [bucket('c', [allow('s3:*', '*', named)])] },
    ['guest', ...readers],
  ],
  [
    'a secret that nobody may read',
    { nodes: [node('Secret', secret('s'), { type: 'secretsmanager', account })] },
    [],
  ],
  ['a table that is gone', { goneNodes: [table] }, ['member', 'tables']],
  [
    'tags of a table, which nobody asks for',
    {
      nodes: [
        node('DataStore', table, { type: 'dynamodb-table', account, tags: { class: 'public' } }),
      ],
    },
    [],
  ],
  [
    'a bucket that is no longer encrypted',
    { goneEdges: [`ENCRYPTED_WITH|${bucketArn('b')}|${key}`] },
    ['guest', ...readers],
  ],
  ['a user who comes', { nodes: [user('late', [allow('s3:*')])] }, ['late']],
  ['a user who is gone', { goneNodes: [userArn('idle')] }, ['idle']],
  [
    'a user who leaves a group',
    { goneEdges: [`MEMBER_OF|${userArn('member')}|${group}`] },
    ['member'],
  ],
  [
    'an account that blocks public access, where nothing is public',
    {
      nodes: [
        node('Account', `aws:${account}`, { publicAccessBlock: { RestrictPublicBuckets: true } }),
      ],
    },
    [],
  ],
])('what comes and goes concerns those who may use it: %s', (_, changes, expected) => {
  expect(touchedBy(awsAccess as Derivation, changes)).toEqual(expected);
});
