import { each, rows, type Effect } from './effect.ts';

const read = { edge: 'CAN_READ', key: 'kms:Decrypt' } as const;
const write = { edge: 'CAN_WRITE', key: 'kms:GenerateDataKey' } as const;
const drop = { edge: 'CAN_DELETE' } as const;

const dynamo = (...names: readonly string[]) => each('dynamodb', ...names);
const core = (...names: readonly string[]) => each('bedrock-agentcore', ...names);
const bedrock = (...names: readonly string[]) => each('bedrock', ...names);

/** What reading and writing stored data takes (Service Authorization Reference). */
const stores: readonly Effect[] = [
  ...rows(
    'DataStore',
    'arn:*:s3:::*',
    { ...read, actions: each('s3', 'GetObject', 'GetObjectVersion'), on: 'below' },
    { ...write, actions: each('s3', 'PutObject'), on: 'below' },
    { ...drop, actions: each('s3', 'DeleteObject', 'DeleteObjectVersion'), on: 'below' },
  ),
  ...rows(
    'DataStore',
    'arn:*:s3:*:*:accesspoint/*',
    { ...read, actions: each('s3', 'GetObject', 'GetObjectVersion'), on: 'objects' },
    { ...write, actions: each('s3', 'PutObject'), on: 'objects' },
    { ...drop, actions: each('s3', 'DeleteObject', 'DeleteObjectVersion'), on: 'objects' },
  ),
  ...rows('DataStore', 'arn:*:events:*:*:event-bus/*', {
    edge: 'CAN_WRITE',
    actions: each('events', 'PutEvents'),
    on: 'itself',
  }),
  ...rows(
    'DataStore',
    'arn:*:dynamodb:*:*:table/*',
    {
      edge: 'CAN_READ',
      actions: dynamo('GetItem', 'BatchGetItem', 'Query', 'Scan', 'PartiQLSelect'),
      on: 'itself',
    },
    {
      edge: 'CAN_WRITE',
      actions: dynamo('PutItem', 'UpdateItem', 'BatchWriteItem', 'PartiQLInsert', 'PartiQLUpdate'),
      on: 'itself',
    },
    { ...drop, actions: dynamo('DeleteItem', 'PartiQLDelete', 'DeleteTable'), on: 'itself' },
  ),
  ...rows(
    'DataStore',
    'arn:*:rds:*:*:cluster:*',
    {
      edge: 'CAN_READ',
      actions: each('rds-data', 'ExecuteStatement', 'BatchExecuteStatement'),
      on: 'itself',
      unseen: 'the secret of a database user',
    },
    {
      edge: 'CAN_WRITE',
      actions: each('rds-data', 'ExecuteStatement', 'BatchExecuteStatement'),
      on: 'itself',
      unseen: 'the secret of a database user',
    },
    { ...drop, actions: each('rds', 'DeleteDBCluster'), on: 'itself' },
  ),
  ...rows('DataStore', 'arn:*:rds:*:*:db:*', {
    ...drop,
    actions: each('rds', 'DeleteDBInstance'),
    on: 'itself',
  }),
  ...rows(
    'DataStore',
    'arn:*:sqs:*',
    { ...read, actions: each('sqs', 'ReceiveMessage'), on: 'itself' },
    { ...write, actions: each('sqs', 'SendMessage'), on: 'itself' },
    { ...drop, actions: each('sqs', 'PurgeQueue', 'DeleteQueue'), on: 'itself' },
  ),
  ...rows(
    'DataStore',
    'arn:*:sns:*',
    { edge: 'CAN_READ', actions: each('sns', 'Subscribe'), on: 'itself' },
    { ...write, actions: each('sns', 'Publish'), on: 'itself' },
    { ...drop, actions: each('sns', 'DeleteTopic'), on: 'itself' },
  ),
  ...rows(
    'DataStore',
    'arn:*:es:*:*:domain/*',
    { edge: 'CAN_READ', actions: each('es', 'ESHttpGet'), on: 'below' },
    { edge: 'CAN_WRITE', actions: each('es', 'ESHttpPut', 'ESHttpPost'), on: 'below' },
    { ...drop, actions: each('es', 'ESHttpDelete'), on: 'below' },
  ),
  ...rows(
    'DataStore',
    'arn:*:aoss:*:*:collection/*',
    {
      edge: 'CAN_READ',
      actions: each('aoss', 'APIAccessAll'),
      on: 'itself',
      unseen: 'the data access policy of the collection',
    },
    {
      edge: 'CAN_WRITE',
      actions: each('aoss', 'APIAccessAll'),
      on: 'itself',
      unseen: 'the data access policy of the collection',
    },
    { ...drop, actions: each('aoss', 'DeleteCollection'), on: 'itself' },
  ),
  ...rows(
    'DataStore',
    'arn:*:s3vectors:*:*:bucket/*/index/*',
    {
      ...read,
      actions: each('s3vectors', 'QueryVectors', 'GetVectors', 'ListVectors'),
      on: 'itself',
    },
    { ...write, actions: each('s3vectors', 'PutVectors'), on: 'itself' },
    { ...drop, actions: each('s3vectors', 'DeleteVectors', 'DeleteIndex'), on: 'itself' },
  ),
  ...rows(
    'DataStore',
    'arn:*:logs:*:*:log-group:*',
    { edge: 'CAN_READ', actions: each('logs', 'GetLogEvents', 'FilterLogEvents'), on: 'within' },
    { ...drop, actions: each('logs', 'DeleteLogGroup'), on: 'within' },
  ),
  ...rows(
    'Secret',
    'arn:*:secretsmanager:*:*:secret:*',
    { ...read, actions: each('secretsmanager', 'GetSecretValue'), on: 'itself' },
    { ...write, actions: each('secretsmanager', 'PutSecretValue', 'UpdateSecret'), on: 'itself' },
    { ...drop, actions: each('secretsmanager', 'DeleteSecret'), on: 'itself' },
  ),
  ...rows(
    'Secret',
    'arn:*:ssm:*:*:parameter/*',
    { ...read, actions: each('ssm', 'GetParameter', 'GetParameters'), on: 'itself' },
    { ...write, actions: each('ssm', 'PutParameter'), on: 'itself' },
    { ...drop, actions: each('ssm', 'DeleteParameter', 'DeleteParameters'), on: 'itself' },
  ),
];

