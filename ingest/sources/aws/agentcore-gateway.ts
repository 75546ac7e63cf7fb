import { z } from 'zod';
import type { Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import { endpointUidOfUrl } from '../../endpoint-uid.ts';
import { mcpServerUid } from '../../mcp-server-uid.ts';
import { apiOperations } from '../../openapi.ts';
import { toolSemantic } from '../../tool-semantic.ts';
import type { Answer } from './answer.ts';
import { actsAs, encryptedWith } from './attachments.ts';
import { one } from './call.ts';
import { declareTool, type DeclaredTool } from './declared-tool.ts';
import { arnText, described, listed } from './plain.ts';
import { resourceRef } from './resource-ref.ts';

const text = z.string().nullish();
const gatewayArn = arnText('bedrock-agentcore', 'gateway/');
const gatewayUid = (answer: Answer, id: string) => answer.arn('bedrock-agentcore', `gateway/${id}`);

/** How a gateway asks who calls (`authorizerType`), for the server and for its address. */
const auth = {
  NONE: 'none',
  CUSTOM_JWT: 'jwt',
  AWS_IAM: 'iam',
  AUTHENTICATE_ONLY: 'jwt',
} as const;
const authOf = (type: string) => auth[type as keyof typeof auth] ?? ('unknown' as const);

const schema = z.looseObject({ inlinePayload: text, s3: z.unknown().optional() }).nullish();

const lambdaTool = z.looseObject({
  name: z.string(),
  description: text,
  inputSchema: z.looseObject({ properties: z.record(z.string(), z.unknown()).nullish() }).nullish(),
});

const target = z.looseObject({
  gatewayArn,
  targetId: z.string(),
  name: z.string(),
  targetConfiguration: z.looseObject({
    mcp: z
      .looseObject({
        openApiSchema: schema,
        smithyModel: schema,
        lambda: z
          .looseObject({
            lambdaArn: z.string(),
            toolSchema: z.looseObject({ inlinePayload: z.array(lambdaTool).nullish() }).nullish(),
          })
          .nullish(),
        mcpServer: z.looseObject({ endpoint: z.string() }).nullish(),
        apiGateway: z
          .looseObject({
            restApiId: z.string(),
            apiGatewayToolConfiguration: z.looseObject({
              toolOverrides: z
                .array(
                  z.looseObject({
                    name: z.string(),
                    description: text,
                    path: z.string(),
                    method: z.string(),
                  }),
                )
                .nullish(),
            }),
          })
          .nullish(),
      })
      .nullish(),
    http: z
      .looseObject({ agentcoreRuntime: z.looseObject({ arn: z.string() }).nullish() })
      .nullish(),
  }),
  credentialProviderConfigurations: z
    .array(z.looseObject({ credentialProviderType: text }))
    .nullish(),
});
type Target = z.infer<typeof target>;

/** Tools that a target declares; null where its schema lies elsewhere or cannot be read. */
function declared({ targetConfiguration: { mcp } }: Target): DeclaredTool[] | null {
  if (mcp?.lambda)
    return (
      mcp.lambda.toolSchema?.inlinePayload?.map(({ name, description, inputSchema }) => ({
        name,
        description,
        parameters: Object.keys(inputSchema?.properties ?? {}),
        schema: inputSchema ?? {},
        runsOn: mcp.lambda?.lambdaArn,
      })) ?? null
    );
  const overrides = mcp?.apiGateway?.apiGatewayToolConfiguration.toolOverrides;
  if (overrides)
    return overrides.map(({ name, description, path, method }) => ({
      name,
      description,
      method,
      schema: { method, path },
      config: { restApi: mcp.apiGateway?.restApiId, method, path },
    }));
  const operations = apiOperations(mcp?.openApiSchema?.inlinePayload ?? '');
  return (
    operations?.map(({ name, description, method, path, parameters }) => ({
      name,
      description,
      method,
      parameters,
      schema: { method, path, parameters },
    })) ?? null
  );
}

/** True where the gateway calls the target under its own role. */
const underRole = ({ credentialProviderConfigurations: of }: Target) =>
  (of ?? []).some(({ credentialProviderType }) => credentialProviderType === 'GATEWAY_IAM_ROLE');

function addTarget(answer: Answer, claim: ClaimBuilder, of: Target) {
  const gateway = claim.ref('McpServer', of.gatewayArn);
  const { mcp, http } = of.targetConfiguration;
  const runtime = resourceRef(http?.agentcoreRuntime?.arn);
  if (runtime?.kind === 'Agent') return answer.unresolved(`gateway target ${of.name} of http type`);
  const remote = mcpServerUid(mcp?.mcpServer?.endpoint ?? '');
  const each: DeclaredTool[] = declared(of) ?? [
    { name: of.name, id: of.name, runsOn: mcp?.lambda?.lambdaArn },
  ];
  if (declared(of) === null && !remote) answer.unresolved(`schema of gateway target ${of.name}`);
  for (const tool of each) {
    const id = tool.id ?? `${of.name}___${tool.name}`;
    const config = { target: of.targetId, underRole: underRole(of), ...(tool.config as object) };
    const semantic = toolSemantic(tool);
    const node = declareTool(answer, claim, gateway, { ...tool, name: id, semantic, config });
    claim.edge('SERVES', gateway, node);
    if (remote) servedElsewhere(claim, node, remote);
  }
}

function servedElsewhere(claim: ClaimBuilder, tool: Ref<'Tool'>, url: string) {
  const server = claim.node('McpServer', url, { name: url, transport: 'http' });
  claim.edge('SERVED_BY', tool, server);
}

/** AgentCore gateways: MCP servers whose tools are functions, APIs or other servers. */
export const gatewayCalls = {
  'list-gateways': listed({
    sign: [],
    items: 'items',
    kind: 'McpServer',
    form: z.looseObject({ gatewayId: z.string(), name: z.string(), status: text }),
    uid: ({ gatewayId }, answer) => gatewayUid(answer, gatewayId),
    props: ({ name, status }) => ({ name, transport: 'http' as const, state: status ?? undefined }),
  }),
  'get-gateway': described({
    sign: ['gatewayArn', 'gatewayId', 'authorizerType'],
    each: {
      operation: 'list-gateways',
      query: 'items[].gatewayId',
      option: '--gateway-identifier',
    },
    kind: 'McpServer',
    form: z.looseObject({
      gatewayArn,
      name: z.string(),
      gatewayUrl: text,
      status: text,
      roleArn: text,
      authorizerType: z.string(),
      kmsKeyArn: text,
      webAclArn: text,
      policyEngineConfiguration: z.looseObject({ mode: text }).nullish(),
      interceptorConfigurations: z.array(z.unknown()).nullish(),
      workloadIdentityDetails: z.looseObject({ workloadIdentityArn: text }).nullish(),
    }),
    uid: (gateway) => gateway.gatewayArn,
    props: (gateway) => ({
      name: gateway.name,
      transport: 'http' as const,
      auth: authOf(gateway.authorizerType),
      pinned: true,
      state: gateway.status ?? undefined,
      config: {
        authorizerType: gateway.authorizerType,
        policyEngine: gateway.policyEngineConfiguration?.mode ?? 'none',
        interceptors: gateway.interceptorConfigurations?.length ?? 0,
      },
    }),
    links(gateway, claim, node, answer) {
      actsAs(claim, node, gateway.roleArn);
      encryptedWith(answer, claim, node, gateway.kmsKeyArn);
      const identity = gateway.workloadIdentityDetails?.workloadIdentityArn;
      if (identity) claim.edge('ACTS_AS', node, claim.ref('Identity', identity));
      const uid = endpointUidOfUrl(gateway.gatewayUrl ?? '');
      if (uid === null) return;
      const endpoint = answer.own(claim, 'Endpoint', uid, {
        name: `${gateway.name} gateway`,
        url: gateway.gatewayUrl ?? undefined,
        authn: authOf(gateway.authorizerType),
        exposure: 'internet',
        waf: Boolean(gateway.webAclArn),
        config: { type: 'agentcore-gateway', gateway: gateway.gatewayArn },
      });
      claim.edge('ROUTES_TO', endpoint, node);
    },
  }),
  'list-gateway-targets': listed({
    sign: [],
    each: {
      operation: 'list-gateways',
      query: 'items[].gatewayId',
      option: '--gateway-identifier',
    },
    items: 'items',
    kind: 'McpServer',
    form: z.looseObject({ targetId: z.string(), name: z.string() }),
    uid: (_target, answer) => gatewayUid(answer, answer.arg(0, 'gateway')),
    props: () => ({}),
  }),
  'get-gateway-target': one({
    sign: ['gatewayArn', 'targetId', 'targetConfiguration'],
    each: {
      operation: 'list-gateway-targets',
      query: 'items[].targetId',
      option: '--target-id',
      within: true,
    },
    answer: target,
    map(of, answer) {
      addTarget(answer, answer.claim(`${of.gatewayArn}/${of.targetId}`), of);
    },
  }),
};
