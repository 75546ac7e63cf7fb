import { expect, test } from 'vitest';
import type { Claim, NodeClaim } from '../../graph/claim.ts';
import { FolderKnowledge } from '../../ingest/folder-knowledge.ts';

const account = '111122223333';
const claim = (...nodes: NodeClaim[]): Claim => ({
  owner: `aws:${account}/iam`,
  subject: 's',
  at: 1,
  mode: 'state',
  nodes,
  edges: [],
  evidence: { source: 's', record: 'r' },
});
const role = (...resources: string[]): NodeClaim => ({
  kind: 'Identity',
  uid: `arn:aws:iam::${account}:role/r`,
  defines: true,
  props: {
    inline: [
      {
        name: 'p',
        document: { Statement: [{ Effect: 'Allow', Action: 'ssm:*', Resource: resources }] },
      },
    ],
  },
});
const fn = (region: string): NodeClaim => ({
  kind: 'Workload',
  uid: `arn:aws:lambda:${region}:${account}:function:f`,
  defines: true,
  props: { region },
});

function region(...claims: Claim[]) {
  const known = new FolderKnowledge();
  known.learn('dump/a.json', claims);
  return known.region('dump/ec2-describe-instances.json');
}

const instance = (at: string, owner = account) => `arn:aws:ec2:${at}:${owner}:instance/*`;

test('a folder’s region is that of its resources', () => {
  expect(region(claim(fn('eu-west-1'), role(instance('us-east-1'))))).toEqual({
    value: 'eu-west-1',
  });
});
test('else the one that the account’s policies name for its own resources', () => {
  expect(region(claim(role(instance('us-east-1'), 'arn:aws:s3:::b/*')))).toEqual({
    value: 'us-east-1',
  });
});
test('and not one that they name for the resources of others, or several', () => {
  expect(region(claim(role(instance('us-east-1', '999988887777'))))).toEqual({});
  expect(region(claim(role(instance('us-east-1'), instance('eu-west-1')))).value).toBeUndefined();
  expect(region(claim(role('*')))).toEqual({});
});
test('resources in several regions tell none', () => {
  expect(region(claim(fn('eu-west-1'), fn('us-east-1')))).toEqual({
    several: ['eu-west-1', 'us-east-1'],
  });
});