/** What changing or using the parts of AI systems takes. */
const systems: readonly Effect[] = [
  ...rows(
    'KnowledgeBase',
    'arn:*:bedrock:*:*:knowledge-base/*',
    { edge: 'CAN_READ', actions: bedrock('Retrieve'), on: 'itself' },
    { edge: 'CAN_POISON', actions: bedrock('IngestKnowledgeBaseDocuments'), on: 'itself' },
    {
      ...drop,
      actions: bedrock('DeleteKnowledgeBaseDocuments', 'DeleteKnowledgeBase'),
      on: 'itself',
    },
    {
      edge: 'CAN_REWRITE',
      actions: bedrock('UpdateKnowledgeBase', 'CreateDataSource', 'UpdateDataSource'),
      on: 'itself',
    },
  ),
  ...rows(
    'MemoryStore',
    'arn:*:bedrock-agentcore:*:*:memory/*',
    {
      edge: 'CAN_READ',
      actions: core('RetrieveMemoryRecords', 'GetMemoryRecord', 'ListMemoryRecords', 'ListEvents'),
      on: 'itself',
    },
    {
      edge: 'CAN_POISON',
      actions: core('CreateEvent', 'BatchCreateMemoryRecords', 'BatchUpdateMemoryRecords'),
      on: 'itself',
    },
    {
      ...drop,
      actions: core('DeleteMemory', 'DeleteMemoryRecord', 'BatchDeleteMemoryRecords'),
      on: 'itself',
    },
  ),
  ...rows('LogSink', 'arn:*:cloudtrail:*:*:trail/*', {
    edge: 'CAN_BLIND',
    actions: each('cloudtrail', 'StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors'),
    on: 'itself',
  }),
  ...rows('LogSink', 'log:*/bedrock-invocation', {
    edge: 'CAN_BLIND',
    actions: bedrock(
      'DeleteModelInvocationLoggingConfiguration',
      'PutModelInvocationLoggingConfiguration',
    ),
    on: 'account',
  }),
  ...rows('ModelEndpoint', 'arn:*:bedrock:*', {
    edge: 'CAN_INVOKE_MODEL',
    actions: bedrock('InvokeModel', 'InvokeModelWithResponseStream'),
    on: 'itself',
  }),
  ...rows('ModelEndpoint', 'arn:*:sagemaker:*:*:endpoint/*', {
    edge: 'CAN_INVOKE_MODEL',
    actions: each(
      'sagemaker',
      'InvokeEndpoint',
      'InvokeEndpointAsync',
      'InvokeEndpointWithResponseStream',
    ),
    on: 'itself',
  }),
  ...rows(
    'Agent',
    'arn:*:bedrock:*:*:agent/*',
    { edge: 'PROMPTS', actions: bedrock('InvokeAgent'), on: 'alias' },
    {
      edge: 'CAN_REWRITE',
      actions: bedrock(
        'UpdateAgent',
        'CreateAgentActionGroup',
        'UpdateAgentActionGroup',
        'AssociateAgentCollaborator',
        'UpdateAgentCollaborator',
        'AssociateAgentKnowledgeBase',
      ),
      on: 'itself',
    },
  ),
  ...rows(
    'Agent',
    'arn:*:bedrock:*:*:flow/*',
    { edge: 'PROMPTS', actions: bedrock('InvokeFlow'), on: 'alias' },
    { edge: 'CAN_REWRITE', actions: bedrock('UpdateFlow'), on: 'itself' },
  ),
  ...rows(
    'Agent',
    'arn:*:bedrock-agentcore:*:*:runtime/*',
    {
      edge: 'PROMPTS',
      actions: core('InvokeAgentRuntime', 'InvokeAgentRuntimeWithWebSocketStream'),
      on: 'itself',
    },
    { edge: 'CAN_REWRITE', actions: core('UpdateAgentRuntime'), on: 'itself' },
  ),
  ...rows(
    'Agent',
    'arn:*:bedrock-agentcore:*:*:harness/*',
    { edge: 'PROMPTS', actions: core('InvokeHarness'), on: 'itself' },
    { edge: 'CAN_REWRITE', actions: core('UpdateHarness'), on: 'itself' },
  ),
  ...rows('McpServer', 'arn:*:bedrock-agentcore:*:*:gateway/*', {
    edge: 'CAN_REWRITE',
    actions: core('CreateGatewayTarget', 'UpdateGatewayTarget', 'UpdateGateway'),
    on: 'itself',
  }),
  ...rows('PromptTemplate', 'arn:*:bedrock:*:*:prompt/*', {
    edge: 'CAN_REWRITE',
    actions: bedrock('UpdatePrompt'),
    on: 'itself',
  }),
  ...rows('Guardrail', 'arn:*:bedrock:*:*:guardrail/*', {
    edge: 'CAN_WEAKEN',
    actions: bedrock('UpdateGuardrail', 'DeleteGuardrail'),
    on: 'itself',
  }),
  ...rows('ContainerImage', 'arn:*:ecr:*:*:repository/*', {
    edge: 'TAMPERS',
    actions: each('ecr', 'PutImage'),
    on: 'itself',
  }),
  ...rows('ModelArtifact', 's3://*', {
    edge: 'TAMPERS',
    actions: each('s3', 'PutObject'),
    on: 'storage',
    key: 'kms:GenerateDataKey',
  }),
  ...rows('Dataset', 's3://*', {
    edge: 'CAN_POISON',
    actions: each('s3', 'PutObject'),
    on: 'storage',
    key: 'kms:GenerateDataKey',
  }),
];

/** From permissions to what they let do. A new effect is a row. */
export const effects: readonly Effect[] = [...stores, ...systems];
