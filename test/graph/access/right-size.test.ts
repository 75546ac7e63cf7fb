import { expect, test } from 'vitest';
import { resolveAccess } from '../../../graph/access/aws/resolve.ts';
import { rightSize } from '../../../graph/access/aws/right-size.ts';
import type { Edge } from '../../../graph/entity.ts';
import { View } from '../../../graph/view.ts';
import { allow, bucket, bucketArn, edge, node, role, roleArn, view } from '../derive/aws.ts';

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

test('statements are told by whether anything seen needed them', () => {
  expect(size.granted.map(({ statement, used }) => [statement, used])).toEqual([
    ['0', true],
    ['Tables', true],
    ['2', false],
  ]);
});

test('access that nobody took is listed; a set of which a member was used is not', () => {
  expect(size.unused).toEqual([{ kind: 'CAN_WRITE', to: queue, actions: ['sqs:SendMessage'] }]);
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
