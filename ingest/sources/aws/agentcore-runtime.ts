import { z } from 'zod';
import type { Ref } from '../../../graph/claim.ts';
import { endpointUidOfUrl } from '../../endpoint-uid.ts';
import { imageUid } from '../../image-uid.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import {
  attachNetwork,
  authnOf,
  authoriser,
  internetAccess,
  network,
} from './agentcore-network.ts';
import type { Answer } from './answer.ts';
import { actsAs, bucketRef } from './attachments.ts';
import { environmentOf, holdEnvironment } from './environment.ts';
import { list, one } from './call.ts';
import { arnText, listed } from './plain.ts';

const text = z.string().nullish();
const runtimeArn = arnText('bedrock-agentcore', 'runtime/');

/** Uid of the virtual machine that runs an agent's code, beside the agent itself. */
export const machineUid = (agentArn: string) => `${agentArn}#vm`;

/** The address at which a runtime is invoked (AgentCore API reference, InvokeAgentRuntime). */
function invocationUrl(answer: Answer, arn: string, qualifier?: string): string {
  const host = `bedrock-agentcore.${answer.region}.amazonaws.com`;
  const route = `runtimes/${encodeURIComponent(arn)}/invocations`;
  return `https://${host}/${route}${qualifier === undefined ? '' : `/${qualifier}`}`;
}

/** An address of AWS's own that hands what arrives to an agent as its prompt. */
export function addInvocation(
  answer: Answer,
  claim: ClaimBuilder,
  url: string,
  to: Ref<'Agent' | 'McpServer'>,
  { authn, type, name }: { authn: 'jwt' | 'iam'; type: string; name: string },
): void {
  const uid = endpointUidOfUrl(url);
  if (uid === null) return;
  const props = { name, url, authn, exposure: 'internet' as const, config: { type } };
  const endpoint = answer.own(claim, 'Endpoint', uid, props);
  claim.edge('ROUTES_TO', endpoint, to);
  if (to.kind === 'Agent') claim.edge('PROMPTS', endpoint, claim.ref('Agent', to.uid));
}

/** Code of a runtime: an image, or an archive that was copied from a bucket. */
function loadsCode(
  answer: Answer,
  claim: ClaimBuilder,
  machine: Ref<'Workload'>,
  artifact: z.infer<typeof artifactShape>,
) {
  const uri = artifact?.containerConfiguration?.containerUri;
  const image = uri ? imageUid(uri) : null;
  if (image) {
    const node = claim.node('ContainerImage', image.uid, { name: image.repo, repo: image.repo });
    claim.edge('LOADED_BY', node, machine);
  } else if (uri) answer.unresolved(`container image ${uri}`);
  const s3 = artifact?.codeConfiguration?.code.s3;
  if (!s3) return;
  const code = claim.node('Package', `s3://${s3.bucket}/${s3.prefix}`, {
    name: s3.prefix,
    ecosystem: 'archive',
    provider: 'aws',
  });
  claim.edge('TAMPERS', bucketRef(answer, claim, s3.bucket), code);
  claim.edge('LOADED_BY', code, machine, {
    inferred: true,
    note: 'Copied when the version was made; a later change needs another deployment.',
  });
}

const artifactShape = z
  .looseObject({
    containerConfiguration: z.looseObject({ containerUri: text }).nullish(),
    codeConfiguration: z
      .looseObject({
        code: z.looseObject({
          s3: z.looseObject({ bucket: z.string(), prefix: z.string() }).nullish(),
        }),
      })
      .nullish(),
  })
  .nullish();

/** What runs an agent's code: a machine of its own under the execution role. */
export function addMachine(
  answer: Answer,
  claim: ClaimBuilder,
  owner: Ref<'Agent' | 'McpServer'>,
  of: {
    name: string;
    arn: string;
    role: string;
    type: string;
    network?: z.infer<typeof network>;
    variables?: Record<string, string> | null | undefined;
    requiresTokens?: boolean | undefined;
  },
): Ref<'Workload'> {
  const { kept, secrets } = environmentOf(of.variables);
  const machine = answer.own(claim, 'Workload', machineUid(of.arn), {
    name: of.name,
    type: of.type,
    imdsVersion: of.requiresTokens === undefined ? undefined : of.requiresTokens ? 'v2' : 'v1',
    internetAccess: internetAccess(of.network),
    envSecretCount: secrets.length,
    config: kept,
  });
  claim.edge('RUNS_ON', owner, machine);
  actsAs(claim, machine, of.role);
  attachNetwork(claim, machine, of.network);
  holdEnvironment(answer, claim, machine, secrets);
  return machine;
}

