import { canonical, type Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import { toolSemantic, type Semantic, type ToolWords } from '../../tool-semantic.ts';
import type { Answer } from './answer.ts';
import { resourceRef } from './resource-ref.ts';

/** A tool as an agent's or a gateway's configuration declares it. */
export interface DeclaredTool extends ToolWords {
  /** Name within its owner; default: its name. */
  id?: string;
  /** Where what it is does not follow from its words. */
  semantic?: Semantic;
  /** ARN of the function or other workload that it runs on. */
  runsOn?: string | null | undefined;
  /** True where a person must confirm each call. */
  approval?: boolean;
  /** Its parameters and results, for a digest that tells when they change. */
  schema?: unknown;
  config?: unknown;
}

const digestOf = (answer: Answer, schema: unknown) =>
  schema === undefined ? undefined : answer.digest(canonical(schema));

/** A Tool of an Agent or McpServer, and where it runs. */
export function declareTool(
  answer: Answer,
  claim: ClaimBuilder,
  owner: Ref<'Agent' | 'McpServer'>,
  tool: DeclaredTool,
): Ref<'Tool'> {
  const id = tool.id ?? tool.name;
  const node = answer.own(claim, 'Tool', `tool:${owner.uid}#${id}`, {
    name: tool.name,
    description: tool.description ?? undefined,
    semantic: tool.semantic ?? toolSemantic(tool),
    approval: tool.approval,
    schemaDigest: digestOf(answer, tool.schema),
    config: tool.config,
  });
  const workload = resourceRef(tool.runsOn);
  if (workload?.kind === 'Workload')
    claim.edge('SERVED_BY', node, claim.ref('Workload', workload.uid));
  else if (tool.runsOn) answer.unresolved(`tool ${tool.name} runs on ${tool.runsOn}`);
  return node;
}
