import { expect, test } from 'vitest';
import { resolveAccess } from '../../../graph/access/aws/resolve.ts';
import { rightSize } from '../../../graph/access/aws/right-size.ts';
import type { Edge } from '../../../graph/entity.ts';
import { View } from '../../../graph/view.ts';
import {
  allow,
  bucket,
  bucketArn,
  delegating,
  deny,
  edge,
  encrypted,
  key,
  keyNode,
  node,
  role,
  roleArn,
  view,
} from '../derive/aws.ts';

const at = Date.UTC(2026, 10, 1);
const seen = (given: Edge): Edge => ({ ...given, lastSeen: at, count: 3 });
const app = role('app', [
  allow(['s3:GetObject', 's3:PutObject']),
  allow('dynamodb:*', '*', { Sid: 'Tables' }),
  allow('sqs:*', 'arn:aws:sqs:*:*:jobs'),
]);
const table = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders';
const queue = 'arn:aws:sqs:eu-west-1:111122223333:jobs';
const set = 'set:111122223333/s3-bucket';
const nodes = [
  app,
  bucket('used'),
  bucket('idle'),
  node('DataStore', table, { type: 'dynamodb-table', account: '111122223333' }),
  node('DataStore', queue, { type: 'sqs-queue', account: '111122223333' }),
];
const edges = [
  edge('CAN_READ', app.uid, set, { actions: ['s3:GetObject'] }),
  edge('CONTAINS', set, bucketArn('used')),
  edge('CONTAINS', set, bucketArn('idle')),
  seen(edge('CAN_READ', app.uid, bucketArn('used'), { actions: ['s3:GetObject'] })),
  seen(edge('CAN_READ', app.uid, table, { actions: ['dynamodb:GetItem'] })),
  edge('CAN_WRITE', app.uid, queue, { actions: ['sqs:SendMessage'] }),
];
const size = rightSize(view(nodes, edges), app.uid);

test('statements are told by whether anything seen needed them; else nobody can tell', () => {
  expect(size.granted.map(({ statement, used }) => [statement, used])).toEqual([
    ['0', true],
    ['Tables', true],
    ['2', null],
  ]);
});

test('access that nobody took is listed; a set of which a member was used is not', () => {
  expect(size.unused).toEqual([
    { kind: 'CAN_WRITE', to: queue, actions: ['sqs:SendMessage'], never: false },
  ]);
});

test('the least policy keeps what was used, and nothing else', () => {
  expect(size.policy?.Statement).toEqual([
    { Effect: 'Allow', Action: ['dynamodb:GetItem'], Resource: [table] },
    { Effect: 'Allow', Action: ['s3:GetObject'], Resource: [`${bucketArn('used')}/*`] },
  ]);
  const narrow = role('app', [], { inline: [{ name: 'least', document: size.policy }] });
  const may = (action: string, resource: string) =>
    resolveAccess(new View([narrow, ...nodes.slice(1)]), {
      principal: app.uid,
      action,
      resource,
    }).verdict;
  expect(may('s3:GetObject', `${bucketArn('used')}/x`)).toBe('allow');
  expect(may('dynamodb:GetItem', table)).toBe('allow');
  expect(may('s3:PutObject', `${bucketArn('used')}/x`)).toBe('deny');
  expect(may('s3:GetObject', `${bucketArn('idle')}/x`)).toBe('deny');
  expect(may('dynamodb:DeleteTable', table)).toBe('deny');
});

test('of an identity that nobody was seen to use there is no least policy', () => {
  expect(rightSize(view([app, bucket('used')]), app.uid).policy).toBeNull();
});

test('an identity that was not collected is named', () => {
  expect(() => rightSize(view([]), roleArn('gone'))).toThrow(roleArn('gone'));
});

/** The same role with what IAM tracked of its use (IAM API Reference, "ServiceLastAccessed"). */
const tracked = (services: object[], ...statements: object[]) =>
  reported({ services }, ...statements);
const reported = (report: object, ...statements: object[]) => {
  const props = { trackedUse: { at: '2026-10-01T10:00:05Z', ...report } };
  const who = role('app', statements, props);
  return rightSize(view([who, ...nodes.slice(1)], edges.slice(5)), who.uid);
};
const used = (services: object[], ...statements: object[]) =>
  tracked(services, ...statements).granted.map((grant) => grant.used);
