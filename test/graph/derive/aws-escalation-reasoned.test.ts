import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { named } from '../../../graph/access/aws/effect.ts';
import { reason } from '../../../graph/access/aws/reasoning.ts';
import { runsAs } from '../../../graph/access/aws/runs-as-all.ts';
import { account, allow, node, role, roleArn, trustOf, user } from './aws.ts';
import { edgesOf } from './escalations.ts';

const catalogue = JSON.parse(
  readFileSync(new URL('../access/fixtures/pathfinding-paths.json', import.meta.url), 'utf8'),
) as { id: string; permissions: string[] }[];

const reasoned = await reason(runsAs);
const ways = [
  ...reasoned.effects.map(named),
  ...reasoned.passedRoles.map(({ needs }) => ['iam:PassRole', ...needs.map((n) => n.action)]),
];
const serviceOf = (action = '') => action.split(':')[0] ?? '';
const services = new Set(runsAs.map(({ type }) => type[0]));
const actions = new Set(ways.flat());

/** What the catalogue names and reasoning does without, and why. */
const without: Readonly<Record<string, readonly string[]>> = {
  // Only helps to look around.
  'ec2instanceconnect-003': ['ec2:DescribeInstances'],
  // Any cluster will do, and one that exists as well as a new one.
  'ecs-001': ['ecs:CreateCluster'],
  'ecs-002': ['ecs:CreateCluster'],
  // Whoever else calls the function runs the new code.
  'lambda-004': ['lambda:InvokeFunction'],
  'lambda-005': ['lambda:AddPermission'],
  // A lifecycle configuration that exists, or another repository, will do.
  'sagemaker-005': ['sagemaker:CreateNotebookInstanceLifecycleConfig'],
};

// Policies, keys and passwords of IAM are identities themselves: nothing runs as another.
const covered = catalogue.filter(({ id }) => !/^(iam|sts)-/.test(id));

test('every other service of the catalogue is in the table', () => {
  const named = covered.flatMap(({ permissions }) => permissions.map(serviceOf));
  expect([...new Set(named)].filter((name) => !services.has(name))).toEqual(['iam']);
});

test.each(covered)('$id is found by reasoning', ({ id, permissions }) => {
  const wanted = [...new Set(permissions)].filter((name) => without[id]?.includes(name) !== true);
  expect(ways.map((way) => [...new Set(way)].sort())).toContainEqual(wanted.sort());
});

describe('nothing follows from', () => {
  test.each([
    ['reading', 'glue:GetJob'],
    ['reading that AWS lists as managing permissions', 'glue:GetQuery'],
    ['listing', 'bedrock:ListAgents'],
    ['tagging', 'sagemaker:AddTags'],
    ['tagging', 'bedrock:TagResource'],
    ['deleting', 'lambda:DeleteFunction'],
    ['stopping', 'sagemaker:StopTrainingJob'],
    ['a limit', 'lambda:PutFunctionConcurrency'],
    ['an alias', 'bedrock:UpdateAgentAlias'],
    ['a firewall', 'apprunner:AssociateWebAcl'],
    ['a rate', 'bedrock-agentcore:UpdateGatewayRateLimit'],
    ['protection against deletion', 'cloudformation:UpdateTerminationProtection'],
    ['who sees it', 'codebuild:UpdateProjectVisibility'],
    ['scaling', 'elasticmapreduce:PutManagedScalingPolicy'],
  ])('%s: %s', (_, action) => {
    expect(services).toContain(serviceOf(action));
    expect(actions).not.toContain(action);
  });
});

/** At least one of each service that runs things as roles. */
const examples = [
  ['bedrock', 'CreateFlow'],
  ['bedrock', 'CreateAgent'],
  ['bedrock', 'UpdateAgentActionGroup'],
  ['bedrock-agentcore', 'UpdateAgentRuntime'],
  ['bedrock-agentcore', 'InvokeAgentRuntimeCommand'],
  ['bedrock-agentcore', 'PutResourcePolicy'],
  ['bedrock-agentcore', 'InvokeCodeInterpreter'],
  ['bedrock-agentcore', 'UpdateGatewayTarget'],
  ['sagemaker', 'UpdateNotebookInstance'],
  ['sagemaker', 'CreateTrainingJob'],
  ['sagemaker', 'UpdatePipeline'],
  ['sagemaker', 'CreatePresignedDomainUrl'],
  ['sagemaker', 'UpdateCluster'],
  ['glue', 'UpdateJobFromSourceControl'],
  ['ecs', 'RegisterTaskDefinition'],
  ['codebuild', 'StartSandbox'],
  ['ec2', 'RequestSpotFleet'],
  ['ssm', 'RegisterTaskWithMaintenanceWindow'],
  ['cloudformation', 'CreateChangeSet'],
  ['datapipeline', 'PutPipelineDefinition'],
  ['apprunner', 'UpdateService'],
  ['batch', 'RegisterJobDefinition'],
  ['states', 'TestState'],
  ['elasticmapreduce', 'AddJobFlowSteps'],
  ['emr-serverless', 'StartJobRun'],
] as const;

test.each(examples)('%s:%s sets what runs as another identity', (service, action) => {
  expect(actions).toContain(`${service}:${action}`);
});

const marked = { inferred: true, note: expect.stringContaining('reasoned from') as string };

test('an edge says that it was reasoned, and a catalogued one does not', () => {
  const machine = `arn:aws:states:us-east-1:${account}:stateMachine:m`;
  const change = ['states:UpdateStateMachine', 'states:StartExecution'];
  const [found] = edgesOf([
    user('u', [allow(change, machine)]),
    node('Workload', machine, { account }),
  ]);
  expect(found).toMatchObject({ kind: 'CAN_EXECUTE_ON', to: { uid: machine }, props: marked });
  const target = role('target', [], { trust: trustOf({ Service: 'states.amazonaws.com' }) });
  const may = (...more: string[]) => [user('u', [allow(['iam:PassRole', ...more])]), target];
  const [passed] = edgesOf(may('states:TestState'));
  expect(passed).toMatchObject({ to: { uid: roleArn('target') }, props: marked });
  const [known] = edgesOf(
    may('states:TestState', 'states:CreateStateMachine', 'states:StartExecution'),
  );
  expect(known?.props).not.toHaveProperty('inferred');
});

test('a new kind is one row', async () => {
  const { passedRoles } = await reason([
    {
      type: ['kinesisanalytics', 'application'],
      nouns: ['Application'],
      identity: 'ServiceExecutionRole',
      taker: 'kinesisanalytics.amazonaws.com',
      made: [['StartApplication']],
    },
  ]);
  expect(passedRoles.map(({ needs }) => needs.map(({ action }) => action))).toEqual([
    ['kinesisanalytics:CreateApplication', 'kinesisanalytics:StartApplication'],
  ]);
});
