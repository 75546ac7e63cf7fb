import type { RunsAs } from './runs-as.ts';

const workload = { node: { kind: 'Workload' } } as const;
const agent = { node: { kind: 'Agent' } } as const;
const bedrock = { taker: 'bedrock.amazonaws.com' } as const;
const agentcore = {
  taker: 'bedrock-agentcore.amazonaws.com',
  identity: 'executionRoleArn',
} as const;
const sagemaker = { taker: 'sagemaker.amazonaws.com', identity: 'RoleArn', ...workload } as const;

/** Services that run models and agents. */
const agents: readonly RunsAs[] = [
  {
    ...bedrock,
    ...agent,
    type: ['bedrock', 'agent'],
    nouns: ['Agent'],
    identity: 'agentResourceRoleArn',
    made: [['CreateAgentActionGroup', 'PrepareAgent', 'InvokeAgent']],
  },
  {
    ...bedrock,
    ...agent,
    type: ['bedrock', 'flow'],
    nouns: ['Flow'],
    identity: 'executionRoleArn',
    made: [['PrepareFlow', 'CreateFlowAlias', 'InvokeFlow']],
  },
  {
    type: ['bedrock', 'knowledge-base'],
    nouns: ['KnowledgeBase'],
    identity: 'roleArn',
    spares: ['CreateKnowledgeBase'],
    parts: { DataSource: 'input' },
    node: { kind: 'KnowledgeBase' },
  },
  {
    ...agentcore,
    ...agent,
    type: ['bedrock-agentcore', 'runtime'],
    nouns: ['AgentRuntime'],
    identity: 'roleArn',
    made: [['InvokeAgentRuntime']],
    changed: [['InvokeAgentRuntime']],
    passedAnew: true,
  },
  {
    type: ['bedrock-agentcore', 'runtime'],
    nouns: ['AgentRuntime'],
    identity: 'roleArn',
    takes: { by: ['Invoke'] },
    spares: ['CreateAgentRuntime', 'UpdateAgentRuntime'],
    node: { kind: 'Workload', suffix: '#*', on: 'agent' },
  },
  {
    ...agentcore,
    ...workload,
    type: ['bedrock-agentcore', 'code-interpreter-custom'],
    nouns: ['CodeInterpreter'],
    made: [['StartCodeInterpreterSession', 'InvokeCodeInterpreter']],
    takes: { by: ['Invoke'], also: ['StartCodeInterpreterSession'] },
    parts: { '': 'code' },
  },
  {
    ...agentcore,
    type: ['bedrock-agentcore', 'browser-custom'],
    nouns: ['Browser'],
    made: [['StartBrowserSession']],
  },
  {
    ...agentcore,
    type: ['bedrock-agentcore', 'gateway'],
    nouns: ['Gateway'],
    identity: 'roleArn',
    made: [['CreateGatewayTarget', 'InvokeGateway']],
    node: { kind: 'McpServer' },
  },
  {
    ...agentcore,
    ...agent,
    type: ['bedrock-agentcore', 'harness'],
    nouns: ['Harness'],
    made: [['InvokeHarness']],
  },
];

/** Notebooks, jobs, models and the studio of SageMaker. */
const learning: readonly RunsAs[] = [
  {
    ...sagemaker,
    type: ['sagemaker', 'notebook-instance'],
    nouns: ['NotebookInstance'],
    changed: [['StopNotebookInstance', 'StartNotebookInstance']],
  },
  ...(
    [
      ['training-job', 'TrainingJob'],
      ['processing-job', 'ProcessingJob'],
      ['hyper-parameter-tuning-job', 'HyperParameterTuningJob'],
      ['automl-job', 'AutoMLJob'],
      ['automl-job', 'AutoMLJobV2'],
      ['inference-recommendations-job', 'InferenceRecommendationsJob'],
    ] as const
  ).map(([type, noun]): RunsAs => ({
    ...sagemaker,
    type: ['sagemaker', type],
    nouns: [noun],
    spares: ['UpdateTrainingJob'],
  })),
  {
    ...sagemaker,
    type: ['sagemaker', 'pipeline'],
    nouns: ['Pipeline'],
    made: [['StartPipelineExecution']],
    changed: [['StartPipelineExecution']],
  },
  {
    ...sagemaker,
    type: ['sagemaker', 'model'],
    nouns: ['Model'],
    identity: 'ExecutionRoleArn',
    made: [['CreateEndpointConfig', 'CreateEndpoint'], ['CreateTransformJob']],
  },
  {
    ...sagemaker,
    type: ['sagemaker', 'monitoring-schedule'],
    nouns: ['MonitoringSchedule'],
    passedAnew: true,
  },
  {
    ...sagemaker,
    type: ['sagemaker', 'cluster'],
    nouns: ['Cluster'],
    identity: 'ExecutionRole',
    passedAnew: true,
  },
  {
    ...sagemaker,
    type: ['sagemaker', 'user-profile'],
    nouns: ['UserProfile'],
    identity: 'ExecutionRole',
    made: [['CreatePresignedDomainUrl', 'CreateApp']],
    spares: ['UpdateUserProfile'],
  },
  {
    ...workload,
    type: ['sagemaker', 'space'],
    nouns: [],
    identity: 'ExecutionRole',
    takes: { by: ['Start'] },
  },
];

/** AI services, and what of them runs as a role. */
export const aiRunsAs: readonly RunsAs[] = [...agents, ...learning];