const last = '2026-09-30T08:00:00Z';
const lambda = {
  service: 'lambda',
  last,
  actions: [
    { name: 'GetFunction', last },
    { name: 'CreateFunction', last: null },
  ],
};
const iamUnused = { service: 'iam', last: null };
const notAction = (NotAction: string) => ({ Effect: 'Allow', NotAction, Resource: '*' });

test.each<[string, object[], object, boolean | null]>([
  ['a service that was not used', [{ service: 'sqs', last: null }], allow('sqs:*'), false],
  ['a service that was used', [{ service: 'sqs', last }], allow('sqs:*'), null],
  ['a service that the report does not tell', [], allow('sqs:*'), null],
  ['an action that was used', [lambda], allow('lambda:GetFunction'), true],
  ['one that was tracked and not used', [lambda], allow('lambda:CreateFunction'), false],
  ['one that IAM does not track', [lambda], allow('lambda:InvokeFunction'), null],
  [
    'several of which one is not tracked',
    [lambda],
    allow(['lambda:CreateFunction', 'lambda:InvokeFunction']),
    null,
  ],
  ['a pattern of which one was used', [lambda], allow('lambda:Get*'), true],
  ['a pattern that may cover what is not tracked', [lambda], allow('lambda:C*'), null],
  [
    'two services of which none was used',
    [
      { service: 'sqs', last: null },
      { service: 'sns', last: null },
    ],
    allow(['sqs:*', 'sns:*']),
    false,
  ],
  [
    'two services of which nobody tracks one',
    [
      { service: 'sqs', last: null },
      { service: 'sns', last },
    ],
    allow(['sqs:*', 'sns:*']),
    null,
  ],
  [
    'two services of which the report does not tell one',
    [{ service: 'sqs', last: null }],
    allow(['sqs:*', 'sns:*']),
    null,
  ],
  [
    'two services of which the report does not tell one, and the other was used',
    [lambda],
    allow(['lambda:GetFunction', 'sns:*']),
    true,
  ],
  ['services by a pattern', [{ service: 'sqs', last: null }], allow('sq*:*'), false],
  // IAM User Guide, "Refine permissions in AWS using last accessed information", "PassRole".
  ['passing roles', [iamUnused], allow('iam:PassRole', roleArn('x')), null],
  ['a pattern that covers passing roles', [iamUnused], allow('iam:Pass*'), null],
  ['all of IAM, passing roles with it', [iamUnused], allow('iam:*'), null],
  ['all but what is not passing roles', [iamUnused], notAction('iam:Get*'), null],
  ['another action of IAM', [iamUnused], allow('iam:CreateUser'), false],
  ['all but IAM, of which nothing was used', [iamUnused], notAction('iam:*'), false],
])('by the last-accessed report: %s', (_, services, statement, expected) => {
  expect(used(services, statement)).toEqual([expected]);
});

test.each([
  ['all but an action', notAction('iam:*')],
  ['services by a pattern', allow('sq*:*')],
])('%s, where the report has further pages, nobody can tell', (_, statement) => {
  const services = [{ service: 'sqs', last: null }];
  const by = (truncated: boolean, of: object) =>
    reported({ services, truncated }, of).granted.map((grant) => grant.used);
  expect(by(true, statement)).toEqual([null]);
  expect(by(false, statement)).toEqual([false]);
  expect(by(true, allow('sqs:*')), 'a service that was told').toEqual([false]);
});

test('without a report nothing is said to be never used', () => {
  const who = role('app', [allow('sqs:*')]);
  expect(rightSize(view([who]), who.uid).granted.map((grant) => grant.used)).toEqual([null]);
});

test('access that IAM tracked and saw nobody take is told from what nobody was seen to take', () => {
  const statement = allow('sqs:*', queue);
  expect(tracked([{ service: 'sqs', last: null }], statement).unused).toMatchObject([
    { to: queue, never: true },
  ]);
  expect(tracked([{ service: 'sqs', last }], statement).unused).toMatchObject([
    { to: queue, never: false },
  ]);
});

test('that a role was passed nobody tells, so access by it is not called never taken', () => {
  const props = (services: object[]) => ({ trackedUse: { at: last, services } });
  const neverBy = (...actions: string[]) => {
    const who = role('app', [allow('iam:*')], props([iamUnused]));
    const given = edge('ESCALATES', who.uid, roleArn('x'), { actions });
    return rightSize(view([who, role('x')], [given]), who.uid).unused.map(({ never }) => never);
  };
  expect(neverBy('iam:PassRole')).toEqual([false]);
  expect(neverBy('iam:CreateUser')).toEqual([true]);
});

