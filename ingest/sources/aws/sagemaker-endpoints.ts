import { z } from 'zod';
import type { ClaimBuilder } from '../../claim-builder.ts';
import type { Ref } from '../../../graph/claim.ts';
import { endpointUidOfUrl } from '../../endpoint-uid.ts';
import type { Answer } from './answer.ts';
import { actsAs, bucketRef, encryptedWith, s3Location } from './attachments.ts';
import { arnText, described, listed } from './plain.ts';
import {
  attachVpc,
  container,
  containerEnvironment,
  loadsContainers,
  loadsImage,
  vpcConfig,
} from './sagemaker-container.ts';

const text = z.string().nullish();
const owned = { hosting: 'owned', type: 'sagemaker-endpoint' } as const;
const capture = z
  .looseObject({ EnableCapture: z.boolean().nullish(), DestinationS3Uri: text })
  .nullish();

/** What was asked and answered is kept in a bucket. */
function captures(
  answer: Answer,
  claim: ClaimBuilder,
  from: Ref<'ModelEndpoint' | 'Workload'>,
  of: z.infer<typeof capture>,
) {
  const place = of?.EnableCapture === false ? null : s3Location(of?.DestinationS3Uri);
  if (place) claim.edge('LOGS_TO', from, bucketRef(answer, claim, place.bucket));
}

/** SageMaker lower-cases names in ARNs. */
const named = (answer: Answer, type: string, name: string) =>
  answer.arn('sagemaker', `${type}/${name.toLowerCase()}`);

