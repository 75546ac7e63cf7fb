import type { Need } from './effect.ts';
import type { PassedRole } from './passed-role.ts';
import { passedRolesBeyond } from './passed-roles-beyond.ts';

const needs = (form: string, ...actions: readonly string[]): Need[] =>
  actions.map((action) => ({ action, form }));

const lambda = (...names: readonly string[]) =>
  needs('arn:*:lambda:*:*:function:*', ...names.map((name) => `lambda:${name}`));
const glue = (...names: readonly string[]) => needs('*', ...names.map((name) => `glue:${name}`));
const job = (...names: readonly string[]) =>
  needs('arn:*:glue:*:*:job/*', ...names.map((name) => `glue:${name}`));
const stack = (...names: readonly string[]) =>
  needs('arn:*:cloudformation:*:*:stack*/*', ...names.map((name) => `cloudformation:${name}`));
const project = (...names: readonly string[]) =>
  needs('arn:*:codebuild:*:*:project/*', ...names.map((name) => `codebuild:${name}`));
const instance = (...names: readonly string[]) =>
  needs('arn:*:ec2:*:*:instance/*', ...names.map((name) => `ec2:${name}`));

const sagemaker = (type: string, ...names: readonly string[]) =>
  needs(`arn:*:sagemaker:*:*:${type}/*`, ...names.map((name) => `sagemaker:${name}`));
const interpreter = (...names: readonly string[]) =>
  needs(
    'arn:*:bedrock-agentcore:*:*:code-interpreter-custom/*',
    ...names.map((name) => `bedrock-agentcore:${name}`),
  );
const taskDefinition: Need = {
  action: 'ecs:RegisterTaskDefinition',
  form: 'arn:*:ecs:*:*:task-definition/*',
};
const newCluster: Need = { action: 'ecs:CreateCluster', form: 'arn:*:ecs:*:*:cluster/*' };
const onDefinition = (action: string): Need => ({ action, form: taskDefinition.form });
const ecsService: Need = { action: 'ecs:CreateService', form: 'arn:*:ecs:*:*:service/*' };
const ecs = { services: ['ecs-tasks.amazonaws.com'] } as const;
const anEcsCluster = { cluster: 'arn:*:ecs:*:*:cluster/*' } as const;

/** Every known way; a new one is a row. */
export const passedRoles: readonly PassedRole[] = [
  ...passedRolesBeyond,
  {
    needs: lambda('CreateFunction', 'InvokeFunction'),
    services: ['lambda.amazonaws.com'],
    refs: ['lambda-001'],
  },
  {
    needs: [...lambda('CreateFunction'), { action: 'lambda:CreateEventSourceMapping', form: '*' }],
    services: ['lambda.amazonaws.com'],
    refs: ['lambda-002'],
  },
  {
    needs: lambda('CreateFunction', 'AddPermission'),
    services: ['lambda.amazonaws.com'],
    refs: ['lambda-006'],
  },
  {
    needs: instance('RunInstances'),
    services: ['ec2.amazonaws.com'],
    profile: true,
    refs: ['ec2-001'],
  },
  {
    needs: needs('*', 'ec2:RequestSpotInstances'),
    services: ['ec2.amazonaws.com'],
    profile: true,
    refs: ['ec2-003'],
  },
  {
    needs: needs(
      '*',
      'autoscaling:CreateLaunchConfiguration',
      'autoscaling:CreateAutoScalingGroup',
    ),
    services: ['ec2.amazonaws.com'],
    profile: true,
  },
  { ...ecs, needs: [newCluster, taskDefinition, ecsService], refs: ['ecs-001'] },
  { ...ecs, needs: [newCluster, taskDefinition, onDefinition('ecs:RunTask')], refs: ['ecs-002'] },
  { ...ecs, ...anEcsCluster, needs: [taskDefinition, ecsService], refs: ['ecs-003'] },
  {
    ...ecs,
    ...anEcsCluster,
    needs: [taskDefinition, onDefinition('ecs:RunTask')],
    refs: ['ecs-004'],
  },
  {
    ...ecs,
    ...anEcsCluster,
    needs: [taskDefinition, onDefinition('ecs:StartTask')],
    refs: ['ecs-005'],
  },
  {
    needs: glue('CreateDevEndpoint'),
    services: ['glue.amazonaws.com'],
    refs: ['glue-001'],
  },
  {
    needs: job('CreateJob', 'StartJobRun'),
    services: ['glue.amazonaws.com'],
    refs: ['glue-003'],
  },
  {
    needs: [...job('CreateJob'), ...glue('CreateTrigger')],
    services: ['glue.amazonaws.com'],
    refs: ['glue-004'],
  },
  {
    needs: job('UpdateJob', 'StartJobRun'),
    services: ['glue.amazonaws.com'],
    refs: ['glue-005'],
  },
  {
    needs: [...job('UpdateJob'), ...glue('CreateTrigger')],
    services: ['glue.amazonaws.com'],
    refs: ['glue-006'],
  },
  { needs: glue('CreateSession', 'RunStatement'), services: ['glue.amazonaws.com'] },
  {
    needs: stack('CreateStack'),
    services: ['cloudformation.amazonaws.com'],
    refs: ['cloudformation-001'],
  },
  {
    needs: stack('CreateStackSet', 'CreateStackInstances'),
    services: ['cloudformation.amazonaws.com'],
    refs: ['cloudformation-003'],
  },
  {
    needs: stack('UpdateStackSet'),
    services: ['cloudformation.amazonaws.com'],
    refs: ['cloudformation-004'],
  },
  {
    needs: project('CreateProject', 'StartBuild'),
    services: ['codebuild.amazonaws.com'],
    refs: ['codebuild-001'],
  },
  {
    needs: project('CreateProject', 'StartBuildBatch'),
    services: ['codebuild.amazonaws.com'],
    refs: ['codebuild-004'],
  },
  {
    needs: needs(
      '*',
      'datapipeline:CreatePipeline',
      'datapipeline:PutPipelineDefinition',
      'datapipeline:ActivatePipeline',
    ),
    services: ['datapipeline.amazonaws.com', 'elasticmapreduce.amazonaws.com'],
    refs: ['datapipeline-001'],
  },
  {
    needs: needs('arn:*:apprunner:*:*:service/*', 'apprunner:CreateService'),
    services: ['tasks.apprunner.amazonaws.com'],
    refs: ['apprunner-001'],
  },
  {
    needs: sagemaker('notebook-instance', 'CreateNotebookInstance'),
    services: ['sagemaker.amazonaws.com'],
    refs: ['sagemaker-001'],
  },
  {
    needs: sagemaker('training-job', 'CreateTrainingJob'),
    services: ['sagemaker.amazonaws.com'],
    refs: ['sagemaker-002'],
  },
  {
    needs: sagemaker('processing-job', 'CreateProcessingJob'),
    services: ['sagemaker.amazonaws.com'],
    refs: ['sagemaker-003'],
  },
  {
    needs: [
      { action: 'bedrock-agentcore:CreateCodeInterpreter', form: '*' },
      ...interpreter('StartCodeInterpreterSession', 'InvokeCodeInterpreter'),
    ],
    services: ['bedrock-agentcore.amazonaws.com'],
    refs: ['bedrock-001'],
  },
  {
    needs: needs(
      'arn:*:states:*:*:stateMachine:*',
      'states:CreateStateMachine',
      'states:StartExecution',
    ),
    services: ['states.amazonaws.com'],
  },
];
