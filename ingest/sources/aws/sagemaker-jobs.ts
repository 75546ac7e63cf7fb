import { z } from 'zod';
import type { Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import type { Answer } from './answer.ts';
import { actsAs } from './attachments.ts';
import type { AwsCall } from './call.ts';
import { environmentOf, holdEnvironment } from './environment.ts';
import { arnText, described, listed } from './plain.ts';
import { attachVpc, loadsImage, vpcConfig } from './sagemaker-container.ts';
import { trainedOn, weightsAt } from './training-data.ts';

const text = z.string().nullish();
const s3Input = z.looseObject({
  DataSource: z.looseObject({ S3DataSource: z.looseObject({ S3Uri: text }).nullish() }).nullish(),
});
const inputs = z.array(s3Input).nullish();
const variables = z.record(z.string(), z.string()).nullish();
const network = z
  .looseObject({ VpcConfig: vpcConfig, EnableNetworkIsolation: z.boolean().nullish() })
  .nullish();
const definition = z.looseObject({ RoleArn: text, InputDataConfig: inputs });

/** What a job of any kind may say: each kind uses some of it. */
const job = z.looseObject({
  RoleArn: text,
  InputDataConfig: inputs,
  Environment: variables,
  HyperParameters: variables,
  AlgorithmSpecification: z.looseObject({ TrainingImage: text }).nullish(),
  AppSpecification: z.looseObject({ ImageUri: text }).nullish(),
  VpcConfig: vpcConfig,
  EnableNetworkIsolation: z.boolean().nullish(),
  NetworkConfig: network,
  ModelArtifacts: z.looseObject({ S3ModelArtifacts: text }).nullish(),
  ModelName: text,
  BestCandidate: z
    .looseObject({
      InferenceContainers: z.array(z.looseObject({ ModelDataUrl: text })).nullish(),
    })
    .nullish(),
  TrainingJobDefinition: definition.nullish(),
  TrainingJobDefinitions: z.array(definition).nullish(),
});
type Job = z.infer<typeof job>;

/** What a job trains: the artifacts that it wrote, or itself as long as there are none. */
function trained(answer: Answer, claim: ClaimBuilder, node: Ref<'Workload'>, of: Job) {
  const uris = [
    of.ModelArtifacts?.S3ModelArtifacts,
    ...(of.BestCandidate?.InferenceContainers ?? []).map(({ ModelDataUrl }) => ModelDataUrl),
  ];
  const artifacts = uris.flatMap((uri) => weightsAt(answer, claim, uri) ?? []);
  return artifacts.length > 0 ? artifacts : [node];
}

function links(of: Job, claim: ClaimBuilder, node: Ref<'Workload'>, answer: Answer) {
  const definitions = [of.TrainingJobDefinition, of.TrainingJobDefinitions].flat();
  const targets = trained(answer, claim, node, of);
  for (const { RoleArn, InputDataConfig } of [of, ...definitions.filter((each) => !!each)]) {
    actsAs(claim, node, RoleArn);
    for (const { DataSource } of InputDataConfig ?? [])
      for (const target of targets)
        trainedOn(answer, claim, target, DataSource?.S3DataSource?.S3Uri, 'train');
  }
  loadsImage(answer, claim, node, of.AlgorithmSpecification?.TrainingImage);
  loadsImage(answer, claim, node, of.AppSpecification?.ImageUri);
  attachVpc(claim, node, of.VpcConfig);
  attachVpc(claim, node, of.NetworkConfig?.VpcConfig);
  const { secrets } = environmentOf({ ...of.HyperParameters, ...of.Environment });
  holdEnvironment(answer, claim, node, secrets);
  if (of.ModelName) {
    const model = answer.arn('sagemaker', `model/${of.ModelName.toLowerCase()}`);
    claim.edge('RUNS_ON', node, claim.ref('Workload', model));
  }
}

const isolated = (of: Job) => of.EnableNetworkIsolation ?? of.NetworkConfig?.EnableNetworkIsolation;

/** Kinds of job that differ in names alone: words of the command line, and of the answer. */
const kinds = [
  { cli: 'training-job', word: 'TrainingJob', list: 'TrainingJobSummaries' },
  { cli: 'processing-job', word: 'ProcessingJob', list: 'ProcessingJobSummaries' },
  { cli: 'transform-job', word: 'TransformJob', list: 'TransformJobSummaries' },
  { cli: 'auto-ml-job', word: 'AutoMLJob', list: 'AutoMLJobSummaries' },
  {
    cli: 'hyper-parameter-tuning-job',
    word: 'HyperParameterTuningJob',
    list: 'HyperParameterTuningJobSummaries',
  },
] as const;

type Kind = (typeof kinds)[number];
const fieldsOf = (item: object) => item as Record<string, unknown>;
const field = (item: object, name: string) => {
  const value = fieldsOf(item)[name];
  return typeof value === 'string' ? value : undefined;
};

/** The form of a job, with the fields that its kind names after itself. */
function named<S extends z.ZodObject>(form: S, { cli, word }: Kind): S {
  const arn = arnText('sagemaker', `${cli.replace('auto-ml', 'automl')}/`);
  return form.extend({
    [`${word}Name`]: z.string(),
    [`${word}Arn`]: arn,
    [`${word}Status`]: z.string(),
  }) as unknown as S;
}

function callsOf(kind: Kind): [string, AwsCall][] {
  const { cli, word, list } = kind;
  const common = {
    kind: 'Workload' as const,
    uid: (item: object) => field(item, `${word}Arn`) ?? '',
  };
  const basic = (item: object) => ({
    name: field(item, `${word}Name`),
    type: `sagemaker-${cli}`,
    state: field(item, `${word}Status`),
  });
  return [
    [
      `list-${cli}s`,
      listed({
        ...common,
        sign: [list],
        items: list,
        form: named(z.looseObject({}), kind),
        props: (item: object) => basic(item),
      }),
    ],
    [
      `describe-${cli}`,
      described({
        ...common,
        sign: [`${word}Name`, `${word}Arn`, `${word}Status`, 'CreationTime'],
        each: {
          operation: `list-${cli}s`,
          query: `${list}[].${word}Name`,
          option: `--${cli}-name`,
        },
        form: named(job, kind),
        uid: (of: Job) => common.uid(of),
        props: (of: Job) => {
          const { kept, secrets } = environmentOf({ ...of.HyperParameters, ...of.Environment });
          return {
            ...basic(of),
            internetAccess: isolated(of) === true ? false : undefined,
            envSecretCount: secrets.length,
            config: kept,
          };
        },
        links,
      }),
    ],
  ];
}

/** Training, processing, transform, AutoML and tuning jobs. */
export const jobCalls: Record<string, AwsCall> = Object.fromEntries(kinds.flatMap(callsOf));
