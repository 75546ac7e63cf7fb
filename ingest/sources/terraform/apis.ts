import apigateway from '../aws/apigateway.ts';
import apigatewayv2 from '../aws/apigatewayv2.ts';
import { answer, together, type Conversions } from './conversion.ts';
import type { State } from './state.ts';
import { block, flag, number, text, texts, type Values } from './values.ts';

/** Path of a resource of a REST API; undefined where an ancestor is not in the state. */
function pathOf(id: string | undefined, api: string, state: State): string | undefined {
  const root = text(state.find('aws_api_gateway_rest_api', 'id', api), 'root_resource_id');
  if (id !== undefined && id === root) return '/';
  const resource = state.find('aws_api_gateway_resource', 'id', id);
  const told = text(resource, 'path');
  if (told !== undefined || resource === undefined) return told;
  const parent = pathOf(text(resource, 'parent_id'), api, state);
  return parent && `${parent.replace(/\/$/, '')}/${text(resource, 'path_part') ?? ''}`;
}

const sameMethod = (a: Values, b: Values) =>
  ['rest_api_id', 'resource_id', 'http_method'].every((key) => text(a, key) === text(b, key));

/** A method of a REST API with its integration, as `get-resources` embeds it. */
function methodOf(values: Values, state: State) {
  const integration = state.of('aws_api_gateway_integration').find((i) => sameMethod(i, values));
  return {
    httpMethod: text(values, 'http_method') ?? 'ANY',
    authorizationType: text(values, 'authorization') ?? 'NONE',
    apiKeyRequired: flag(values, 'api_key_required') ?? false,
    ...(integration && {
      methodIntegration: {
        type: text(integration, 'type'),
        uri: text(integration, 'uri'),
        connectionType: text(integration, 'connection_type'),
        connectionId: text(integration, 'connection_id'),
      },
    }),
  };
}

const stage = (values: Values) => {
  const api = text(values, 'rest_api_id');
  const stageName = text(values, 'stage_name');
  // A deployment without a stage waits for one.
  if (api === undefined || stageName === undefined) return [];
  const item = [{ stageName, webAclArn: text(values, 'web_acl_arn') }];
  return [answer(apigateway, 'get-stages', { item }, api)];
};

/** REST APIs. */
const rest: Conversions = {
  aws_api_gateway_rest_api(values) {
    const id = text(values, 'id');
    if (id === undefined) return null;
    const endpoints = block(values, 'endpoint_configuration');
    const types = texts(endpoints, 'types');
    const api = {
      id,
      name: text(values, 'name'),
      policy: text(values, 'policy'),
      // What API Gateway takes where nothing is said (API Gateway API, CreateRestApi).
      endpointConfiguration: {
        types: types.length > 0 ? types : ['EDGE'],
        vpcEndpointIds: texts(endpoints, 'vpc_endpoint_ids'),
      },
      disableExecuteApiEndpoint: flag(values, 'disable_execute_api_endpoint') ?? false,
    };
    return [answer(apigateway, 'get-rest-apis', { items: [api] })];
  },
  // All methods of a resource speak together, as one item of the list of resources.
  aws_api_gateway_method: together(
    'aws_api_gateway_method',
    (values) => `${text(values, 'rest_api_id') ?? ''}/${text(values, 'resource_id') ?? ''}`,
    (methods, values, state) => {
      const api = text(values, 'rest_api_id');
      const id = text(values, 'resource_id');
      if (api === undefined || id === undefined) return null;
      const path = pathOf(id, api, state);
      const told = methods.map((method) => methodOf(method, state));
      if (path === undefined)
        return told.map((method) =>
          answer(apigateway, 'get-method', method, api, id, method.httpMethod),
        );
      const resourceMethods = Object.fromEntries(told.map((m) => [m.httpMethod, m]));
      return [answer(apigateway, 'get-resources', { items: [{ id, path, resourceMethods }] }, api)];
    },
  ),
  aws_api_gateway_resource: 'aws_api_gateway_method',
  aws_api_gateway_integration: 'aws_api_gateway_method',
  aws_api_gateway_method_response: 'aws_api_gateway_method',
  aws_api_gateway_integration_response: 'aws_api_gateway_method',
  aws_api_gateway_stage: stage,
  aws_api_gateway_deployment: stage,
  aws_api_gateway_authorizer(values) {
    const api = text(values, 'rest_api_id');
    const id = text(values, 'id');
    if (api === undefined || id === undefined) return null;
    const type = text(values, 'type') ?? 'TOKEN';
    const uri = text(values, 'authorizer_uri');
    const items = [{ id, type, name: text(values, 'name'), authorizerUri: uri }];
    return [answer(apigateway, 'get-authorizers', { items }, api)];
  },
  aws_api_gateway_vpc_link(values) {
    const id = text(values, 'id');
    const items = [{ id, name: text(values, 'name'), targetArns: texts(values, 'target_arns') }];
    return id === undefined ? null : [answer(apigateway, 'get-vpc-links', { items })];
  },
};

/** HTTP and WebSocket APIs: each part is one item of a list of its API. */
const part =
  (operation: string, item: (values: Values, id: string) => object) => (values: Values) => {
    const api = text(values, 'api_id');
    const id = text(values, 'id');
    if (api === undefined || id === undefined) return null;
    return [answer(apigatewayv2, operation, { Items: [item(values, id)] }, api)];
  };

export const apiConversions: Conversions = {
  ...rest,
  aws_apigatewayv2_api(values) {
    const ApiId = text(values, 'id');
    const api = {
      ApiId,
      Name: text(values, 'name'),
      ProtocolType: text(values, 'protocol_type'),
      DisableExecuteApiEndpoint: flag(values, 'disable_execute_api_endpoint') ?? false,
    };
    return ApiId === undefined ? null : [answer(apigatewayv2, 'get-apis', { Items: [api] })];
  },
  aws_apigatewayv2_route: part('get-routes', (values, RouteId) => ({
    RouteId,
    RouteKey: text(values, 'route_key'),
    Target: text(values, 'target'),
    AuthorizationType: text(values, 'authorization_type'),
    ApiKeyRequired: flag(values, 'api_key_required'),
  })),
  aws_apigatewayv2_integration: part('get-integrations', (values, IntegrationId) => ({
    IntegrationId,
    IntegrationType: text(values, 'integration_type'),
    IntegrationUri: text(values, 'integration_uri'),
    ConnectionType: text(values, 'connection_type'),
    ConnectionId: text(values, 'connection_id'),
  })),
  aws_apigatewayv2_stage: part('get-stages', (values) => ({
    StageName: text(values, 'name'),
    DefaultRouteSettings: {
      ThrottlingRateLimit: number(block(values, 'default_route_settings'), 'throttling_rate_limit'),
    },
  })),
};
