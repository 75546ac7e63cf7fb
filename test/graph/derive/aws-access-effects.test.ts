import { expect, test } from 'vitest';
import awsAccess from '../../../graph/derive/aws-access.ts';
import type { Node } from '../../../graph/entity.ts';
import {
  account,
  allow,
  bucket,
  bucketArn,
  deny,
  encrypted,
  key,
  keyNode,
  node,
  role,
  roleArn,
  view,
} from './aws.ts';
import { claimsOf, lines } from './derived.ts';

const read = ['s3:GetObject'];
const in_ = (name: string) => [bucketArn(name), `${bucketArn(name)}/*`];
const wide = 'CAN_READ app > set:111122223333/s3-bucket';

const arn = (service: string, rest: string) => `arn:aws:${service}:us-east-1:${account}:${rest}`;

test.each<[string, Node, string, string]>([
  ['s3:PutObject', bucket('a'), '*', 'CAN_WRITE'],
  ['s3:DeleteObject', bucket('a'), '*', 'CAN_DELETE'],
  ['dynamodb:Scan', node('DataStore', arn('dynamodb', 'table/t'), { account }), '*', 'CAN_READ'],
  ['sqs:SendMessage', node('DataStore', arn('sqs', 'q'), { account }), '*', 'CAN_WRITE'],
  [
    'secretsmanager:GetSecretValue',
    node('Secret', arn('secretsmanager', 'secret:db-AbCdEf'), { account }),
    '*',
    'CAN_READ',
  ],
  ['ssm:PutParameter', node('Secret', arn('ssm', 'parameter/p'), { account }), '*', 'CAN_WRITE'],
  [
    'bedrock:Retrieve',
    node('KnowledgeBase', arn('bedrock', 'knowledge-base/KB'), { account }),
    '*',
    'CAN_READ',
  ],
  [
    'bedrock:IngestKnowledgeBaseDocuments',
    node('KnowledgeBase', arn('bedrock', 'knowledge-base/KB'), { account }),
    '*',
    'CAN_POISON',
  ],
  [
    'bedrock-agentcore:CreateEvent',
    node('MemoryStore', arn('bedrock-agentcore', 'memory/m'), { account }),
    '*',
    'CAN_POISON',
  ],
  [
    'bedrock:InvokeModel',
    node('ModelEndpoint', 'arn:aws:bedrock:us-east-1::foundation-model/m', {}),
    '*',
    'CAN_INVOKE_MODEL',
  ],
  [
    'sagemaker:InvokeEndpoint',
    node('ModelEndpoint', arn('sagemaker', 'endpoint/e'), { account }),
    '*',
    'CAN_INVOKE_MODEL',
  ],
  [
    'bedrock:InvokeAgent',
    node('Agent', arn('bedrock', 'agent/AG'), { account }),
    arn('bedrock', 'agent-alias/AG/*'),
    'PROMPTS',
  ],
  [
    'bedrock:UpdateAgent',
    node('Agent', arn('bedrock', 'agent/AG'), { account }),
    '*',
    'CAN_REWRITE',
  ],
  [
    'bedrock-agentcore:UpdateGatewayTarget',
    node('McpServer', arn('bedrock-agentcore', 'gateway/g'), { account }),
    '*',
    'CAN_REWRITE',
  ],
  [
    'bedrock:DeleteGuardrail',
    node('Guardrail', arn('bedrock', 'guardrail/g'), { account }),
    '*',
    'CAN_WEAKEN',
  ],
  [
    'cloudtrail:StopLogging',
    node('LogSink', arn('cloudtrail', 'trail/t'), { account }),
    '*',
    'CAN_BLIND',
  ],
  [
    'bedrock:DeleteModelInvocationLoggingConfiguration',
    node('LogSink', `log:${account}/us-east-1/bedrock-invocation`, { account }),
    '*',
    'CAN_BLIND',
  ],
  ['ecr:PutImage', node('ContainerImage', arn('ecr', 'repository/r'), { account }), '*', 'TAMPERS'],
])('%s on %o is %4$s', (action, resource, on, kind) => {
  const kinds = (statements: object[]) =>
    claimsOf(view([role('app', statements), resource]), awsAccess).flatMap(({ edges }) =>
      edges.map((e) => e.kind),
    );
  expect(kinds([allow(action, on)])).toEqual([kind]);
  expect(kinds([allow(action, on), deny(action)])).toEqual([]);
  expect(kinds([allow(action, 'arn:aws:other:::x')])).toEqual([]);
});

test('weights in a bucket are replaced by who may write there', () => {
  const weights = 's3://models/resnet/model.tar.gz';
  const artifact = node('ModelArtifact', weights, { format: 'archive' });
  const named = (resource: string) =>
    lines(
      claimsOf(
        view([role('app', [allow('s3:PutObject', resource)]), bucket('models'), artifact]),
        awsAccess,
      ),
    );
  expect(named(`${bucketArn('models')}/resnet/*`)).toContain('TAMPERS app > model.tar.gz');
  expect(named(`${bucketArn('models')}/other/*`)).not.toContain('TAMPERS app > model.tar.gz');
});

test('every edge names the statements that together let it be', () => {
  const nodes = [
    role('app', [
      allow(read, in_('a'), { Sid: 'One' }),
      allow(read, `${bucketArn('a')}/*`, { Sid: 'Two' }),
    ]),
    bucket('a'),
    keyNode(allow('kms:Decrypt', '*', { Principal: { AWS: roleArn('app') }, Sid: 'Key' })),
  ];
  const [claim] = claimsOf(view(nodes, [encrypted('a')]), awsAccess);
  const because = claim?.edges[0]?.because?.map((causes) => causes.map(({ id }) => id));
  const own = `${roleArn('app')}#inline:own`;
  expect(because).toEqual([`${own}:One`, `${own}:Two`].map((id) => [id, `${key}#policy:Key`]));
  const [cause] = claim?.edges[0]?.because?.[0] ?? [];
  expect(cause).toMatchObject({ type: 'statement', holder: roleArn('app') });
  expect(cause?.excerpt).toContain('"Sid":"One"');
});

test('a statement that names a member is an edge beside the wide one, for it stays when that goes', () => {
  const nodes = [
    role('app', [allow(read, '*', { Sid: 'Wide' }), allow(read, in_('a'), { Sid: 'Named' })]),
    bucket('a'),
    bucket('b'),
  ];
  const [claim] = claimsOf(view(nodes), awsAccess);
  expect(lines(claim ? [claim] : [])).toEqual(['CAN_READ app > a', wide]);
  const named = claim?.edges.find(({ to }) => to.uid === bucketArn('a'));
  const ids = named?.because?.map((causes) => causes.map(({ id }) => id));
  expect(ids).toEqual([[`${roleArn('app')}#inline:own:Named`]]);
});
