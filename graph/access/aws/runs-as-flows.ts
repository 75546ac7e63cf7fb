import type { RunsAs } from './runs-as.ts';

const workload = { node: { kind: 'Workload' } } as const;
const glue = { taker: 'glue.amazonaws.com', identity: 'Role' } as const;
const states = { taker: 'states.amazonaws.com', identity: 'roleArn' } as const;

/** Data processing, orchestration and deployment, and as what they run. */
export const flowRunsAs: readonly RunsAs[] = [
  {
    ...glue,
    ...workload,
    type: ['glue', 'job'],
    nouns: ['Job'],
    made: [['StartJobRun'], ['CreateTrigger']],
    changed: [['StartJobRun'], ['CreateTrigger']],
    passedAnew: true,
  },
  {
    ...glue,
    ...workload,
    type: ['glue', 'devendpoint'],
    nouns: ['DevEndpoint'],
    identity: 'RoleArn',
  },
  {
    ...glue,
    ...workload,
    type: ['glue', 'session'],
    nouns: ['Session'],
    made: [['RunStatement']],
    takes: { by: ['Run'] },
  },
  {
    ...glue,
    type: ['glue', 'blueprint'],
    nouns: ['BlueprintRun'],
    identity: 'RoleArn',
    madeBy: ['Start'],
  },
  {
    ...workload,
    type: ['cloudformation', 'stack'],
    nouns: ['Stack'],
    identity: 'RoleARN',
    taker: 'cloudformation.amazonaws.com',
  },
  {
    ...workload,
    type: ['cloudformation', 'stack'],
    nouns: ['ChangeSet'],
    identity: 'RoleARN',
    changed: [['ExecuteChangeSet']],
  },
  {
    type: ['cloudformation', 'stackset'],
    nouns: ['StackSet'],
    identity: 'AdministrationRoleARN',
    taker: 'cloudformation.amazonaws.com',
    made: [['CreateStackInstances']],
    passedAnew: true,
  },
  {
    ...workload,
    type: ['datapipeline', 'pipeline'],
    nouns: ['Pipeline'],
    identity: 'role',
    taker: 'datapipeline.amazonaws.com',
    made: [['PutPipelineDefinition', 'ActivatePipeline']],
    changed: [['ActivatePipeline']],
  },
  {
    ...states,
    ...workload,
    type: ['states', 'statemachine'],
    nouns: ['StateMachine'],
    made: [['StartExecution'], ['StartSyncExecution']],
    changed: [['StartExecution'], ['StartSyncExecution']],
  },
  { ...states, type: ['states', 'statemachine'], nouns: ['State'], madeBy: ['Test'] },
  {
    ...workload,
    type: ['elasticmapreduce', 'cluster'],
    nouns: ['JobFlow', 'Cluster'],
    identity: 'JobFlowRole',
    taker: 'elasticmapreduce.amazonaws.com',
    spares: ['ModifyCluster'],
  },
  {
    type: ['emr-serverless', 'application'],
    nouns: ['JobRun', 'Session'],
    identity: 'executionRoleArn',
    taker: 'emr-serverless.amazonaws.com',
    madeBy: ['Start'],
  },
];
