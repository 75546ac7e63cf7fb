import { expect, test } from 'vitest';
import { detectSource, recordsOf } from '../../../../ingest/detect.ts';

const finding = {
  findingArn: 'arn:aws:inspector2:us-east-1:123456789012:finding/1',
  awsAccountId: '123456789012',
  type: 'PACKAGE_VULNERABILITY',
  severity: 'HIGH',
  status: 'ACTIVE',
  resources: [],
};

test('constants are taken out: an answer as it is, a list item by item', () => {
  const answer = { Findings: [] };
  expect(recordsOf({ GET_FINDINGS: answer, LIST_FINDINGS_EC2: [finding, finding] })).toEqual([
    answer,
    finding,
    finding,
  ]);
});

test('an item that stands alone is told by its own form', () => {
  const source = detectSource(finding, { path: 'aws.inspector.json', at: 0 });
  expect(source.name).toBe('aws.inspector2');
});

test.each([
  ['an answer', { Buckets: [], Owner: {} }],
  ['variables of an environment', { AWS_REGION: 'us-east-1', HOME: 'x' }],
  ['an empty object', {}],
  ['a list', [{ A: {} }]],
])('%s is no container', (_what, document) => {
  expect(recordsOf(document)).toEqual([document]);
});
