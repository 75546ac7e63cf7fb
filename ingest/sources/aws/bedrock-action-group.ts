import { z } from 'zod';
import type { Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import { apiOperations } from '../../openapi.ts';
import type { Semantic } from '../../tool-semantic.ts';
import type { Answer } from './answer.ts';
import { declareTool, type DeclaredTool } from './declared-tool.ts';

/** Action group of an agent, as GetAgentActionGroup gives it. */
export const actionGroup = z.looseObject({
  actionGroupName: z.string(),
  actionGroupState: z.string().nullish(),
  description: z.string().nullish(),
  parentActionSignature: z.string().nullish(),
  actionGroupExecutor: z
    .looseObject({ lambda: z.string().nullish(), customControl: z.string().nullish() })
    .nullish(),
  apiSchema: z.looseObject({ s3: z.unknown(), payload: z.string().nullish() }).partial().nullish(),
  functionSchema: z
    .looseObject({
      functions: z
        .array(
          z.looseObject({
            name: z.string(),
            description: z.string().nullish(),
            parameters: z.record(z.string(), z.unknown()).nullish(),
            requireConfirmation: z.string().nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
});
type ActionGroup = z.infer<typeof actionGroup>;

/**
 * Action groups that AWS or Anthropic define (Bedrock API reference, `parentActionSignature`). The
 * code interpreter runs in a sandbox of the service; the others hand what the model asks for back to
 * the caller, who runs it.
 */
const built: Record<string, Semantic> = {
  'AMAZON.CodeInterpreter': 'exec',
  'AMAZON.UserInput': 'read',
  'ANTHROPIC.Computer': 'exec',
  'ANTHROPIC.Bash': 'exec',
  'ANTHROPIC.TextEditor': 'write',
};

/** What an action group lets the model do; null where its schema lies elsewhere or cannot be read. */
function declared(group: ActionGroup): DeclaredTool[] | null {
  const functions = group.functionSchema?.functions;
  if (functions)
    return functions.map(({ name, description, parameters, requireConfirmation }) => ({
      name,
      description,
      parameters: Object.keys(parameters ?? {}),
      approval: requireConfirmation === 'ENABLED',
      schema: parameters ?? {},
    }));
  const operations = apiOperations(group.apiSchema?.payload ?? '');
  return (
    operations?.map(({ name, method, path, description, parameters, confirmed }) => ({
      name,
      description,
      method,
      parameters,
      approval: confirmed,
      schema: { method, path, parameters },
    })) ?? null
  );
}

function tools(group: ActionGroup, answer: Answer): DeclaredTool[] {
  const { actionGroupName, description, parentActionSignature: signature } = group;
  const semantic = built[signature ?? ''];
  const whole = { name: actionGroupName, description };
  if (semantic) return [{ ...whole, semantic, config: { builtIn: signature } }];
  const { lambda, customControl } = group.actionGroupExecutor ?? {};
  const executor = {
    runsOn: lambda,
    ...(customControl && { config: { executor: customControl } }),
  };
  const each = declared(group);
  if (each)
    return each.map((tool) => ({ ...tool, ...executor, id: `${actionGroupName}.${tool.name}` }));
  answer.unresolved(`schema of action group ${actionGroupName}`);
  return [{ ...whole, ...executor }];
}

/** The tools of an action group; an agent may call them unless the group is switched off. */
export function addActionGroup(
  answer: Answer,
  claim: ClaimBuilder,
  agent: Ref<'Agent'>,
  group: ActionGroup,
): void {
  for (const tool of tools(group, answer)) {
    const node = declareTool(answer, claim, agent, tool);
    if (group.actionGroupState !== 'DISABLED')
      claim.edge('CAN_CALL', agent, node, { approval: tool.approval ?? false });
  }
}