/** Endpoints, what they deploy, and the models that are deployed. */
export const endpointCalls = {
  'list-endpoints': listed({
    sign: ['Endpoints'],
    items: 'Endpoints',
    kind: 'ModelEndpoint',
    form: z.looseObject({
      EndpointName: z.string(),
      EndpointArn: arnText('sagemaker', 'endpoint/'),
      EndpointStatus: text,
    }),
    uid: ({ EndpointArn }) => EndpointArn,
    props: ({ EndpointName, EndpointStatus }) => ({
      name: EndpointName,
      state: EndpointStatus ?? undefined,
      ...owned,
    }),
  }),
  'describe-endpoint': described({
    sign: ['EndpointName', 'EndpointArn', 'EndpointConfigName'],
    each: {
      operation: 'list-endpoints',
      query: 'Endpoints[].EndpointName',
      option: '--endpoint-name',
    },
    kind: 'ModelEndpoint',
    form: z.looseObject({
      EndpointName: z.string(),
      EndpointArn: arnText('sagemaker', 'endpoint/'),
      EndpointConfigName: text,
      EndpointStatus: text,
      ProductionVariants: z
        .array(
          z.looseObject({
            DeployedImages: z.array(z.looseObject({ ResolvedImage: text })).nullish(),
          }),
        )
        .nullish(),
      DataCaptureConfig: capture,
    }),
    uid: ({ EndpointArn }) => EndpointArn,
    props: (endpoint) => ({
      name: endpoint.EndpointName,
      state: endpoint.EndpointStatus ?? undefined,
      logging: endpoint.DataCaptureConfig?.EnableCapture ?? false,
      ...owned,
    }),
    links(endpoint, claim, node, answer) {
      if (endpoint.EndpointConfigName) {
        const config = named(answer, 'endpoint-config', endpoint.EndpointConfigName);
        claim.edge('RUNS_ON', node, claim.ref('Workload', config));
      }
      for (const { DeployedImages } of endpoint.ProductionVariants ?? [])
        for (const { ResolvedImage } of DeployedImages ?? [])
          loadsImage(answer, claim, node, ResolvedImage);
      captures(answer, claim, node, endpoint.DataCaptureConfig);
      const host = `runtime.sagemaker.${answer.region}.amazonaws.com`;
      const url = `https://${host}/endpoints/${endpoint.EndpointName}/invocations`;
      const address = answer.own(claim, 'Endpoint', endpointUidOfUrl(url) ?? url, {
        name: `${endpoint.EndpointName} invocations`,
        url,
        authn: 'iam',
        exposure: 'internet',
        config: { type: 'sagemaker-endpoint' },
      });
      claim.edge('ROUTES_TO', address, node);
    },
  }),
  'list-endpoint-configs': listed({
    sign: ['EndpointConfigs'],
    items: 'EndpointConfigs',
    kind: 'Workload',
    form: z.looseObject({
      EndpointConfigName: z.string(),
      EndpointConfigArn: arnText('sagemaker', 'endpoint-config/'),
    }),
    uid: ({ EndpointConfigArn }) => EndpointConfigArn,
    props: ({ EndpointConfigName }) => ({
      name: EndpointConfigName,
      type: 'sagemaker-endpoint-config',
    }),
  }),
  'describe-endpoint-config': described({
    sign: ['EndpointConfigName', 'EndpointConfigArn', 'ProductionVariants'],
    each: {
      operation: 'list-endpoint-configs',
      query: 'EndpointConfigs[].EndpointConfigName',
      option: '--endpoint-config-name',
    },
    kind: 'Workload',
    form: z.looseObject({
      EndpointConfigName: z.string(),
      EndpointConfigArn: arnText('sagemaker', 'endpoint-config/'),
      KmsKeyId: text,
      ProductionVariants: z.array(z.looseObject({ ModelName: text })).nullish(),
      DataCaptureConfig: capture,
      EnableNetworkIsolation: z.boolean().nullish(),
    }),
    uid: ({ EndpointConfigArn }) => EndpointConfigArn,
    props: ({ EndpointConfigName, EnableNetworkIsolation }) => ({
      name: EndpointConfigName,
      type: 'sagemaker-endpoint-config',
      internetAccess: EnableNetworkIsolation === true ? false : undefined,
    }),
    links(config, claim, node, answer) {
      for (const { ModelName } of config.ProductionVariants ?? [])
        if (ModelName)
          claim.edge('RUNS_ON', node, claim.ref('Workload', named(answer, 'model', ModelName)));
      encryptedWith(answer, claim, node, config.KmsKeyId);
      captures(answer, claim, node, config.DataCaptureConfig);
    },
  }),
  'list-models': listed({
    sign: ['Models'],
    items: 'Models',
    kind: 'Workload',
    form: z.looseObject({ ModelName: z.string(), ModelArn: arnText('sagemaker', 'model/') }),
    uid: ({ ModelArn }) => ModelArn,
    props: ({ ModelName }) => ({ name: ModelName, type: 'sagemaker-model' }),
  }),
  'describe-model': described({
    sign: ['ModelName', 'ModelArn', 'CreationTime'],
    each: { operation: 'list-models', query: 'Models[].ModelName', option: '--model-name' },
    kind: 'Workload',
    form: z.looseObject({
      ModelName: z.string(),
      ModelArn: arnText('sagemaker', 'model/'),
      ExecutionRoleArn: text,
      PrimaryContainer: container.nullish(),
      Containers: z.array(container).nullish(),
      VpcConfig: vpcConfig,
      EnableNetworkIsolation: z.boolean().nullish(),
    }),
    uid: ({ ModelArn }) => ModelArn,
    props: (model) => {
      const containers = [model.PrimaryContainer, ...(model.Containers ?? [])].filter((c) => !!c);
      return {
        name: model.ModelName,
        type: 'sagemaker-model',
        internetAccess: model.EnableNetworkIsolation === true ? false : undefined,
        config: containerEnvironment(containers),
      };
    },
    links(model, claim, node, answer) {
      actsAs(claim, node, model.ExecutionRoleArn);
      attachVpc(claim, node, model.VpcConfig);
      const containers = [model.PrimaryContainer, ...(model.Containers ?? [])].filter((c) => !!c);
      loadsContainers(answer, claim, node, containers);
    },
  }),
};