test('the least policy keeps that roles are passed, as narrowly as it is granted', () => {
  const Condition = { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } };
  const { policy } = tracked(
    [lambda, iamUnused],
    allow('lambda:GetFunction'),
    allow(['iam:PassRole', 'iam:GetRole'], roleArn('x'), { Condition }),
  );
  expect(policy?.Statement).toEqual([
    { Effect: 'Allow', Action: ['iam:PassRole'], Resource: [roleArn('x')], Condition },
    { Effect: 'Allow', Action: ['lambda:GetFunction'], Resource: ['*'] },
  ]);
});

test('the least policy keeps tracked actions where they are granted', () => {
  const on = 'arn:aws:lambda:eu-west-1:111122223333:function:f';
  const { policy } = tracked([lambda], allow('lambda:*', on), allow('sqs:*'));
  expect(policy?.Statement).toEqual([
    { Effect: 'Allow', Action: ['lambda:GetFunction'], Resource: [on] },
  ]);
});

test('of a used service whose actions are not tracked it keeps all that is granted', () => {
  const { policy } = tracked([{ service: 'sqs', last }], allow('sqs:Send*', queue));
  expect(policy?.Statement).toEqual([
    { Effect: 'Allow', Action: ['sqs:Send*'], Resource: [queue] },
  ]);
});

test('all but some actions of a used service stay all but those', () => {
  const services = [{ service: 'sqs', last }];
  const granted = { Effect: 'Allow', NotAction: ['sqs:Delete*', 'iam:*'], Resource: queue };
  expect(tracked(services, granted).policy?.Statement).toEqual([
    { Effect: 'Allow', NotAction: ['sqs:Delete*', 'iam:*'], Resource: [queue] },
  ]);
  expect(tracked(services, notAction('iam:*')).policy?.Statement).toEqual([
    { Effect: 'Allow', Action: ['sqs:*'], Resource: ['*'] },
  ]);
});

test('all but some resources stay all but those', () => {
  const granted = { Effect: 'Allow', Action: 'lambda:*', NotResource: `${queue}:x` };
  expect(tracked([lambda], granted).policy?.Statement).toEqual([
    { Effect: 'Allow', Action: ['lambda:GetFunction'], NotResource: `${queue}:x` },
  ]);
});

test('the least policy keeps conditions, and denies of what it keeps without their names', () => {
  const Condition = { StringEquals: { 'aws:SourceVpce': 'vpce-1' } };
  const who = role('app', [
    allow('s3:*', '*', { Condition }),
    deny('s3:Get*', `${bucketArn('used')}/private/*`, { Sid: 'Private' }),
    deny('ec2:*'),
  ]);
  expect(rightSize(view([who, ...nodes.slice(1)], edges), who.uid).policy?.Statement).toEqual([
    {
      Effect: 'Allow',
      Action: ['s3:GetObject'],
      Resource: [`${bucketArn('used')}/*`],
      Condition,
    },
    { Effect: 'Deny', Action: 's3:Get*', Resource: `${bucketArn('used')}/private/*` },
  ]);
});

test('what reads encrypted data keeps its key, and use of a key is on the key', () => {
  const who = role('app', [allow(['s3:GetObject', 'kms:Decrypt'])]);
  const read = (action: string) =>
    rightSize(
      view(
        [who, bucket('used'), keyNode(delegating)],
        [
          seen(edge('CAN_READ', who.uid, bucketArn('used'), { actions: [action] })),
          encrypted('used'),
        ],
      ),
      who.uid,
    );
  const onKey = { Effect: 'Allow', Action: ['kms:Decrypt'], Resource: [key] };
  expect(read('s3:GetObject').policy?.Statement).toEqual([
    onKey,
    { Effect: 'Allow', Action: ['s3:GetObject'], Resource: [`${bucketArn('used')}/*`] },
  ]);
  expect(read('kms:Decrypt').policy?.Statement).toEqual([onKey]);
  expect(read('kms:Decrypt').used).toMatchObject([{ action: 'kms:Decrypt', resource: key }]);
});

test('what a resource alone lets it do takes no policy', () => {
  const who = role('app', [allow('sqs:*')]);
  const used = seen(edge('CAN_READ', who.uid, bucketArn('used'), { actions: ['s3:GetObject'] }));
  const answer = rightSize(view([who, bucket('used')], [used]), who.uid);
  expect(answer.used).toHaveLength(1);
  expect(answer.policy).toBeNull();
});
