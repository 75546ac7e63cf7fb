import agentcore from '../aws/bedrock-agentcore-control.ts';
import { answer, type Conversions } from './conversion.ts';
import { block, blocks, flag, text, type Values } from './values.ts';

/** A JSON schema, of which Terraform writes the properties as blocks with a name in each. */
function schemaOf(values: Values | undefined): Record<string, unknown> {
  const properties = blocks(values, 'property');
  const items = block(values, 'items');
  const required = properties
    .filter((property) => flag(property, 'required'))
    .map((property) => text(property, 'name') ?? '');
  return {
    type: text(values, 'type'),
    ...(items && { items: schemaOf(items) }),
    ...(properties.length > 0 && {
      properties: Object.fromEntries(
        properties.map((property) => [text(property, 'name') ?? '', schemaOf(property)]),
      ),
    }),
    ...(required.length > 0 && { required }),
  };
}

/** A function that serves tools, which it declares in place or in a file elsewhere. */
function functionTarget(lambda: Values) {
  const tools = blocks(block(lambda, 'tool_schema'), 'inline_payload').map((tool) => ({
    name: text(tool, 'name'),
    description: text(tool, 'description'),
    inputSchema: schemaOf(block(tool, 'input_schema')),
  }));
  const toolSchema = tools.length > 0 ? { inlinePayload: tools } : {};
  return { lambda: { lambdaArn: text(lambda, 'lambda_arn'), toolSchema } };
}

function apiTarget(api: Values) {
  const tools = blocks(block(api, 'api_gateway_tool_configuration'), 'tool_override');
  const toolOverrides = tools.map((tool) => ({
    name: text(tool, 'name') ?? `${text(tool, 'method')} ${text(tool, 'path')}`,
    description: text(tool, 'description'),
    path: text(tool, 'path'),
    method: text(tool, 'method'),
  }));
  const restApiId = text(api, 'rest_api_id');
  return { apiGateway: { restApiId, apiGatewayToolConfiguration: { toolOverrides } } };
}

function documentTarget(schema: Values) {
  const inlinePayload = text(block(schema, 'inline_payload'), 'payload');
  return inlinePayload === undefined ? {} : { inlinePayload };
}

/** The one kind of target that a target is; none where it is of another. */
function targetOf(mcp: Values | undefined) {
  const [lambda, server, api, open, smithy] = [
    'lambda',
    'mcp_server',
    'api_gateway',
    'open_api_schema',
    'smithy_model',
  ].map((kind) => block(mcp, kind));
  if (lambda) return functionTarget(lambda);
  if (server) return { mcpServer: { endpoint: text(server, 'endpoint') } };
  if (api) return apiTarget(api);
  if (open) return { openApiSchema: documentTarget(open) };
  return smithy ? { smithyModel: documentTarget(smithy) } : {};
}

export const gatewayTargetConversions: Conversions = {
  aws_bedrockagentcore_gateway_target(values, state) {
    const id = text(values, 'gateway_identifier');
    const targetId = text(values, 'target_id');
    if (id === undefined || targetId === undefined) return null;
    const gateway = state.find('aws_bedrockagentcore_gateway', 'gateway_id', id);
    const gatewayArn =
      text(gateway, 'gateway_arn') ?? state.arn({}, 'bedrock-agentcore', `gateway/${id}`);
    const underRole = block(block(values, 'credential_provider_configuration'), 'gateway_iam_role');
    const record = {
      gatewayArn,
      targetId,
      name: text(values, 'name'),
      targetConfiguration: { mcp: targetOf(block(block(values, 'target_configuration'), 'mcp')) },
      credentialProviderConfigurations: underRole
        ? [{ credentialProviderType: 'GATEWAY_IAM_ROLE' }]
        : [],
    };
    return gatewayArn === null
      ? null
      : [answer(agentcore, 'get-gateway-target', record, id, targetId)];
  },
};
