import { expect, test } from 'vitest';
import { avoided, endsFrom, endsTo, visited } from '../../../graph/projection/ends.ts';
import { View } from '../../../graph/view.ts';
import { edgeOf, nodeOf } from './graph.ts';

const role = 'arn:aws:iam::111122223333:role/service/ReportRunner';
const view = new View([
  nodeOf('Identity', role, { name: 'ReportRunner' }),
  nodeOf('Workload', 'arn:aws:lambda:us-east-1:111122223333:function:runner', { name: 'runner' }),
  nodeOf('DataStore', 'arn:aws:s3:::exports', { name: 'exports', sensitive: true }),
  nodeOf('DataStore', 'arn:aws:s3:::public', { name: 'public' }),
  nodeOf('Secret', 'arn:aws:secretsmanager:us-east-1:111122223333:secret:db', { sensitive: true }),
  nodeOf('Account', 'aws:111122223333'),
  nodeOf('Agent', 'agent:a', { name: 'twin' }),
  nodeOf('Agent', 'agent:b', { name: 'twin' }),
]);

test.each([
  ['internet', [['internet', 'C']]],
  [role, [[role, 'C']]],
  ['ReportRunner', [[role, 'C']]],
  ['reportrunner', [[role, 'C']]],
  ['arn:aws:iam::111122223333:role/ReportRunner', [[role, 'C']]],
  ['arn:aws:sts::111122223333:assumed-role/ReportRunner/i-0123', [[role, 'C']]],
  ['runner', [['arn:aws:lambda:us-east-1:111122223333:function:runner', 'X']]],
  [
    'kind:Agent',
    [
      ['agent:a', 'I'],
      ['agent:b', 'I'],
    ],
  ],
])('one who starts at %s holds what its kind says', (end, states) => {
  expect(endsFrom(view, end).map(({ uid, capability }) => [uid, capability])).toEqual(states);
});

test('sensitive is what is classified so, read; admin is an account, administered', () => {
  expect(endsTo(view, 'sensitive')).toEqual([
    { uid: 'arn:aws:s3:::exports', capability: 'D' },
    { uid: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:db', capability: 'D' },
  ]);
  expect(endsTo(view, 'admin')).toEqual([{ uid: 'aws:111122223333', capability: 'A' }]);
});

test('reaching a function is not having arrived in it', () => {
  expect(endsTo(view, 'runner').map(({ capability }) => capability)).toEqual(['X', 'A']);
});

const read = edgeOf('CAN_READ', role, 'arn:aws:s3:::exports');

test('what a path avoids is named the same way; an edge by its id, there or not', () => {
  expect(avoided(view, ['ReportRunner', 'arn:aws:s3:::exports', read.id])).toEqual({
    avoid: new Set([role, 'arn:aws:s3:::exports', read.id]),
    avoidKinds: new Set(),
  });
  expect(() => avoided(view, ['exprots'])).toThrow(/no node "exprots".*exports/);
});

test('a kind to avoid is one of edges, or all nodes of a kind', () => {
  expect(avoided(view, ['kind:can_read', 'kind:Agent'])).toEqual({
    avoid: new Set(['agent:a', 'agent:b']),
    avoidKinds: new Set(['CAN_READ']),
  });
  expect(() => avoided(view, ['kind:CAN_RAED'])).toThrow(/node or edge "CAN_RAED".*CAN_READ/);
});

test('what a path visits is named the same way', () => {
  expect(visited(view, ['ReportRunner'])).toEqual([role]);
  expect(() => visited(view, [read.id])).toThrow(/no node/);
});

test.each([
  ['reportruner', 'NOT_FOUND', /no node "reportruner" \(did you mean ReportRunner\?\)/],
  ['kind:Agnet', 'NOT_FOUND', /no kind of node "Agnet".*Agent/],
  ['twin', 'AMBIGUOUS', /"twin" names 2 nodes: Agent agent:a, Agent agent:b/],
])('%s is refused by name', (end, code, message) => {
  expect(() => endsFrom(view, end)).toThrow(message);
  expect(() => endsFrom(view, end)).toThrow(expect.objectContaining({ code }) as Error);
});
