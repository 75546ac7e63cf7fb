import { z } from 'zod';
import type { Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import { imageUid } from '../../image-uid.ts';
import type { Answer } from './answer.ts';
import { inNetwork } from './attachments.ts';
import { environmentOf, holdEnvironment, type Environment } from './environment.ts';
import { weightsAt } from './training-data.ts';

const text = z.string().nullish();
const variables = z.record(z.string(), z.string()).nullish();

/** Network of a SageMaker resource that runs in a VPC. */
export const vpcConfig = z
  .looseObject({
    SecurityGroupIds: z.array(z.string()).nullish(),
    Subnets: z.array(z.string()).nullish(),
  })
  .nullish();

export function attachVpc(
  claim: ClaimBuilder,
  to: Ref<'Workload'>,
  of: z.infer<typeof vpcConfig>,
): void {
  inNetwork(claim, to, of?.Subnets ?? [], of?.SecurityGroupIds ?? []);
}

/** Where a container of a model takes its weights from. */
export const container = z.looseObject({
  Image: text,
  ModelDataUrl: text,
  ModelDataSource: z
    .looseObject({ S3DataSource: z.looseObject({ S3Uri: text }).nullish() })
    .nullish(),
  Environment: variables,
});
type Container = z.infer<typeof container>;

/** The image that a workload or endpoint runs, by digest or repository. */
export function loadsImage(
  answer: Answer,
  claim: ClaimBuilder,
  into: Ref<'Workload' | 'ModelEndpoint'>,
  image: string | null | undefined,
): void {
  if (!image) return;
  const found = imageUid(image);
  if (!found) return answer.unresolved(`container image ${image}`);
  const node = claim.node('ContainerImage', found.uid, { name: found.repo, repo: found.repo });
  claim.edge('LOADED_BY', node, into);
}

/** What the containers of a model keep in their environment, without secrets. */
export function containerEnvironment(containers: readonly Container[]): Environment {
  const entries = containers.flatMap(({ Environment }) => Object.entries(Environment ?? {}));
  return environmentOf(Object.fromEntries(entries)).kept;
}

/** Weights, images and secrets of a model's containers. */
export function loadsContainers(
  answer: Answer,
  claim: ClaimBuilder,
  model: Ref<'Workload'>,
  containers: readonly Container[],
): void {
  for (const { Image, ModelDataUrl, ModelDataSource, Environment } of containers) {
    loadsImage(answer, claim, model, Image);
    const weights = weightsAt(answer, claim, ModelDataUrl ?? ModelDataSource?.S3DataSource?.S3Uri);
    if (weights) claim.edge('LOADED_BY', weights, model);
    holdEnvironment(answer, claim, model, environmentOf(Environment).secrets);
  }
}
