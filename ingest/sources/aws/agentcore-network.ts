import { z } from 'zod';
import type { Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import { inNetwork } from './attachments.ts';

const attachment = z
  .looseObject({
    securityGroups: z.array(z.string()).nullish(),
    subnets: z.array(z.string()).nullish(),
  })
  .nullish();

/** Network of an AgentCore runtime or tool: PUBLIC, VPC, or SANDBOX, which reaches AWS alone. */
export const network = z
  .looseObject({
    networkMode: z.string(),
    networkModeConfig: attachment,
    vpcConfig: attachment,
  })
  .nullish();
type Network = z.infer<typeof network>;

/** Whether it reaches the internet; unknown in a VPC, whose routes decide. */
export const internetAccess = (of: Network): boolean | undefined =>
  ({ PUBLIC: true, SANDBOX: false })[of?.networkMode ?? ''];

export function attachNetwork(claim: ClaimBuilder, to: Ref<'Workload'>, of: Network): void {
  for (const part of [of?.networkModeConfig, of?.vpcConfig])
    inNetwork(claim, to, part?.subnets ?? [], part?.securityGroups ?? []);
}

/** Who may call: a JWT authoriser where there is one, else AWS's own signatures. */
export const authoriser = z.looseObject({ customJWTAuthorizer: z.unknown().optional() }).nullish();

export const authnOf = (of: z.infer<typeof authoriser>): 'jwt' | 'iam' =>
  of?.customJWTAuthorizer ? 'jwt' : 'iam';
