import { each, rows, type Effect } from './effect.ts';

const runs = { edge: 'CAN_EXECUTE_ON', on: 'itself' } as const;
const core = (...names: readonly string[]) => each('bedrock-agentcore', ...names);

const instance = 'arn:*:ec2:*:*:instance/*';
const anyDocument = { action: 'ssm:SendCommand', form: 'arn:*:ssm:*:*:document/*' };
const association = { action: 'ssm:CreateAssociation', form: 'arn:*:ssm:*:*:document/*' };
const notManaged = { managed: false };

/**
 * Permissions that let run code on what exists: `refs` are ids of the public catalogue
 * pathfinding.cloud (DataDog, Apache-2.0, 84dd65c), where it has the technique. The permission set
 * is the technique's name, because ids of catalogues clash.
 */
export const executions: readonly Effect[] = [
  ...rows(
    'Workload',
    'arn:*:lambda:*:*:function:*',
    { ...runs, actions: each('lambda', 'UpdateFunctionCode'), refs: ['lambda-003'] },
    {
      ...runs,
      actions: each('lambda', 'UpdateFunctionCode'),
      also: each('lambda', 'InvokeFunction'),
      refs: ['lambda-004'],
    },
    {
      ...runs,
      actions: each('lambda', 'UpdateFunctionCode'),
      also: each('lambda', 'AddPermission'),
      refs: ['lambda-005'],
    },
    {
      ...runs,
      actions: each('lambda', 'UpdateFunctionConfiguration'),
      also: [{ action: 'lambda:PublishLayerVersion', form: 'arn:*:lambda:*:*:layer:*' }],
    },
  ),
  ...rows(
    'Workload',
    instance,
    { ...runs, actions: each('ssm', 'StartSession'), except: notManaged, refs: ['ssm-001'] },
    {
      ...runs,
      actions: each('ssm', 'SendCommand'),
      also: [anyDocument],
      except: notManaged,
      refs: ['ssm-002'],
    },
    {
      ...runs,
      actions: each('ssm', 'CreateAssociation'),
      also: [association],
      except: notManaged,
    },
    {
      ...runs,
      actions: each('ec2', 'ModifyInstanceAttribute'),
      also: each('ec2', 'StopInstances', 'StartInstances'),
      refs: ['ec2-002'],
    },
    {
      ...runs,
      actions: each('ec2-instance-connect', 'SendSSHPublicKey'),
      unseen: 'network access to SSH of the instance',
      refs: ['ec2instanceconnect-003'],
    },
  ),
  ...rows(
    'Workload',
    'arn:*:ssm:*:*:managed-instance/*',
    { ...runs, actions: each('ssm', 'StartSession'), except: notManaged },
    { ...runs, actions: each('ssm', 'SendCommand'), also: [anyDocument], except: notManaged },
  ),
  ...rows('Workload', 'arn:*:ec2:*:*:launch-template/*', {
    ...runs,
    actions: each('ec2', 'CreateLaunchTemplateVersion'),
    also: each('ec2', 'ModifyLaunchTemplate'),
    refs: ['ec2-004'],
  }),
  ...rows('Workload', 'arn:*:ecs:*:*:task/*', {
    ...runs,
    actions: each('ecs', 'ExecuteCommand'),
    unseen: 'whether ECS Exec is on for the task',
  }),
  ...rows('Workload', 'arn:*:apprunner:*:*:service/*', {
    ...runs,
    actions: each('apprunner', 'UpdateService'),
    refs: ['apprunner-002'],
  }),
  ...rows(
    'Workload',
    'arn:*:codebuild:*:*:project/*',
    { ...runs, actions: each('codebuild', 'StartBuild'), refs: ['codebuild-002'] },
    { ...runs, actions: each('codebuild', 'StartBuildBatch'), refs: ['codebuild-003'] },
  ),
  ...rows(
    'Workload',
    'arn:*:cloudformation:*:*:stack/*',
    { ...runs, actions: each('cloudformation', 'UpdateStack'), refs: ['cloudformation-002'] },
    {
      ...runs,
      actions: each('cloudformation', 'CreateChangeSet'),
      also: each('cloudformation', 'ExecuteChangeSet'),
      refs: ['cloudformation-005'],
    },
  ),
  ...rows('Workload', 'arn:*:glue:*:*:devEndpoint/*', {
    ...runs,
    actions: each('glue', 'UpdateDevEndpoint'),
    refs: ['glue-002'],
  }),
  ...rows(
    'Workload',
    'arn:*:sagemaker:*:*:notebook-instance/*',
    {
      ...runs,
      actions: each('sagemaker', 'CreatePresignedNotebookInstanceUrl'),
      refs: ['sagemaker-004'],
    },
    {
      ...runs,
      actions: each('sagemaker', 'UpdateNotebookInstance'),
      also: [
        'sagemaker:StopNotebookInstance',
        'sagemaker:StartNotebookInstance',
        {
          action: 'sagemaker:CreateNotebookInstanceLifecycleConfig',
          form: 'arn:*:sagemaker:*:*:notebook-instance-lifecycle-config/*',
        },
      ],
      refs: ['sagemaker-005'],
    },
  ),
  ...rows('Workload', 'arn:*:sagemaker:*:*:notebook-instance/*', {
    ...runs,
    actions: each('sagemaker', 'StartNotebookInstance'),
    also: [
      'sagemaker:StopNotebookInstance',
      {
        action: 'sagemaker:UpdateNotebookInstanceLifecycleConfig',
        form: 'arn:*:sagemaker:*:*:notebook-instance-lifecycle-config/*',
      },
    ],
    unseen: 'whether the notebook has a lifecycle configuration',
  }),
  ...rows('Workload', 'arn:*:bedrock-agentcore:*:*:code-interpreter*/*', {
    ...runs,
    actions: core('InvokeCodeInterpreter'),
    also: core('StartCodeInterpreterSession'),
    refs: ['bedrock-002'],
  }),
];
