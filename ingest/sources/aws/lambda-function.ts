import { z } from 'zod';
import type { ClaimBuilder } from '../../claim-builder.ts';
import type { Answer } from './answer.ts';
import { parseArn } from './arn.ts';
import { actsAs, encryptedWith, inNetwork } from './attachments.ts';
import { environmentOf, holdEnvironment } from './environment.ts';
import { arnText } from './plain.ts';
import { tagsOf } from './shapes.ts';

/** `FunctionConfiguration` of the Lambda API. */
export const functionShape = z.looseObject({
  FunctionName: z.string(),
  FunctionArn: arnText('lambda'),
  Runtime: z.string().nullish(),
  Role: z.string().nullish(),
  Handler: z.string().nullish(),
  PackageType: z.string().nullish(),
  State: z.string().nullish(),
  Environment: z.looseObject({ Variables: z.record(z.string(), z.string()).nullish() }).nullish(),
  VpcConfig: z
    .looseObject({
      VpcId: z.string().nullish(),
      SubnetIds: z.array(z.string()).nullish(),
      SecurityGroupIds: z.array(z.string()).nullish(),
    })
    .nullish(),
  Layers: z.array(z.looseObject({ Arn: arnText('lambda') })).nullish(),
  KMSKeyArn: z.string().nullish(),
});

type Function = z.infer<typeof functionShape>;

/** ARN without version or alias. */
export const unqualified = (arn: string) => arn.split(':').slice(0, 7).join(':');

/** ARN of the function that an argument names or is. */
export const functionArn = (answer: Answer, name: string) =>
  name.startsWith('arn:') ? unqualified(name) : answer.arn('lambda', `function:${name}`);

/** Layer versions are published once and never change, in this account or another. */
function putLayer(claim: ClaimBuilder, arn: string) {
  const { account = '', resource = '' } = parseArn(arn) ?? {};
  const [, name, version] = resource.split(':');
  return claim.node('Package', arn, {
    provider: 'aws',
    ecosystem: 'lambda-layer',
    name,
    version,
    ...(/^\d{12}$/.test(account) && { account }),
  });
}

/** A function as a workload: identity, network, layers, and what its environment gives away. */
export function putFunction(item: Function, claim: ClaimBuilder, answer: Answer, tags?: unknown) {
  const { SubnetIds, SecurityGroupIds, VpcId } = item.VpcConfig ?? {};
  const { kept, secrets } = environmentOf(item.Environment?.Variables);
  const workload = answer.own(claim, 'Workload', unqualified(item.FunctionArn), {
    name: item.FunctionName,
    type: 'lambda',
    runtime: item.Runtime ?? (item.PackageType === 'Image' ? 'container image' : undefined),
    imdsVersion: 'none',
    state: item.State ?? undefined,
    envSecretCount: secrets.length,
    tags: tagsOf(tags),
    config: {
      ...(item.Handler && { handler: item.Handler }),
      ...(VpcId && { vpc: VpcId }),
      ...(SubnetIds?.length && { subnets: [...SubnetIds].sort() }),
      ...(SecurityGroupIds?.length && { securityGroups: [...SecurityGroupIds].sort() }),
      ...kept,
    },
  });
  actsAs(claim, workload, item.Role);
  inNetwork(claim, workload, SubnetIds ?? [], SecurityGroupIds ?? [], VpcId);
  encryptedWith(answer, claim, workload, item.KMSKeyArn);
  holdEnvironment(answer, claim, workload, secrets);
  for (const { Arn } of item.Layers ?? []) claim.edge('LOADED_BY', putLayer(claim, Arn), workload);
  return workload;
}
