import { of, type Meaning } from './cloudtrail-meaning.ts';
import { accountItself, either, listed, logSink, model, named } from './cloudtrail-target.ts';

const agent = either(
  named('requestParameters.agentId', 'bedrock', 'agent/{}'),
  named('responseElements.agent.agentArn'),
  listed(),
);
const flow = either(named('requestParameters.flowIdentifier', 'bedrock', 'flow/{}'), listed());
const knowledgeBase = either(
  named('requestParameters.knowledgeBaseId', 'bedrock', 'knowledge-base/{}'),
  named(
    'requestParameters.retrieveAndGenerateConfiguration.knowledgeBaseConfiguration.knowledgeBaseId',
    'bedrock',
    'knowledge-base/{}',
  ),
  listed(),
);
const guardrail = named('requestParameters.guardrailIdentifier', 'bedrock', 'guardrail/{}');
const prompt = named('requestParameters.promptIdentifier', 'bedrock', 'prompt/{}');
const runtime = either(
  named('requestParameters.agentRuntimeArn'),
  named('requestParameters.agentRuntimeId', 'bedrock-agentcore', 'runtime/{}'),
  listed(),
);
const gateway = either(
  named('requestParameters.gatewayIdentifier', 'bedrock-agentcore', 'gateway/{}'),
  listed(),
);
const interpreter = either(
  named('requestParameters.codeInterpreterIdentifier', 'bedrock-agentcore', 'code-interpreter/{}'),
  listed(),
);

/** Events about models, agents, what they know, and what guards and logs them. */
export const aiMeanings: readonly Meaning[] = [
  // Use of models and agents (Bedrock User Guide, "Monitor API calls using CloudTrail").
  {
    actions: of(
      'bedrock',
      'InvokeModel',
      'InvokeModelWithResponseStream',
      'InvokeModelWithBidirectionalStream',
      'Converse',
      'ConverseStream',
      'StartAsyncInvoke',
    ),
    edge: 'CAN_INVOKE_MODEL',
    target: model,
    signal: 'use',
  },
  {
    actions: of('sagemaker', 'InvokeEndpoint', 'InvokeEndpointAsync'),
    edge: 'CAN_INVOKE_MODEL',
    target: named('requestParameters.endpointName', 'sagemaker', 'endpoint/{}'),
    signal: 'use',
  },
  { actions: of('bedrock', 'InvokeAgent'), edge: 'PROMPTS', target: agent, signal: 'use' },
  { actions: of('bedrock', 'InvokeInlineAgent'), target: accountItself, signal: 'use' },
  { actions: of('bedrock', 'InvokeFlow'), edge: 'PROMPTS', target: flow, signal: 'use' },
  {
    actions: of('bedrock', 'Retrieve', 'RetrieveAndGenerate', 'RetrieveAndGenerateStream'),
    edge: 'CAN_READ',
    target: knowledgeBase,
    signal: 'use',
  },
  { actions: of('bedrock', 'ApplyGuardrail'), target: guardrail, signal: 'use' },
  {
    actions: of('bedrock-agentcore', 'InvokeAgentRuntime', 'InvokeAgentRuntimeForUser'),
    edge: 'PROMPTS',
    target: runtime,
    signal: 'use',
  },
  {
    actions: of('bedrock-agentcore', 'InvokeAgentRuntimeCommand', 'InvokeAgentRuntimeCommandShell'),
    edge: 'CAN_EXECUTE_ON',
    target: runtime,
    signal: 'use',
  },
  { actions: of('bedrock-agentcore', 'InvokeGateway'), target: gateway, signal: 'use' },
  {
    actions: of('bedrock-agentcore', 'StartCodeInterpreterSession', 'InvokeCodeInterpreter'),
    edge: 'CAN_EXECUTE_ON',
    target: interpreter,
    signal: 'use',
  },
  // Models made available.
  {
    actions: of(
      'bedrock',
      'PutFoundationModelEntitlement',
      'PutUseCaseForModelAccess',
      'CreateFoundationModelAgreement',
      'CreateModelImportJob',
    ),
    target: either(model, accountItself),
    signal: 'enable',
  },
  // What an agent does, changed.
  {
    actions: of(
      'bedrock',
      'UpdateAgent',
      'PrepareAgent',
      'CreateAgentActionGroup',
      'UpdateAgentActionGroup',
      'CreateAgentAlias',
      'UpdateAgentAlias',
      'AssociateAgentCollaborator',
      'UpdateAgentCollaborator',
      'AssociateAgentKnowledgeBase',
    ),
    edge: 'CAN_REWRITE',
    target: agent,
    signal: 'change',
  },
  { actions: of('bedrock', 'CreateAgent'), target: agent, signal: 'change' },
  {
    actions: of('bedrock', 'UpdateFlow'),
    edge: 'CAN_REWRITE',
    target: flow,
    signal: 'change',
  },
  { actions: of('bedrock', 'UpdatePrompt'), edge: 'CAN_REWRITE', target: prompt, signal: 'change' },
  {
    actions: of('bedrock', 'CreateDataSource', 'UpdateDataSource', 'StartIngestionJob'),
    edge: 'CAN_REWRITE',
    target: knowledgeBase,
    signal: 'change',
  },
  {
    actions: of('bedrock', 'IngestKnowledgeBaseDocuments'),
    edge: 'CAN_POISON',
    target: knowledgeBase,
    signal: 'change',
  },
  {
    actions: [
      ...of('bedrock', 'PutResourcePolicy'),
      ...of('bedrock-agentcore', 'PutResourcePolicy'),
    ],
    target: either(named('requestParameters.resourceArn'), accountItself),
    signal: 'change',
  },
  {
    actions: of('bedrock-agentcore', 'UpdateAgentRuntime'),
    edge: 'CAN_REWRITE',
    target: runtime,
    signal: 'change',
  },
  {
    actions: of('bedrock-agentcore', 'CreateGatewayTarget', 'UpdateGatewayTarget', 'UpdateGateway'),
    edge: 'CAN_REWRITE',
    target: gateway,
    signal: 'change',
  },
  // Guardrails and the log of invocations.
  {
    actions: of('bedrock', 'UpdateGuardrail', 'DeleteGuardrail'),
    edge: 'CAN_WEAKEN',
    target: guardrail,
    signal: 'weaken',
  },
  {
    actions: of(
      'bedrock',
      'PutEnforcedGuardrailConfiguration',
      'DeleteEnforcedGuardrailConfiguration',
    ),
    target: accountItself,
    signal: 'weaken',
  },
  {
    actions: of(
      'bedrock',
      'PutModelInvocationLoggingConfiguration',
      'DeleteModelInvocationLoggingConfiguration',
    ),
    edge: 'CAN_BLIND',
    target: logSink('bedrock-invocation'),
    signal: 'blind',
  },
];
