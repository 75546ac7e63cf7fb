import { z } from 'zod';
import { endpointUid } from '../../endpoint-uid.ts';
import { holdSecrets } from '../../hold-secrets.ts';
import { secretsInText } from '../../secrets.ts';
import type { Answer } from './answer.ts';
import { actsAs, encryptedWith } from './attachments.ts';
import { actionGroup, addActionGroup } from './bedrock-action-group.ts';
import { callsModel, flowCalls } from './bedrock-flow.ts';
import { guardrailUid } from './bedrock-guardrail.ts';
import { addRetrieval, knowledgeBaseCalls, knowledgeBaseUid } from './bedrock-knowledge-base.ts';
import { list, one } from './call.ts';
import { arnText, described, listed } from './plain.ts';
import { resourceRef } from './resource-ref.ts';
import { awsService } from './service.ts';

const text = z.string().nullish();
const agentUid = (answer: Answer, id: string) => answer.arn('bedrock', `agent/${id}`);
const each = {
  operation: 'list-agents',
  query: 'agentSummaries[].agentId',
  option: '--agent-id',
};
const draft = { each, options: '--agent-version DRAFT' };

const promptArn = arnText('bedrock', 'prompt/');
const retrieval = z.looseObject({
  knowledgeBaseId: z.string(),
  knowledgeBaseState: text,
});

const agentShape = z.looseObject({
  agentId: z.string(),
  agentName: z.string(),
  agentArn: arnText('bedrock', 'agent/'),
  agentStatus: text,
  instruction: text,
  foundationModel: text,
  agentResourceRoleArn: text,
  customerEncryptionKeyArn: text,
  agentCollaboration: text,
  customOrchestration: z
    .looseObject({ executor: z.looseObject({ lambda: text }).nullish() })
    .nullish(),
  guardrailConfiguration: z
    .looseObject({ guardrailIdentifier: text, guardrailVersion: text })
    .nullish(),
  memoryConfiguration: z
    .looseObject({
      enabledMemoryTypes: z.array(z.string()).nullish(),
      storageDays: z.number().nullish(),
    })
    .nullish(),
  actionGroupDetails: z.array(actionGroup).nullish(),
  knowledgeBaseSummaries: z.array(retrieval).nullish(),
});

