/**
 * Prefixes of system-defined inference profiles (Bedrock User Guide, "Supported Regions and models
 * for inference profiles"): an id with one is a profile of the account, one without is a model.
 */
const geographies = new Set([
  'us',
  'us-gov',
  'eu',
  'apac',
  'ap',
  'jp',
  'au',
  'ca',
  'sa',
  'uk',
  'me',
  'global',
]);

/** True for the id of a system-defined inference profile, such as `us.anthropic.claude-…`. */
export function isInferenceProfileId(id: string): boolean {
  const [first = '', second, third] = id.split('.');
  return geographies.has(first) && second !== undefined && third !== undefined;
}

/**
 * ARN of what a `modelId` of Bedrock Runtime names: a foundation model, an inference profile, or
 * whatever ARN it is already. Null for a profile whose account is not known.
 */
export function bedrockModelArn(
  modelId: string,
  { region, account, partition = 'aws' }: { region: string; account?: string; partition?: string },
): string | null {
  if (modelId.startsWith('arn:')) return modelId;
  if (!isInferenceProfileId(modelId))
    return `arn:${partition}:bedrock:${region}::foundation-model/${modelId}`;
  if (account === undefined) return null;
  return `arn:${partition}:bedrock:${region}:${account}:inference-profile/${modelId}`;
}
