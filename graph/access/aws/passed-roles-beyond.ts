import type { Need } from './effect.ts';
import type { PassedRole } from './passed-role.ts';

const on = (form: string, service: string, ...names: readonly string[]): Need[] =>
  names.map((name) => ({ action: `${service}:${name}`, form }));
const any = (service: string, ...names: readonly string[]) => on('*', service, ...names);

const published = { candidate: undefined } as const;
const unproven = (what: string) => ({
  candidate: `${what} runs as the role that it is given; no public proof is known.`,
});

/** A row: what it takes, which service is given the role, and whether it is known to work. */
const row = (
  services: string | readonly string[],
  needs: readonly Need[],
  { candidate }: { candidate: string | undefined },
): PassedRole => ({
  needs,
  services: [services].flat(),
  ...(candidate !== undefined && { candidate }),
});

/** Services that run what a caller gives them, beyond the catalogue. */
const services: readonly PassedRole[] = [
  row('ssm.amazonaws.com', any('ssm', 'StartAutomationExecution'), published),
  row('elasticmapreduce.amazonaws.com', any('elasticmapreduce', 'RunJobFlow'), published),
  row(
    'emr-serverless.amazonaws.com',
    any('emr-serverless', 'CreateApplication', 'StartJobRun'),
    published,
  ),
  row(
    'ecs-tasks.amazonaws.com',
    [
      ...on('arn:*:batch:*:*:job-definition/*', 'batch', 'RegisterJobDefinition'),
      ...on('arn:*:batch:*:*:job-queue/*', 'batch', 'SubmitJob'),
    ],
    published,
  ),
  row('scheduler.amazonaws.com', any('scheduler', 'CreateSchedule'), published),
  row('events.amazonaws.com', any('events', 'PutRule', 'PutTargets'), unproven('A target')),
  row('codepipeline.amazonaws.com', any('codepipeline', 'CreatePipeline'), unproven('A pipeline')),
  row(
    'codedeploy.amazonaws.com',
    any('codedeploy', 'CreateDeploymentGroup', 'CreateDeployment'),
    unproven('A deployment'),
  ),
  row('amplify.amazonaws.com', any('amplify', 'CreateApp', 'StartJob'), unproven('A build')),
  row('gamelift.amazonaws.com', any('gamelift', 'CreateFleet'), unproven('A fleet')),
  row('omics.amazonaws.com', any('omics', 'StartRun'), unproven('A workflow')),
  row('braket.amazonaws.com', any('braket', 'CreateJob'), unproven('A job')),
  row(
    'kinesisanalytics.amazonaws.com',
    any('kinesisanalytics', 'CreateApplication', 'StartApplication'),
    unproven('An application'),
  ),
  row(
    'imagebuilder.amazonaws.com',
    any('imagebuilder', 'CreateImagePipeline', 'StartImagePipelineExecution'),
    unproven('A build'),
  ),
];

/** Jobs of AI services that run no code of the caller's, and read and write as the role. */
const ai: readonly PassedRole[] = [
  row('bedrock.amazonaws.com', any('bedrock', 'CreateModelImportJob'), unproven('An import')),
  row(
    'bedrock.amazonaws.com',
    any('bedrock', 'CreateModelCustomizationJob'),
    unproven('A customisation'),
  ),
];

/** Ways that no public catalogue has, or only some: a new one is a row. */
export const passedRolesBeyond: readonly PassedRole[] = [...services, ...ai];
