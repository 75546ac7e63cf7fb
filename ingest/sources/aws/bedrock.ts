import { z } from 'zod';
import { modelUid } from '../../model-uid.ts';
import { parseArn } from './arn.ts';
import { encryptedWith } from './attachments.ts';
import { customModelCalls } from './bedrock-custom-models.ts';
import {
  guardrailPolicies,
  guardrailProps,
  guardrailUid,
  versionRank,
} from './bedrock-guardrail.ts';
import { invocationLogging } from './bedrock-invocation-logging.ts';
import { instanceOf, servedModel } from './bedrock-served-model.ts';
import { list, one } from './call.ts';
import { arnText, listed, policyOfArn } from './plain.ts';
import { awsService } from './service.ts';

const arn = arnText('bedrock');

const typeIn = (text: string) => parseArn(text)?.resource.split('/')[0];
const managed = { hosting: 'cloud-managed' } as const;

export default awsService('bedrock', 'Bedrock models, guardrails, jobs and invocation logging', {
  'list-foundation-models': list({
    sign: ['modelSummaries'],
    items: 'modelSummaries',
    item: z.looseObject({
      modelArn: arn,
      modelId: z.string(),
      modelName: z.string().nullish(),
      providerName: z.string().nullish(),
      inputModalities: z.array(z.string()).nullish(),
      outputModalities: z.array(z.string()).nullish(),
      modelLifecycle: z.looseObject({ status: z.string().nullish() }).nullish(),
    }),
    id: ({ modelArn }) => modelArn,
    map(model, claim) {
      const uid = modelUid(model.modelId);
      const endpoint = claim.node('ModelEndpoint', model.modelArn, {
        name: model.modelName ?? model.modelId,
        provider: 'aws',
        region: parseArn(model.modelArn)?.region,
        type: 'foundation-model',
        model: uid ?? undefined,
        state: model.modelLifecycle?.status ?? undefined,
        ...managed,
      });
      instanceOf(claim, endpoint, model.modelId);
      if (uid === null) return;
      claim.node('Model', uid, {
        name: model.modelName ?? undefined,
        modality: [...new Set([model.inputModalities, model.outputModalities].flat())]
          .filter((modality) => typeof modality === 'string')
          .sort(),
        lifecycle: model.modelLifecycle?.status ?? undefined,
      });
    },
  }),
  'list-inference-profiles': listed({
    sign: ['inferenceProfileSummaries'],
    items: 'inferenceProfileSummaries',
    kind: 'ModelEndpoint',
    form: z.looseObject({
      inferenceProfileArn: arn,
      inferenceProfileName: z.string(),
      status: z.string().nullish(),
      models: z.array(z.looseObject({ modelArn: z.string().nullish() })).nullish(),
    }),
    uid: ({ inferenceProfileArn }) => inferenceProfileArn,
    props: (profile) => ({
      name: profile.inferenceProfileName,
      type: typeIn(profile.inferenceProfileArn),
      state: profile.status ?? undefined,
      model: modelUid(profile.models?.[0]?.modelArn ?? '') ?? undefined,
      ...managed,
    }),
    links(profile, claim, node) {
      for (const { modelArn } of profile.models ?? []) servedModel(claim, node, modelArn);
    },
  }),
  'list-provisioned-model-throughputs': listed({
    sign: ['provisionedModelSummaries'],
    items: 'provisionedModelSummaries',
    kind: 'ModelEndpoint',
    form: z.looseObject({
      provisionedModelArn: arn,
      provisionedModelName: z.string(),
      modelArn: z.string(),
      foundationModelArn: z.string().nullish(),
      status: z.string().nullish(),
    }),
    uid: ({ provisionedModelArn }) => provisionedModelArn,
    props: (provisioned) => ({
      name: provisioned.provisionedModelName,
      type: 'provisioned-model',
      state: provisioned.status ?? undefined,
      model: modelUid(provisioned.foundationModelArn ?? provisioned.modelArn) ?? undefined,
      ...managed,
    }),
    links(provisioned, claim, node) {
      servedModel(claim, node, provisioned.modelArn);
      instanceOf(claim, node, provisioned.foundationModelArn);
    },
  }),
  'list-custom-model-deployments': listed({
    sign: ['modelDeploymentSummaries'],
    items: 'modelDeploymentSummaries',
    kind: 'ModelEndpoint',
    form: z.looseObject({
      customModelDeploymentArn: arn,
      customModelDeploymentName: z.string(),
      modelArn: z.string(),
      status: z.string().nullish(),
    }),
    uid: ({ customModelDeploymentArn }) => customModelDeploymentArn,
    props: (deployment) => ({
      name: deployment.customModelDeploymentName,
      type: 'custom-model-deployment',
      state: deployment.status ?? undefined,
      ...managed,
    }),
    links(deployment, claim, node) {
      servedModel(claim, node, deployment.modelArn);
    },
  }),
  ...customModelCalls,
  'list-guardrails': listed({
    sign: ['guardrails'],
    items: 'guardrails',
    kind: 'Guardrail',
    form: z.looseObject({
      arn: arnText('bedrock', 'guardrail/'),
      name: z.string(),
      version: z.string(),
      status: z.string().nullish(),
    }),
    uid: (guardrail, answer) => guardrailUid(answer, guardrail.arn),
    props: ({ name, status }) => ({ name, state: status ?? undefined }),
  }),
  'get-guardrail': one({
    sign: ['guardrailArn', 'guardrailId'],
    each: {
      operation: 'list-guardrails',
      query: 'guardrails[].id',
      option: '--guardrail-identifier',
    },
    answer: z.looseObject({
      guardrailArn: arnText('bedrock', 'guardrail/'),
      name: z.string(),
      version: z.string(),
      status: z.string().nullish(),
      kmsKeyArn: z.string().nullish(),
      ...guardrailPolicies,
    }),
    map(guardrail, answer) {
      const uid = guardrailUid(answer, guardrail.guardrailArn);
      const claim = answer.claim(`${uid}:${versionRank(guardrail.version)}`);
      const node = answer.own(claim, 'Guardrail', uid, {
        name: guardrail.name,
        version: guardrail.version,
        state: guardrail.status ?? undefined,
        ...guardrailProps(guardrail),
      });
      encryptedWith(answer, claim, node, guardrail.kmsKeyArn);
    },
  }),
  'list-enforced-guardrails-configuration': list({
    sign: ['guardrailsConfig'],
    items: 'guardrailsConfig',
    item: z.looseObject({
      guardrailArn: arnText('bedrock', 'guardrail/'),
      guardrailVersion: z.string(),
      configId: z.string().nullish(),
    }),
    id: ({ guardrailArn }) => guardrailArn,
    map({ guardrailArn, guardrailVersion }, claim, answer) {
      claim.edge(
        'PROTECTED_BY',
        claim.ref('Account', `aws:${answer.account}`),
        claim.ref('Guardrail', guardrailUid(answer, guardrailArn)),
        { enforced: true, version: guardrailVersion },
      );
    },
  }),
  'get-model-invocation-logging-configuration': invocationLogging,
  'get-resource-policy': policyOfArn({
    sign: ['resourcePolicy'],
    each: {
      service: 'bedrock-agent',
      operation: 'get-knowledge-base',
      query: 'knowledgeBase.knowledgeBaseArn',
      option: '--resource-arn',
    },
    field: 'resourcePolicy',
  }),
});
