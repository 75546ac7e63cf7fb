import { expect, test } from 'vitest';
import awsPolicyProblems from '../../../graph/derive/aws-policy-problems.ts';
import type { Node } from '../../../graph/entity.ts';
import { account, allow, bucket, document, node, role, userArn, view } from './aws.ts';
import { claimsOf } from './derived.ts';

const user = (written: unknown) =>
  node('Identity', userArn('u'), {
    subtype: 'user',
    account,
    attached: [],
    inline: [{ name: 'own', document: written }],
  });

const problems = (...nodes: Node[]) =>
  claimsOf(view(nodes), awsPolicyProblems).flatMap(({ nodes: said }) =>
    said.map(({ uid, props }) => [uid, (props as { policyProblems: string[] }).policyProblems]),
  );

test.each([
  ['text that is no JSON', '{"Version"', 'policy own is no JSON object'],
  [
    'another version of the language',
    { Version: '2020-01-01', Statement: [] },
    'policy own has the unknown version 2020-01-01',
  ],
  ['no statements', { Version: '2012-10-17' }, 'policy own has no statements'],
  [
    'an unknown element',
    document(allow('s3:*', '*', { Pricipal: '*' })),
    'policy own statement 0 has the unknown element "Pricipal"',
  ],
  [
    'a statement without resources',
    document({ Effect: 'Allow', Action: 's3:*' }),
    'policy own statement 0 names no resources',
  ],
])('%s is told on its identity', (_, written, problem) => {
  expect(problems(user(written))).toEqual([[userArn('u'), [problem]]]);
});

test('a bucket policy and a trust policy are told on what carries them', () => {
  const torn = bucket('b', [], { policy: '{' });
  const strange = role('r', [], { trust: { Version: '2012-10-17', Statement: [7] } });
  expect(problems(torn, strange)).toEqual([
    [strange.uid, ['trust statement 0 is no object']],
    [torn.uid, ['policy is no JSON object']],
  ]);
});

test('nothing is told of policies that can be read, and of those that nobody collected', () => {
  expect(problems(user(document(allow('s3:*'))), bucket('b'), role('r'))).toEqual([]);
});
