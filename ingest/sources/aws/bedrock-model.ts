import type { Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import { modelUid } from '../../model-uid.ts';
import { parseArn } from './arn.ts';

/** A model of Bedrock that was called, by the ARN of what was invoked, and the Model behind it. */
export function addBedrockModel(claim: ClaimBuilder, arn: string): Ref<'ModelEndpoint'> {
  const { resource = '', region, account } = parseArn(arn) ?? {};
  const [type, ...name] = resource.split('/');
  const model = modelUid(arn);
  const endpoint = claim.node('ModelEndpoint', arn, {
    name: name.join('/') || arn,
    provider: 'aws',
    hosting: 'cloud-managed',
    type,
    region: region || undefined,
    account: account || undefined,
    model: model ?? undefined,
  });
  if (model !== null) {
    const publisher = /^model:([^/]+)\//.exec(model)?.[1];
    claim.edge('INSTANCE_OF', endpoint, claim.node('Model', model, { publisher }));
  }
  return endpoint;
}
