import type { PropsOf } from '../../../graph/schema/index.ts';
import type { Integration } from '../../../graph/network/config.ts';
import type { Answer } from './answer.ts';
import { bedrockModelArn } from './bedrock-model-arn.ts';

/** ARN of a part of API Gateway: its ARNs name no account (Amazon API Gateway, "ARN format"). */
export const gatewayArn = (answer: Answer, path: string) =>
  answer.arn('apigateway', path, { account: '' });

/** The host that API Gateway gives to an API. */
export function gatewayHost(answer: Answer, api: string): string {
  const suffix = answer.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `${api}.execute-api.${answer.region}.${suffix}`;
}

const authorizations = new Map<string, PropsOf<'Endpoint'>['authn']>([
  ['NONE', 'none'],
  ['AWS_IAM', 'iam'],
  ['COGNITO_USER_POOLS', 'jwt'],
  ['JWT', 'jwt'],
  ['CUSTOM', 'custom'],
]);

/** Who may call, by what a method or route asks for. An API key is asked for beside the rest. */
export function authnOf(type: string | null | undefined, keyRequired: boolean | null | undefined) {
  const authn = authorizations.get(type ?? 'NONE') ?? 'unknown';
  return authn === 'none' && keyRequired ? 'key' : authn;
}

interface Given {
  type?: string | null | undefined;
  uri?: string | null | undefined;
  connectionType?: string | null | undefined;
  connectionId?: string | null | undefined;
}

const unqualified = (arn: string) => arn.split(':').slice(0, 7).join(':');

/** What a URI of an AWS service integration names; null where it is another service. */
function serviceTarget(answer: Answer, uri: string): Integration | null {
  const [, fn] = /:lambda:path\/+[\d-]+\/functions\/(arn:[^/]+)\/invocations/.exec(uri) ?? [];
  if (fn) return fn.includes('${') ? null : { kind: 'function', target: unqualified(fn) };
  if (/^arn:[^:]+:lambda:/.test(uri)) return { kind: 'function', target: unqualified(uri) };
  if (/^arn:[^:]+:elasticloadbalancing:/.test(uri)) return { kind: 'listener', target: uri };
  const [, endpoint] = /:runtime\.sagemaker:path\/+endpoints\/([^/]+)\/invocations/.exec(uri) ?? [];
  if (endpoint)
    return { kind: 'model', target: answer.arn('sagemaker', `endpoint/${endpoint.toLowerCase()}`) };
  const [, model] = /:bedrock-runtime:path\/+model\/([^/]+)\/(?:invoke|converse)/.exec(uri) ?? [];
  const { region, account, partition } = answer;
  const arn = model && bedrockModelArn(decodeURIComponent(model), { region, account, partition });
  return arn ? { kind: 'model', target: arn } : null;
}

/** Where an integration of an API of either generation leads. */
export function integrationOf(answer: Answer, given: Given): Integration {
  const { type, uri } = given;
  const link =
    given.connectionType === 'VPC_LINK' && given.connectionId
      ? { vpcLink: gatewayArn(answer, `/vpclinks/${given.connectionId}`) }
      : {};
  if (type === 'MOCK') return { kind: 'mock' };
  const service = uri ? serviceTarget(answer, uri) : null;
  if (service) return { ...service, ...link };
  if (uri && /^https?:\/\//i.test(uri)) return { kind: 'http', target: uri, ...link };
  return { kind: 'other', ...(uri && { target: uri }), ...link };
}
