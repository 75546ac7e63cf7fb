import agents from '../aws/bedrock-agent.ts';
import agentcore from '../aws/bedrock-agentcore-control.ts';
import bedrock from '../aws/bedrock.ts';
import type { AwsService } from '../aws/service.ts';
import { answer, type Conversions, type Convert } from './conversion.ts';
import { renamed } from './renamed.ts';
import { block, blocks, flag, text, type Values } from './values.ts';

const camel = (values: Values, lists: readonly string[] = [], names = {}) =>
  renamed(values, { style: 'camel', lists, names, maps: ['environment_variables', 'tags'] });

interface Row {
  to: AwsService;
  operation: string;
  /** Attribute that is the argument of the call, known once it is applied. */
  id: string;
  /** Key of the answer under which the resource lies. */
  at?: string;
  lists?: readonly string[];
  names?: Readonly<Record<string, string>>;
}

/** A resource whose attributes are those of AWS's answer under Terraform's spelling. */
const same =
  ({ to, operation, id, at, lists, names }: Row): Convert =>
  (values) => {
    const argument = text(values, id);
    if (argument === undefined) return null;
    const item = camel(values, lists, names);
    return [answer(to, operation, at === undefined ? item : { [at]: item }, argument)];
  };

/** Functions of an action group, which Terraform nests one deeper. */
function functionSchema(values: Values) {
  const members = block(block(values, 'function_schema'), 'member_functions');
  const functions = blocks(members, 'functions').map((member) => ({
    name: text(member, 'name'),
    description: text(member, 'description'),
    requireConfirmation: text(member, 'require_confirmation'),
    parameters: Object.fromEntries(
      blocks(member, 'parameters').map((parameter) => [
        text(parameter, 'map_block_key') ?? text(parameter, 'name') ?? '',
        { type: text(parameter, 'type'), required: flag(parameter, 'required') },
      ]),
    ),
  }));
  return functions.length > 0 ? { functionSchema: { functions } } : {};
}

const guardrailLists = [
  'filters_config',
  'topics_config',
  'words_config',
  'managed_word_lists_config',
  'pii_entities_config',
  'regexes_config',
];
/** `content_policy_config` of a request is `contentPolicy` in an answer, and so on. */
const withoutConfig = Object.fromEntries(
  [
    'content_policy_config',
    'topic_policy_config',
    'word_policy_config',
    'sensitive_information_policy_config',
    'contextual_grounding_policy_config',
    ...guardrailLists,
  ].map((key) => [
    key,
    key.replace(/_config$/, '').replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  ]),
);

export const bedrockConversions: Conversions = {
  aws_bedrockagent_agent: same({ to: agents, operation: 'get-agent', id: 'agent_id', at: 'agent' }),
  aws_bedrockagent_agent_action_group(values) {
    const id = text(values, 'action_group_id');
    const agent = text(values, 'agent_id');
    if (id === undefined || agent === undefined) return null;
    const { functionSchema: _nested, ...group } = camel(values, [], {
      parent_action_group_signature: 'parentActionSignature',
    });
    const agentActionGroup = { ...group, ...functionSchema(values) };
    return [answer(agents, 'get-agent-action-group', { agentActionGroup }, agent, id)];
  },
  aws_bedrockagent_agent_knowledge_base_association(values) {
    const agent = text(values, 'agent_id');
    if (agent === undefined || text(values, 'knowledge_base_id') === undefined) return null;
    const agentKnowledgeBaseSummaries = [camel(values)];
    return [answer(agents, 'list-agent-knowledge-bases', { agentKnowledgeBaseSummaries }, agent)];
  },
  aws_bedrockagent_agent_collaborator(values) {
    const agent = text(values, 'agent_id');
    if (agent === undefined || text(values, 'collaborator_id') === undefined) return null;
    const agentCollaboratorSummaries = [camel(values)];
    return [answer(agents, 'list-agent-collaborators', { agentCollaboratorSummaries }, agent)];
  },
  aws_bedrockagent_agent_alias(values) {
    const agent = text(values, 'agent_id');
    if (agent === undefined || text(values, 'agent_alias_id') === undefined) return null;
    return [answer(agents, 'list-agent-aliases', { agentAliasSummaries: [camel(values)] }, agent)];
  },
  aws_bedrockagent_knowledge_base: same({
    to: agents,
    operation: 'get-knowledge-base',
    id: 'id',
    at: 'knowledgeBase',
    names: { id: 'knowledgeBaseId', arn: 'knowledgeBaseArn' },
  }),
  aws_bedrockagent_data_source: same({
    to: agents,
    operation: 'get-data-source',
    id: 'data_source_id',
    at: 'dataSource',
    lists: ['seed_urls'],
  }),
  aws_bedrockagent_prompt: same({
    to: agents,
    operation: 'get-prompt',
    id: 'id',
    lists: ['variant', 'input_variable', 'message', 'content'],
    names: { variant: 'variants' },
  }),
  aws_bedrock_guardrail: same({
    to: bedrock,
    operation: 'get-guardrail',
    id: 'guardrail_id',
    lists: guardrailLists,
    names: withoutConfig,
  }),
  aws_bedrock_model_invocation_logging_configuration(values) {
    const loggingConfig = camel(block(values, 'logging_config') ?? {}, [], {
      cloudwatch_config: 'cloudWatchConfig',
      large_data_delivery_s3_config: 'largeDataDeliveryS3Config',
      s3_config: 's3Config',
    });
    return [answer(bedrock, 'get-model-invocation-logging-configuration', { loggingConfig })];
  },
  aws_bedrockagentcore_agent_runtime: same({
    to: agentcore,
    operation: 'get-agent-runtime',
    id: 'agent_runtime_id',
  }),
  aws_bedrockagentcore_gateway: same({
    to: agentcore,
    operation: 'get-gateway',
    id: 'gateway_id',
  }),
  aws_bedrockagentcore_code_interpreter: same({
    to: agentcore,
    operation: 'get-code-interpreter',
    id: 'code_interpreter_id',
  }),
  aws_bedrockagentcore_browser: same({
    to: agentcore,
    operation: 'get-browser',
    id: 'browser_id',
  }),
  aws_bedrockagentcore_memory: same({
    to: agentcore,
    operation: 'get-memory',
    id: 'id',
    at: 'memory',
  }),
};
