import type { Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import { modelUid } from '../../model-uid.ts';
import { bedrockModelArn } from '../aws/bedrock-model-arn.ts';
import { addBedrockModel } from '../aws/bedrock-model.ts';
import { fact } from './attribute.ts';
import { originOf, placeOf } from './resource.ts';
import type { Span } from './span.ts';

/** Where each provider answers, unless a span says otherwise; keys begin its name in telemetry. */
const hosts: readonly (readonly [prefix: string, host: string])[] = [
  ['openai', 'api.openai.com'],
  ['anthropic', 'api.anthropic.com'],
  ['gcp.gemini', 'generativelanguage.googleapis.com'],
  ['google', 'generativelanguage.googleapis.com'],
  ['mistral', 'api.mistral.ai'],
  ['cohere', 'api.cohere.com'],
  ['groq', 'api.groq.com'],
  ['deepseek', 'api.deepseek.com'],
  ['perplexity', 'api.perplexity.ai'],
  ['x_ai', 'api.x.ai'],
];

/** Hosts whose owner runs the model as a service to anyone. */
const isSaas = (host: string) =>
  hosts.some(([, known]) => known === host) ||
  /\.(openai|anthropic|mistral|cohere)\.(com|ai)$/.test(host);
const isCloud = (host: string) =>
  /\.(openai\.azure\.com|cognitiveservices\.azure\.com|ai\.azure\.com|googleapis\.com|amazonaws\.com)$/.test(
    host,
  );

/** A host name or address as telemetry gives it; null for placeholders such as `Unknown`. */
const hostOf = (address: string | undefined) => {
  const host = address?.toLowerCase();
  return host && host !== 'unknown' && host !== 'localhost' ? host : null;
};

const isBedrock = (provider: string, host: string | null) =>
  /^(aws\.?bedrock|bedrock|aws$|amazon)/.test(provider) ||
  host?.startsWith('bedrock-runtime') === true;

/**
 * What a model span called, with the Model behind it. A model of a service to anyone is its own
 * endpoint, so that it is told apart from the provider's others; a server of one's own is its URL.
 */
export function addModelEndpoint(
  claim: ClaimBuilder,
  span: Span,
): { endpoint: Ref<'ModelEndpoint'> | null; unresolved?: string } {
  const { attributes, resource } = span;
  const model = fact(attributes, 'requestModel') ?? fact(attributes, 'responseModel');
  const provider = fact(attributes, 'provider')?.toLowerCase() ?? '';
  const told = hostOf(fact(attributes, 'serverAddress'));
  if (isBedrock(provider, told)) return bedrock(claim, model, told, span);
  const host = told ?? hosts.find(([prefix]) => provider.startsWith(prefix))?.[1] ?? null;
  const hosting =
    host === null ? undefined : isSaas(host) ? 'saas' : isCloud(host) ? 'cloud-managed' : 'owned';
  if (model === undefined && host === null)
    return { endpoint: null, unresolved: 'model call without a model or an address' };
  const origin = originOf(host ?? '', fact(attributes, 'serverPort'));
  const uid =
    host === null
      ? `model-endpoint:${provider || 'unknown'}/${model ?? ''}`
      : hosting === 'owned' || model === undefined
        ? origin
        : `${origin}/${model}`;
  const behind = modelUid(fact(attributes, 'responseModel') ?? model ?? '');
  const endpoint = claim.node('ModelEndpoint', uid, {
    name: model ?? host ?? uid,
    provider: provider.split('.')[0] || undefined,
    hosting,
    model: behind ?? model,
    region: hosting === 'saas' ? undefined : placeOf(resource).region,
  });
  if (behind !== null) {
    const publisher = /^model:([^/]+)\//.exec(behind)?.[1];
    claim.edge('INSTANCE_OF', endpoint, claim.node('Model', behind, { publisher }));
  }
  return host === null
    ? { endpoint, unresolved: `model call of provider "${provider}": its address` }
    : { endpoint };
}

function bedrock(claim: ClaimBuilder, model: string | undefined, host: string | null, span: Span) {
  const { account, region: home } = placeOf(span.resource);
  const region = /^bedrock-runtime(?:-fips)?\.([a-z0-9-]+)\./.exec(host ?? '')?.[1] ?? home;
  if (model === undefined || region === undefined)
    return { endpoint: null, unresolved: 'Bedrock call: its model or region' };
  const arn = bedrockModelArn(model, { region, ...(account !== undefined && { account }) });
  return arn === null
    ? { endpoint: null, unresolved: 'Bedrock inference profile: its account' }
    : { endpoint: addBedrockModel(claim, arn) };
}
