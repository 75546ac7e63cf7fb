import { z } from 'zod';
import type { Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import type { Answer } from './answer.ts';
import { actsAs, encryptedWith } from './attachments.ts';
import { instanceOf } from './bedrock-served-model.ts';
import { arnText, described, listed } from './plain.ts';
import { trainedOn, weightsAt } from './training-data.ts';

const arn = arnText('bedrock');
const s3 = z.looseObject({ s3Uri: z.string().nullish() }).nullish();
const managed = { hosting: 'cloud-managed' } as const;
const customData = z
  .looseObject({
    s3Uri: z.string().nullish(),
    invocationLogsConfig: z.looseObject({ invocationLogSource: s3 }).nullish(),
  })
  .nullish();

function learnedFrom(
  data: z.infer<typeof customData>,
  claim: ClaimBuilder,
  model: Ref<'ModelArtifact'>,
  answer: Answer,
) {
  const logs = data?.invocationLogsConfig?.invocationLogSource?.s3Uri;
  trainedOn(answer, claim, model, data?.s3Uri, 'tune');
  trainedOn(answer, claim, model, logs, 'tune');
}

/** Models of one's own: tuned, imported, and the jobs that make them. */
export const customModelCalls = {
  'list-custom-models': listed({
    sign: ['modelSummaries'],
    items: 'modelSummaries',
    kind: 'ModelArtifact',
    form: z.looseObject({
      modelArn: arn,
      modelName: z.string(),
      baseModelArn: z.string(),
      customizationType: z.string().nullish(),
    }),
    uid: ({ modelArn }) => modelArn,
    props: ({ modelName }) => ({ name: modelName, format: 'unknown' as const }),
    links({ baseModelArn }, claim, node) {
      instanceOf(claim, node, baseModelArn);
    },
  }),
  'get-custom-model': described({
    sign: ['modelArn', 'modelName', 'trainingDataConfig'],
    each: {
      operation: 'list-custom-models',
      query: 'modelSummaries[].modelArn',
      option: '--model-identifier',
    },
    kind: 'ModelArtifact',
    form: z.looseObject({
      modelArn: arn,
      modelName: z.string(),
      baseModelArn: z.string().nullish(),
      trainingDataConfig: customData,
      validationDataConfig: z.looseObject({ validators: z.array(s3) }).nullish(),
      modelKmsKeyArn: z.string().nullish(),
    }),
    uid: ({ modelArn }) => modelArn,
    props: ({ modelName }) => ({ name: modelName, format: 'unknown' as const }),
    links(model, claim, node, answer) {
      instanceOf(claim, node, model.baseModelArn);
      learnedFrom(model.trainingDataConfig, claim, node, answer);
      encryptedWith(answer, claim, node, model.modelKmsKeyArn);
    },
  }),
  'list-imported-models': listed({
    sign: ['modelSummaries'],
    items: 'modelSummaries',
    kind: 'ModelEndpoint',
    form: z.looseObject({ modelArn: arn, modelName: z.string(), modelArchitecture: z.string() }),
    uid: ({ modelArn }) => modelArn,
    props: ({ modelName }) => ({ name: modelName, type: 'imported-model', ...managed }),
  }),
  'get-imported-model': described({
    sign: ['modelArn', 'modelName', 'modelDataSource'],
    each: {
      operation: 'list-imported-models',
      query: 'modelSummaries[].modelArn',
      option: '--model-identifier',
    },
    kind: 'ModelEndpoint',
    form: z.looseObject({
      modelArn: arn,
      modelName: z.string(),
      modelDataSource: z.looseObject({ s3DataSource: s3 }).nullish(),
      modelKmsKeyArn: z.string().nullish(),
    }),
    uid: ({ modelArn }) => modelArn,
    props: ({ modelName }) => ({ name: modelName, type: 'imported-model', ...managed }),
    links(model, claim, node, answer) {
      const weights = weightsAt(answer, claim, model.modelDataSource?.s3DataSource?.s3Uri);
      if (weights)
        claim.edge('LOADED_BY', weights, node, {
          note: 'Copied when the model was imported; a later change needs another import.',
          inferred: true,
        });
      encryptedWith(answer, claim, node, model.modelKmsKeyArn);
    },
  }),
  'list-model-customization-jobs': listed({
    sign: ['modelCustomizationJobSummaries'],
    items: 'modelCustomizationJobSummaries',
    kind: 'Workload',
    form: z.looseObject({ jobArn: arn, jobName: z.string(), status: z.string().nullish() }),
    uid: ({ jobArn }) => jobArn,
    props: ({ jobName, status }) => ({
      name: jobName,
      type: 'bedrock-customization-job',
      state: status ?? undefined,
    }),
  }),
  'get-model-customization-job': described({
    sign: ['jobArn', 'outputModelName', 'roleArn'],
    each: {
      operation: 'list-model-customization-jobs',
      query: 'modelCustomizationJobSummaries[].jobArn',
      option: '--job-identifier',
    },
    kind: 'Workload',
    form: z.looseObject({
      jobArn: arn,
      jobName: z.string(),
      roleArn: z.string(),
      status: z.string().nullish(),
      outputModelArn: z.string().nullish(),
      trainingDataConfig: customData,
    }),
    uid: ({ jobArn }) => jobArn,
    props: ({ jobName, status }) => ({
      name: jobName,
      type: 'bedrock-customization-job',
      state: status ?? undefined,
    }),
    links(job, claim, node, answer) {
      actsAs(claim, node, job.roleArn);
      if (job.outputModelArn)
        learnedFrom(
          job.trainingDataConfig,
          claim,
          claim.ref('ModelArtifact', job.outputModelArn),
          answer,
        );
    },
  }),
};