export default awsService(
  'bedrock-agent',
  'Bedrock agents, their tools, knowledge bases, prompts and flows',
  {
    'list-agents': listed({
      sign: ['agentSummaries'],
      items: 'agentSummaries',
      kind: 'Agent',
      form: z.looseObject({ agentId: z.string(), agentName: z.string(), agentStatus: text }),
      uid: ({ agentId }, answer) => agentUid(answer, agentId),
      props: ({ agentName, agentStatus }) => ({
        name: agentName,
        type: 'bedrock-agent',
        state: agentStatus ?? undefined,
      }),
    }),
    'get-agent': described({
      sign: ['agent'],
      each,
      at: 'agent',
      kind: 'Agent',
      form: agentShape,
      uid: ({ agentArn }) => agentArn,
      props: (agent, answer) => ({
        name: agent.agentName,
        type: 'bedrock-agent',
        framework: 'bedrock',
        model: agent.foundationModel ?? undefined,
        state: agent.agentStatus ?? undefined,
        memory: (agent.memoryConfiguration?.enabledMemoryTypes ?? []).length > 0,
        promptDigest: agent.instruction ? answer.digest(agent.instruction) : undefined,
      }),
      links(agent, claim, node, answer) {
        actsAs(claim, node, agent.agentResourceRoleArn);
        encryptedWith(answer, claim, node, agent.customerEncryptionKeyArn);
        callsModel(answer, claim, node, agent.foundationModel);
        const digest = (secret: string) => answer.digest(secret);
        holdSecrets(claim, node, secretsInText(agent.instruction ?? ''), 'instruction', digest);
        const { guardrailIdentifier, guardrailVersion } = agent.guardrailConfiguration ?? {};
        if (guardrailIdentifier)
          claim.edge(
            'PROTECTED_BY',
            node,
            claim.ref('Guardrail', guardrailUid(answer, guardrailIdentifier)),
            { version: guardrailVersion ?? undefined },
          );
        const orchestrator = resourceRef(agent.customOrchestration?.executor?.lambda);
        if (orchestrator?.kind === 'Workload')
          claim.edge('RUNS_ON', node, claim.ref('Workload', orchestrator.uid));
        if ((agent.memoryConfiguration?.enabledMemoryTypes ?? []).length > 0) {
          const memory = answer.own(claim, 'MemoryStore', `${node.uid}/memory`, {
            name: `${agent.agentName} memory`,
            namespaceIsolation: true,
            retentionDays: agent.memoryConfiguration?.storageDays ?? undefined,
          });
          claim.edge('WRITES_MEMORY', node, memory);
          claim.edge('FEEDS', memory, node);
        }
        for (const group of agent.actionGroupDetails ?? [])
          addActionGroup(answer, claim, node, group);
        for (const { knowledgeBaseId, knowledgeBaseState } of agent.knowledgeBaseSummaries ?? [])
          if (knowledgeBaseState !== 'DISABLED') {
            const base = claim.ref('KnowledgeBase', knowledgeBaseUid(answer, knowledgeBaseId));
            addRetrieval(claim, node, base);
          }
      },
    }),
    'list-agent-action-groups': list({
      sign: ['actionGroupSummaries'],
      ...draft,
      items: 'actionGroupSummaries',
      item: z.looseObject({ actionGroupId: z.string(), actionGroupName: z.string() }),
      id: ({ actionGroupId }, answer) =>
        `${agentUid(answer, answer.arg(0, 'agent'))}/${actionGroupId}`,
      map: () => {},
    }),
    'get-agent-action-group': one({
      sign: ['agentActionGroup'],
      each: {
        operation: 'list-agent-action-groups',
        query: 'actionGroupSummaries[].actionGroupId',
        option: '--action-group-id',
        within: true,
      },
      options: '--agent-version DRAFT',
      at: 'agentActionGroup',
      answer: actionGroup.extend({ agentId: z.string(), actionGroupId: z.string() }),
      map(group, answer) {
        const uid = agentUid(answer, group.agentId);
        const claim = answer.claim(`${uid}/${group.actionGroupId}`);
        addActionGroup(answer, claim, claim.ref('Agent', uid), group);
      },
    }),
    'list-agent-knowledge-bases': list({
      sign: ['agentKnowledgeBaseSummaries'],
      ...draft,
      items: 'agentKnowledgeBaseSummaries',
      item: retrieval,
      id: ({ knowledgeBaseId }, answer) =>
        `${agentUid(answer, answer.arg(0, 'agent'))}/${knowledgeBaseId}`,
      map({ knowledgeBaseId, knowledgeBaseState }, claim, answer) {
        const agent = claim.ref('Agent', agentUid(answer, answer.arg(0, 'agent')));
        const base = claim.ref('KnowledgeBase', knowledgeBaseUid(answer, knowledgeBaseId));
        if (knowledgeBaseState !== 'DISABLED') addRetrieval(claim, agent, base);
      },
    }),
    'list-agent-collaborators': list({
      sign: ['agentCollaboratorSummaries'],
      ...draft,
      items: 'agentCollaboratorSummaries',
      item: z.looseObject({
        agentId: z.string(),
        collaboratorId: z.string(),
        collaboratorName: text,
        agentDescriptor: z.looseObject({ aliasArn: z.string() }),
      }),
      id: ({ agentId, collaboratorId }, answer) => `${agentUid(answer, agentId)}/${collaboratorId}`,
      map({ agentId, agentDescriptor }, claim, answer) {
        const collaborator = resourceRef(agentDescriptor.aliasArn);
        if (collaborator?.kind !== 'Agent')
          return answer.unresolved(`collaborator ${agentDescriptor.aliasArn}`);
        claim.edge(
          'DELEGATES_TO',
          claim.ref('Agent', agentUid(answer, agentId)),
          claim.ref('Agent', collaborator.uid),
        );
      },
    }),
    'list-agent-aliases': list({
      sign: ['agentAliasSummaries'],
      each,
      items: 'agentAliasSummaries',
      item: z.looseObject({ agentAliasId: z.string(), agentAliasName: z.string() }),
      id: ({ agentAliasId }, answer) =>
        answer.arn('bedrock', `agent-alias/${answer.arg(0, 'agent')}/${agentAliasId}`),
      map({ agentAliasId, agentAliasName }, claim, answer) {
        const id = answer.arg(0, 'agent');
        const host = `bedrock-agent-runtime.${answer.region}.amazonaws.com`;
        const route = `agents/${id}/agentAliases/${agentAliasId}`;
        const endpoint = answer.own(claim, 'Endpoint', endpointUid('https', host, 443, route), {
          name: `${agentAliasName} of agent ${id}`,
          url: `https://${host}/${route}`,
          authn: 'iam',
          exposure: 'internet',
          config: { type: 'bedrock-agent-alias' },
        });
        const agent = claim.ref('Agent', agentUid(answer, id));
        claim.edge('ROUTES_TO', endpoint, agent);
        claim.edge('PROMPTS', endpoint, agent);
      },
    }),
    ...knowledgeBaseCalls,
    ...flowCalls,
    'list-prompts': listed({
      sign: ['promptSummaries'],
      items: 'promptSummaries',
      kind: 'PromptTemplate',
      form: z.looseObject({ arn: promptArn, id: z.string(), name: z.string(), version: text }),
      uid: ({ arn }) => arn,
      props: ({ name, version }) => ({ name, version: version ?? undefined }),
    }),
    'get-prompt': described({
      sign: ['arn', 'id', 'variants'],
      each: {
        operation: 'list-prompts',
        query: 'promptSummaries[].id',
        option: '--prompt-identifier',
      },
      kind: 'PromptTemplate',
      form: z.looseObject({
        arn: promptArn,
        name: z.string(),
        version: text,
        customerEncryptionKeyArn: text,
        variants: z.array(z.looseObject({ templateConfiguration: z.unknown() })).nullish(),
      }),
      uid: ({ arn }) => arn,
      props: ({ name, version, variants }, answer) => {
        const content = JSON.stringify(variants ?? []);
        return {
          name,
          version: version ?? undefined,
          digest: answer.digest(content),
          containsSecret: secretsInText(content).length > 0,
        };
      },
      links(prompt, claim, node, answer) {
        const found = secretsInText(JSON.stringify(prompt.variants ?? []));
        holdSecrets(claim, node, found, 'template', (secret) => answer.digest(secret));
        encryptedWith(answer, claim, node, prompt.customerEncryptionKeyArn);
      },
    }),
  },
  { prefix: 'bedrock', owner: 'bedrock-agent' },
);
