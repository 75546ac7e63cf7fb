import { z } from 'zod';
import type { EndpointConfig } from '../../../graph/network/endpoint.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import type { Answer } from './answer.ts';
import { authnOf, gatewayArn, gatewayHost, integrationOf } from './api-gateway.ts';

const text = z.string().nullish();

/** `Integration` of the API Gateway API. */
export const integrationShape = z.looseObject({
  type: z.string(),
  uri: text,
  connectionType: text,
  connectionId: text,
});

/** `Method` of the API Gateway API; a list of resources leaves its fields out unless asked. */
export const methodShape = z.looseObject({
  httpMethod: text,
  authorizationType: text,
  apiKeyRequired: z.boolean().nullish(),
  methodIntegration: integrationShape.nullish(),
});

/** Which method: API, resource and verb are all that every answer about it names. */
export interface MethodPlace {
  api: string;
  resource: string;
  verb: string;
  path?: string;
}

/**
 * The place of a method that a path tells: nested folders, or one name with dots. Ids of APIs and
 * resources hold no dots.
 */
export function methodPlace(answer: Answer): MethodPlace {
  const [api = answer.arg(0, 'API'), resource, verb] = answer.args.flatMap((arg) => arg.split('.'));
  return {
    api,
    resource: resource ?? answer.arg(1, 'resource'),
    verb: (verb ?? answer.arg(2, 'method')).toUpperCase(),
  };
}

/** A method has no address of its own: its stage and path stand in other answers. */
export const methodUid = (answer: Answer, { api, resource, verb }: MethodPlace) =>
  `ep:https://${gatewayHost(answer, api)}/#${resource}.${verb}`;

/** Edge to what answers; balancers and links are followed where all answers are at hand. */
function putRoute(
  claim: ClaimBuilder,
  endpoint: ReturnType<typeof putMethod>,
  { kind, target }: ReturnType<typeof integrationOf>,
) {
  if (kind === 'function' && target !== undefined)
    claim.edge('ROUTES_TO', endpoint, claim.ref('Workload', target));
  if (kind === 'model' && target !== undefined)
    claim.edge('ROUTES_TO', endpoint, claim.ref('ModelEndpoint', target));
}

/** A method of an API as an endpoint. */
export function putMethod(
  claim: ClaimBuilder,
  answer: Answer,
  place: MethodPlace,
  method: z.infer<typeof methodShape>,
) {
  const given = method.methodIntegration;
  const integration = given ? integrationOf(answer, given) : undefined;
  const config: EndpointConfig = {
    type: 'api-method',
    api: gatewayArn(answer, `/restapis/${place.api}`),
    resource: place.resource,
    method: place.verb,
    ...(place.path !== undefined && { path: place.path }),
    ...(integration && { integration }),
  };
  const endpoint = answer.own(claim, 'Endpoint', methodUid(answer, place), {
    name: `${place.verb} ${place.path ?? place.resource}`,
    authn: authnOf(method.authorizationType, method.apiKeyRequired),
    config,
  });
  if (integration) putRoute(claim, endpoint, integration);
  return endpoint;
}
