import { z } from 'zod';
import type { Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import { mcpServerUid } from '../../mcp-server-uid.ts';
import { authnOf, authoriser, network } from './agentcore-network.ts';
import { addMachine } from './agentcore-runtime.ts';
import type { Answer } from './answer.ts';
import { actsAs } from './attachments.ts';
import { callsModel } from './bedrock-flow.ts';
import { described, arnText, listed } from './plain.ts';
import { declareTool, type DeclaredTool } from './declared-tool.ts';

const text = z.string().nullish();
const harnessArn = arnText('bedrock-agentcore', 'harness/');

const tool = z.looseObject({
  type: z.string(),
  name: text,
  config: z
    .looseObject({
      remoteMcp: z.looseObject({ url: z.string() }).nullish(),
      agentCoreGateway: z.looseObject({ gatewayArn: z.string() }).nullish(),
      agentCoreCodeInterpreter: z.looseObject({ codeInterpreterArn: text }).nullish(),
      agentCoreBrowser: z.looseObject({ browserArn: text }).nullish(),
      inlineFunction: z
        .looseObject({
          description: text,
          inputSchema: z
            .looseObject({ properties: z.record(z.string(), z.unknown()).nullish() })
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
});

interface Built {
  answer: Answer;
  claim: ClaimBuilder;
  agent: Ref<'Agent'>;
  machine: Ref<'Workload'>;
  allowed: readonly string[];
}

/**
 * Whether a harness lets its model call something, by the patterns of `allowedTools`: `*`,
 * `@builtin`, a name, or `@server/tool` (AgentCore Developer Guide, "Connect to tools").
 */
const lets = (allowed: readonly string[], ...names: readonly string[]) =>
  allowed.length === 0 || allowed.includes('*') || names.some((name) => allowed.includes(name));

function addCalled({ answer, claim, agent }: Built, declared: DeclaredTool) {
  const node = declareTool(answer, claim, agent, declared);
  claim.edge('CAN_CALL', agent, node, { approval: declared.approval ?? false });
  return node;
}

/** Tools that every session has unless `allowedTools` leaves them out: they run on its own machine. */
function addBuiltIn(built: Built) {
  const each = [
    { name: 'shell', semantic: 'exec' as const },
    { name: 'file_operations', semantic: 'write' as const },
  ];
  for (const { name, semantic } of each)
    if (lets(built.allowed, '@builtin', name)) {
      const node = addCalled(built, { name, semantic, config: { builtIn: true } });
      built.claim.edge('SERVED_BY', node, built.machine);
    }
}

function addTool(built: Built, { type, name, config }: z.infer<typeof tool>) {
  const { answer, claim, agent, allowed } = built;
  const called = name ?? type;
  const server = config?.agentCoreGateway?.gatewayArn ?? mcpServerUid(config?.remoteMcp?.url ?? '');
  if (server) {
    const tools = allowed.filter((pattern) => pattern.startsWith(`@${called}`));
    const some = tools.length > 0 && !tools.includes(`@${called}`);
    if (lets(allowed, `@${called}`) || some)
      claim.edge('USES_SERVER', agent, claim.ref('McpServer', server), {
        ...(some && { tools: tools.map((pattern) => pattern.slice(called.length + 2)) }),
      });
    return;
  }
  if (!lets(allowed, called)) return;
  const inline = config?.inlineFunction;
  if (config?.agentCoreCodeInterpreter)
    addCalled(built, {
      name: called,
      semantic: 'exec',
      runsOn: config.agentCoreCodeInterpreter.codeInterpreterArn,
    });
  else if (config?.agentCoreBrowser)
    addCalled(built, {
      name: called,
      semantic: 'net-egress',
      runsOn: config.agentCoreBrowser.browserArn,
    });
  else if (inline)
    addCalled(built, {
      name: called,
      description: inline.description,
      parameters: Object.keys(inline.inputSchema?.properties ?? {}),
      schema: inline.inputSchema ?? {},
      config: { executor: 'RETURN_CONTROL' },
    });
  else answer.unresolved(`harness tool ${called} of type ${type}`);
}

/** AgentCore harnesses: managed agents with tools, declared rather than coded. */
export const harnessCalls = {
  'list-harnesses': listed({
    sign: ['harnesses'],
    items: 'harnesses',
    kind: 'Agent',
    form: z.looseObject({ arn: harnessArn, harnessId: z.string(), harnessName: z.string() }),
    uid: ({ arn }) => arn,
    props: ({ harnessName }) => ({ name: harnessName, type: 'agentcore-harness' }),
  }),
  'get-harness': described({
    sign: ['harness'],
    each: { operation: 'list-harnesses', query: 'harnesses[].harnessId', option: '--harness-id' },
    at: 'harness',
    kind: 'Agent',
    form: z.looseObject({
      arn: harnessArn,
      harnessName: z.string(),
      executionRoleArn: z.string(),
      status: text,
      model: z
        .looseObject({ bedrockModelConfig: z.looseObject({ modelId: text }).nullish() })
        .nullish(),
      systemPrompt: z.array(z.looseObject({ text })).nullish(),
      tools: z.array(tool).nullish(),
      allowedTools: z.array(z.string()).nullish(),
      environment: z
        .looseObject({
          agentCoreRuntimeEnvironment: z.looseObject({ networkConfiguration: network }).nullish(),
        })
        .nullish(),
      environmentVariables: z.record(z.string(), z.string()).nullish(),
      authorizerConfiguration: authoriser,
      memory: z.unknown().optional(),
    }),
    uid: ({ arn }) => arn,
    props: (harness, answer) => {
      const prompt = (harness.systemPrompt ?? []).map((part) => part.text ?? '').join('\n');
      return {
        name: harness.harnessName,
        type: 'agentcore-harness',
        framework: 'agentcore',
        state: harness.status ?? undefined,
        model: harness.model?.bedrockModelConfig?.modelId ?? undefined,
        networkMode:
          harness.environment?.agentCoreRuntimeEnvironment?.networkConfiguration?.networkMode,
        promptDigest: prompt === '' ? undefined : answer.digest(prompt),
        config: { authn: authnOf(harness.authorizerConfiguration) },
      };
    },
    links(harness, claim, agent, answer) {
      actsAs(claim, agent, harness.executionRoleArn);
      const machine = addMachine(answer, claim, agent, {
        name: harness.harnessName,
        arn: harness.arn,
        role: harness.executionRoleArn,
        type: 'agentcore-harness',
        network: harness.environment?.agentCoreRuntimeEnvironment?.networkConfiguration,
        variables: harness.environmentVariables,
      });
      callsModel(answer, claim, agent, harness.model?.bedrockModelConfig?.modelId);
      const built = { answer, claim, agent, machine, allowed: harness.allowedTools ?? [] };
      addBuiltIn(built);
      for (const each of harness.tools ?? []) addTool(built, each);
    },
  }),
};
