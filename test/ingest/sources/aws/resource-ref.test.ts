import { expect, test } from 'vitest';
import { resourceRef } from '../../../../ingest/sources/aws/resource-ref.ts';

const here = 'us-east-1:111122223333';

// Formats by the Service Authorization Reference, "Resource types defined by …".
test.each([
  ['arn:aws:s3:::bucket/key/with/slashes', 'DataStore', 'arn:aws:s3:::bucket'],
  [`arn:aws:lambda:${here}:function:f:7`, 'Workload', `arn:aws:lambda:${here}:function:f`],
  [
    `arn:aws:bedrock:${here}:agent-alias/AGENT/ALIAS`,
    'Agent',
    `arn:aws:bedrock:${here}:agent/AGENT`,
  ],
  [
    `arn:aws:bedrock-agentcore:${here}:runtime/r-1/runtime-endpoint/DEFAULT`,
    'Agent',
    `arn:aws:bedrock-agentcore:${here}:runtime/r-1`,
  ],
  [
    'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-v2',
    'ModelEndpoint',
    'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-v2',
  ],
  [
    'arn:aws-us-gov:sts::111122223333:assumed-role/r/session',
    'Identity',
    'arn:aws-us-gov:iam::111122223333:role/r',
  ],
  [`arn:aws:dynamodb:${here}:table/t/index/i`, 'DataStore', `arn:aws:dynamodb:${here}:table/t`],
  // An access point is not its bucket.
  [`arn:aws:s3:${here}:accesspoint/a/object/k`, 'DataStore', `arn:aws:s3:${here}:accesspoint/a`],
  [`arn:aws:ec2:${here}:security-group/sg-1`, 'NetworkElement', 'sg-1'],
  ['arn:aws:iam::111122223333:role/path/r', 'Identity', 'arn:aws:iam::111122223333:role/path/r'],
])('%s is a %s', (arn, kind, uid) => {
  expect(resourceRef(arn)).toEqual({ kind, uid });
});

test.each([
  ['not an ARN', 'bucket'],
  ['a kind that the graph does not know', `arn:aws:ec2:${here}:snapshot/snap-1`],
  ['no text', 7],
])('nothing: %s', (_why, value) => {
  expect(resourceRef(value)).toBeNull();
});
