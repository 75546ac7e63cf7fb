import { expect, test } from 'vitest';
import resourceSets from '../../../graph/derive/aws-resource-sets.ts';
import theft from '../../../graph/derive/aws-credential-theft.ts';
import type { Derivation } from '../../../graph/derive/derivation.ts';
import type { Node } from '../../../graph/entity.ts';
import { account, bucket, bucketArn, edge, node, role, roleArn, view } from './aws.ts';

const functionArn = (name: string) => `arn:aws:lambda:eu-west-1:${account}:function:${name}`;
const code = (name: string, props: Node['props'] = {}) =>
  node('Workload', functionArn(name), { account, type: 'lambda', ...props });

/** Subjects that a derivation derives again after a node changed, in an account of a few of each. */
function touched(derivation: Derivation, changed: Node): string[] {
  const given = view(
    [bucket('a'), bucket('b'), code('f'), code('g'), role('app'), role('job')],
    [
      edge('ACTS_AS', functionArn('f'), roleArn('app')),
      edge('ACTS_AS', functionArn('g'), roleArn('job')),
    ],
  );
  const before = derivation.index(given);
  given.apply({ nodes: [changed], edges: [], goneNodes: [], goneEdges: [], by: new Map() });
  return [...(derivation.renew?.(before, given)?.touched ?? ['everything'])].sort();
}

const buckets = `set:${account}/s3-bucket`;

test.each<[string, Node, string[]]>([
  ['one more bucket', bucket('c'), [buckets]],
  ['a bucket that says something else', bucket('a', [], { region: 'eu-west-1' }), []],
  [
    'a function that has another type',
    code('f', { type: 'other' }),
    [`set:${account}/lambda`, `set:${account}/other`],
  ],
  [
    'a bucket of another account',
    node('DataStore', bucketArn('a'), { type: 's3-bucket', account: '444455556666' }),
    [buckets, 'set:444455556666/s3-bucket'],
  ],
])('only sets that hold something else are derived again: %s', (_, changed, expected) => {
  expect(touched(resourceSets as Derivation, changed)).toEqual(expected.sort());
});

test.each<[string, Node, string[]]>([
  ['a role that is bound to its token', role('app', [], { tokenBound: true }), [functionArn('f')]],
  ['a role that may do something else', role('app', [{}]), []],
  ['a function that says something else', code('g', { region: 'eu-west-1' }), []],
])('so are workloads from which something else is taken: %s', (_, changed, expected) => {
  expect(touched(theft as Derivation, changed)).toEqual(expected);
});
