import { apiConversions } from './apis.ts';
import { balancerConversions } from './balancers.ts';
import { bedrockConversions } from './bedrock.ts';
import { containerConversions } from './containers.ts';
import { gatewayTargetConversions } from './gateway-target.ts';
import { iamConversions } from './iam.ts';
import { identityPoolConversions } from './identity-pools.ts';
import { instanceConversions } from './instance.ts';
import { lambdaConversions } from './lambda.ts';
import { networkConversions } from './network.ts';
import { s3Conversions } from './s3.ts';
import { sagemakerConversions } from './sagemaker.ts';
import { searchConversions } from './search.ts';
import { storeConversions } from './stores.ts';
import { trailConversions } from './trails.ts';
import type { Conversions, Convert } from './conversion.ts';

const conversions: Conversions = {
  ...apiConversions,
  ...balancerConversions,
  ...bedrockConversions,
  ...containerConversions,
  ...gatewayTargetConversions,
  ...iamConversions,
  ...identityPoolConversions,
  ...instanceConversions,
  ...lambdaConversions,
  ...networkConversions,
  ...s3Conversions,
  ...sagemakerConversions,
  ...searchConversions,
  ...storeConversions,
  ...trailConversions,
};

/** Whether a type of resource is read. */
export const isRead = (type: string): boolean => Object.hasOwn(conversions, type);

/** How a type of resource is read: by itself, or with the type that is named. */
export const conversionOf = (type: string): Convert | string | undefined =>
  isRead(type) ? conversions[type] : undefined;