/** AgentCore runtimes: agents, or MCP servers, that run code of their owner. */
export const runtimeCalls = {
  'list-agent-runtimes': listed({
    sign: ['agentRuntimes'],
    items: 'agentRuntimes',
    kind: 'Agent',
    form: z.looseObject({
      agentRuntimeArn: runtimeArn,
      agentRuntimeId: z.string(),
      agentRuntimeName: z.string(),
      status: text,
    }),
    uid: ({ agentRuntimeArn }) => agentRuntimeArn,
    props: ({ agentRuntimeName, status }) => ({
      name: agentRuntimeName,
      type: 'agentcore-runtime',
      state: status ?? undefined,
    }),
  }),
  'get-agent-runtime': one({
    sign: ['agentRuntimeArn', 'roleArn', 'networkConfiguration'],
    each: {
      operation: 'list-agent-runtimes',
      query: 'agentRuntimes[].agentRuntimeId',
      option: '--agent-runtime-id',
    },
    answer: z.looseObject({
      agentRuntimeArn: runtimeArn,
      agentRuntimeName: z.string(),
      roleArn: z.string(),
      status: text,
      networkConfiguration: network,
      protocolConfiguration: z.looseObject({ serverProtocol: text }).nullish(),
      agentRuntimeArtifact: artifactShape,
      environmentVariables: z.record(z.string(), z.string()).nullish(),
      authorizerConfiguration: authoriser,
      workloadIdentityDetails: z.looseObject({ workloadIdentityArn: z.string() }).nullish(),
      metadataConfiguration: z.looseObject({ requireMMDSV2: z.boolean() }).nullish(),
    }),
    map(runtime, answer) {
      const { agentRuntimeArn: arn, agentRuntimeName: name, roleArn: role } = runtime;
      const claim = answer.claim(arn);
      const authn = authnOf(runtime.authorizerConfiguration);
      const agent = answer.own(claim, 'Agent', arn, {
        name,
        type: 'agentcore-runtime',
        framework: 'agentcore',
        state: runtime.status ?? undefined,
        networkMode: runtime.networkConfiguration?.networkMode,
      });
      actsAs(claim, agent, role);
      const machine = addMachine(answer, claim, agent, {
        name,
        arn,
        role,
        type: 'agentcore-runtime',
        network: runtime.networkConfiguration,
        variables: runtime.environmentVariables,
        requiresTokens: runtime.metadataConfiguration?.requireMMDSV2,
      });
      loadsCode(answer, claim, machine, runtime.agentRuntimeArtifact);
      const identity = runtime.workloadIdentityDetails?.workloadIdentityArn;
      if (identity) claim.edge('ACTS_AS', agent, claim.ref('Identity', identity));
      const url = invocationUrl(answer, arn);
      const endpoint = { authn, type: 'agentcore-runtime', name: `${name} invocations` };
      if (runtime.protocolConfiguration?.serverProtocol !== 'MCP')
        return addInvocation(answer, claim, url, agent, endpoint);
      const server = answer.own(claim, 'McpServer', url, { name, transport: 'http', auth: authn });
      claim.edge('RUNS_ON', server, machine);
      actsAs(claim, server, role);
      addInvocation(answer, claim, url, server, endpoint);
    },
  }),
  'list-agent-runtime-endpoints': list({
    sign: ['runtimeEndpoints'],
    each: {
      operation: 'list-agent-runtimes',
      query: 'agentRuntimes[].agentRuntimeId',
      option: '--agent-runtime-id',
    },
    items: 'runtimeEndpoints',
    item: z.looseObject({
      name: z.string(),
      agentRuntimeEndpointArn: runtimeArn,
      agentRuntimeArn: runtimeArn,
    }),
    id: ({ agentRuntimeEndpointArn }) => agentRuntimeEndpointArn,
    map({ name, agentRuntimeArn }, claim, answer) {
      const uid = endpointUidOfUrl(invocationUrl(answer, agentRuntimeArn, name));
      if (uid === null) return;
      const endpoint = answer.own(claim, 'Endpoint', uid, {
        name: `${name} of ${agentRuntimeArn.split('/').at(-1) ?? agentRuntimeArn}`,
        exposure: 'internet',
        config: { type: 'agentcore-runtime-endpoint', qualifier: name },
      });
      claim.edge('ROUTES_TO', endpoint, claim.ref('Agent', agentRuntimeArn));
    },
  }),
};
