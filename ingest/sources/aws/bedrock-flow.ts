import { z } from 'zod';
import type { Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import type { Answer } from './answer.ts';
import { actsAs, bucketRef, encryptedWith } from './attachments.ts';
import { guardrailUid } from './bedrock-guardrail.ts';
import { addRetrieval, knowledgeBaseUid } from './bedrock-knowledge-base.ts';
import { addBedrockModel } from './bedrock-model.ts';
import { bedrockModelArn } from './bedrock-model-arn.ts';
import { declareTool } from './declared-tool.ts';
import { arnText, described, listed } from './plain.ts';
import { resourceRef } from './resource-ref.ts';

const flowArn = arnText('bedrock', 'flow/');
const text = z.string().nullish();
const guardrail = z.looseObject({ guardrailIdentifier: text, guardrailVersion: text }).nullish();
const s3 = z
  .looseObject({
    serviceConfiguration: z.looseObject({ s3: z.looseObject({ bucketName: text }).nullish() }),
  })
  .nullish();

const flowNode = z.looseObject({
  name: z.string(),
  type: z.string(),
  configuration: z
    .looseObject({
      knowledgeBase: z
        .looseObject({
          knowledgeBaseId: z.string(),
          modelId: text,
          guardrailConfiguration: guardrail,
        })
        .nullish(),
      prompt: z
        .looseObject({
          sourceConfiguration: z.looseObject({
            resource: z.looseObject({ promptArn: z.string() }).nullish(),
            inline: z.looseObject({ modelId: text }).nullish(),
          }),
          guardrailConfiguration: guardrail,
        })
        .nullish(),
      lambdaFunction: z.looseObject({ lambdaArn: z.string() }).nullish(),
      agent: z.looseObject({ agentAliasArn: z.string() }).nullish(),
      storage: s3,
      retrieval: s3,
    })
    .nullish(),
});

interface Flow {
  answer: Answer;
  claim: ClaimBuilder;
  flow: Ref<'Agent'>;
}

/** Puts `guardrail` before what the flow asks of a model. */
function guard({ answer, claim, flow }: Flow, of: z.infer<typeof guardrail>) {
  if (!of?.guardrailIdentifier) return;
  const uid = guardrailUid(answer, of.guardrailIdentifier);
  const version = of.guardrailVersion ?? undefined;
  claim.edge('PROTECTED_BY', flow, claim.ref('Guardrail', uid), { version });
}

/** The model that something is configured to call, by any of its ids. */
export function callsModel(
  answer: Answer,
  claim: ClaimBuilder,
  from: Ref<'Agent' | 'Workload'>,
  modelId: string | null | undefined,
): void {
  if (!modelId) return;
  const { region, account, partition } = answer;
  const arn = bedrockModelArn(modelId, { region, account, partition });
  if (arn && resourceRef(arn)?.kind === 'ModelEndpoint')
    claim.edge('CALLS_MODEL', from, addBedrockModel(claim, arn));
}

function addNode(at: Flow, { name, configuration }: z.infer<typeof flowNode>) {
  const { answer, claim, flow } = at;
  const { knowledgeBase, prompt, lambdaFunction, agent, storage, retrieval } = configuration ?? {};
  if (knowledgeBase) {
    const uid = knowledgeBaseUid(answer, knowledgeBase.knowledgeBaseId);
    addRetrieval(claim, flow, claim.ref('KnowledgeBase', uid));
    callsModel(answer, claim, flow, knowledgeBase.modelId);
    guard(at, knowledgeBase.guardrailConfiguration);
  }
  if (prompt) {
    const { resource, inline } = prompt.sourceConfiguration;
    const template = resourceRef(resource?.promptArn);
    if (template?.kind === 'PromptTemplate')
      claim.edge('FEEDS', claim.ref('PromptTemplate', template.uid), flow);
    callsModel(answer, claim, flow, inline?.modelId);
    guard(at, prompt.guardrailConfiguration);
  }
  const collaborator = resourceRef(agent?.agentAliasArn);
  if (collaborator?.kind === 'Agent')
    claim.edge('DELEGATES_TO', flow, claim.ref('Agent', collaborator.uid));
  if (lambdaFunction) {
    const tool = declareTool(answer, claim, flow, { name, runsOn: lambdaFunction.lambdaArn });
    claim.edge('CAN_CALL', flow, tool, { approval: false });
  }
  const read = retrieval?.serviceConfiguration.s3?.bucketName;
  if (read) claim.edge('QUERIES', flow, bucketRef(answer, claim, read), { via: name });
  const written = storage?.serviceConfiguration.s3?.bucketName;
  if (written) claim.edge('OPERATES', flow, bucketRef(answer, claim, written), { via: name });
}

/** Flows: chains of prompts, retrievals and functions under a role of their own. */
export const flowCalls = {
  'list-flows': listed({
    sign: ['flowSummaries'],
    items: 'flowSummaries',
    kind: 'Agent',
    form: z.looseObject({ arn: flowArn, id: z.string(), name: z.string(), status: text }),
    uid: ({ arn }) => arn,
    props: ({ name, status }) => ({ name, type: 'bedrock-flow', state: status ?? undefined }),
  }),
  'get-flow': described({
    sign: ['arn', 'executionRoleArn', 'definition'],
    each: {
      operation: 'list-flows',
      query: 'flowSummaries[].id',
      option: '--flow-identifier',
    },
    kind: 'Agent',
    form: z.looseObject({
      arn: flowArn,
      name: z.string(),
      status: text,
      executionRoleArn: z.string(),
      customerEncryptionKeyArn: text,
      definition: z.looseObject({ nodes: z.array(flowNode).nullish() }).nullish(),
    }),
    uid: ({ arn }) => arn,
    props: ({ name, status }) => ({
      name,
      type: 'bedrock-flow',
      framework: 'bedrock',
      state: status ?? undefined,
    }),
    links(of, claim, flow, answer) {
      actsAs(claim, flow, of.executionRoleArn);
      encryptedWith(answer, claim, flow, of.customerEncryptionKeyArn);
      for (const each of of.definition?.nodes ?? []) addNode({ answer, claim, flow }, each);
    },
  }),
};
