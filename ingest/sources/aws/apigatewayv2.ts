import { z } from 'zod';
import type { EndpointConfig } from '../../../graph/network/endpoint.ts';
import { endpointUid } from '../../endpoint-uid.ts';
import type { Answer } from './answer.ts';
import { authnOf, gatewayArn, gatewayHost, integrationOf } from './api-gateway.ts';
import { inNetwork } from './attachments.ts';
import { list } from './call.ts';
import { element } from './network-element.ts';
import { listed } from './plain.ts';
import { awsService } from './service.ts';
import { tagsOf } from './shapes.ts';

const text = z.string().nullish();

const read = { permissions: ['apigateway:GET'] };
const eachApi = { operation: 'get-apis', query: 'Items[].ApiId', option: '--api-id' };

const apiArg = (answer: Answer) => answer.arg(0, 'API');
const apiArn = (answer: Answer) => gatewayArn(answer, `/apis/${apiArg(answer)}`);

/**
 * Uid of a route: its path at the API's own host, and its verb. `$default` is the host itself. Routes
 * of a WebSocket API have no path: a message names them.
 */
function routeUid(answer: Answer, route: string): string {
  const host = gatewayHost(answer, apiArg(answer));
  const [, verb, path] = /^([A-Z]+) (\/.*)$/.exec(route) ?? [];
  if (verb === undefined || path === undefined)
    return route === '$default'
      ? endpointUid('https', host)
      : `${endpointUid('wss', host)}#${route}`;
  return endpointUid('https', host, undefined, path) + (verb === 'ANY' ? '' : `#${verb}`);
}

export default awsService(
  'apigatewayv2',
  'HTTP and WebSocket APIs of API Gateway: routes, and who may call them',
  {
    'get-apis': listed({
      ...read,
      sign: ['Items.0.ApiId'],
      items: 'Items',
      kind: 'NetworkElement',
      form: z.looseObject({
        ApiId: z.string(),
        Name: text,
        ProtocolType: z.enum(['HTTP', 'WEBSOCKET']),
        DisableExecuteApiEndpoint: z.boolean().nullish(),
      }),
      uid: ({ ApiId }, answer) => gatewayArn(answer, `/apis/${ApiId}`),
      props: (api) => ({
        name: api.Name ?? undefined,
        ...element('api', {
          protocol: api.ProtocolType,
          endpointTypes: ['REGIONAL'],
          vpcEndpoints: [],
          defaultHost: api.DisableExecuteApiEndpoint !== true,
        }),
      }),
    }),
    'get-routes': list({
      ...read,
      sign: ['Items.0.RouteKey'],
      items: 'Items',
      each: eachApi,
      item: z.looseObject({
        RouteId: z.string(),
        RouteKey: z.string(),
        Target: text,
        AuthorizationType: text,
        ApiKeyRequired: z.boolean().nullish(),
      }),
      id: ({ RouteId }, answer) => `${apiArn(answer)}/routes/${RouteId}`,
      map({ RouteKey, Target, AuthorizationType, ApiKeyRequired }, claim, answer) {
        const config: EndpointConfig = {
          type: 'api-route',
          api: apiArn(answer),
          route: RouteKey,
          ...(Target && { integration: `${apiArn(answer)}/${Target}` }),
        };
        answer.own(claim, 'Endpoint', routeUid(answer, RouteKey), {
          name: RouteKey,
          authn: authnOf(AuthorizationType, ApiKeyRequired),
          config,
        });
      },
    }),
    'get-integrations': listed({
      ...read,
      sign: ['Items.0.IntegrationId'],
      items: 'Items',
      each: eachApi,
      kind: 'NetworkElement',
      form: z.looseObject({
        IntegrationId: z.string(),
        IntegrationType: text,
        IntegrationUri: text,
        ConnectionType: text,
        ConnectionId: text,
      }),
      uid: ({ IntegrationId }, answer) => `${apiArn(answer)}/integrations/${IntegrationId}`,
      props: (given, answer) => ({
        ...element(
          'api-integration',
          integrationOf(answer, {
            type: given.IntegrationType,
            uri: given.IntegrationUri,
            connectionType: given.ConnectionType,
            connectionId: given.ConnectionId,
          }),
        ),
      }),
      links(_given, claim, node, answer) {
        inNetwork(claim, node, apiArn(answer));
      },
    }),
    'get-stages': listed({
      ...read,
      sign: ['Items.0.StageName'],
      items: 'Items',
      each: eachApi,
      kind: 'NetworkElement',
      form: z.looseObject({
        StageName: z.string(),
        Tags: z.unknown().optional(),
        DefaultRouteSettings: z
          .looseObject({ ThrottlingRateLimit: z.number().nullish() })
          .nullish(),
      }),
      uid: ({ StageName }, answer) => `${apiArn(answer)}/stages/${StageName}`,
      props: ({ StageName, Tags, DefaultRouteSettings }, answer) => ({
        name: StageName,
        tags: tagsOf(Tags),
        ...element('api-stage', {
          api: apiArn(answer),
          // A web ACL cannot be attached to an API of this generation (AWS WAF Developer Guide).
          firewall: false,
          ...(DefaultRouteSettings?.ThrottlingRateLimit != null && {
            rateLimit: DefaultRouteSettings.ThrottlingRateLimit,
          }),
        }),
      }),
      links(_stage, claim, node, answer) {
        inNetwork(claim, node, apiArn(answer));
      },
    }),
  },
  { prefix: 'apigateway', owner: 'apigatewayv2' },
);
