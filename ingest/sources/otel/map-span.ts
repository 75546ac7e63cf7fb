import type { Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import { conversationUid } from '../../conversation-uid.ts';
import { parseArn } from '../aws/arn.ts';
import type { Agents, SeenAgent } from './agents.ts';
import { fact, textOf } from './attribute.ts';
import { addAwsCall, addDatabaseCall, knowledgeBaseOf, memoryOf } from './data.ts';
import { addEndpoint, entryOf } from './entry.ts';
import type { Feeds } from './feeds.ts';
import { addModelEndpoint } from './model-endpoint.ts';
import { placeOf } from './resource.ts';
import { addService } from './service.ts';
import type { Span } from './span.ts';
import { roleOf } from './span-role.ts';
import { addStopSignal } from './stop-signal.ts';
import { addOffered, addToolCall, toolOf } from './tool.ts';
import type { Trace } from './trace.ts';

/** What spans of a record share, and where to count what stays open. */
export interface Context {
  trace: Trace;
  agents: Agents;
  feeds: Feeds;
  unresolved: (what: string) => void;
}

/** A span with what is already known of it. */
interface Seen {
  span: Span;
  order: number;
  claim: ClaimBuilder;
  service: Ref<'Service'>;
  workload: Ref<'Workload'> | null;
  agent: SeenAgent | null;
  conversation: Ref<'Conversation'> | null;
}

/** Who prompts what the span stands for, where that came from outside. */
function addPrompts(
  { claim, span, workload }: Seen,
  to: Ref<'Agent' | 'ModelEndpoint'>,
  { trace }: Context,
) {
  const entry = entryOf(span, trace);
  if (!entry) return;
  const service = claim.ref('Service', entry.service);
  claim.edge('PROMPTS', service, to);
  if (workload) claim.edge('PROMPTS', workload, to);
  const endpoint = entry.received && addEndpoint(claim, entry.received);
  if (endpoint) claim.edge('ROUTES_TO', endpoint, service);
}

function mapAgent(seen: Seen, context: Context) {
  const { agent, claim, span } = seen;
  if (!agent) return;
  addOffered(claim, agent, span.attributes);
  const outer = context.agents.around(span, agent);
  if (outer) claim.edge('DELEGATES_TO', outer.ref, agent.ref);
  else addPrompts(seen, agent.ref, context);
}

function mapModel(seen: Seen, context: Context) {
  const { agent, claim, span, order, service, workload } = seen;
  if (agent) {
    addOffered(claim, agent, span.attributes);
    context.feeds.did({ agent: agent.ref, span, order, tool: false });
  }
  const { endpoint, unresolved } = addModelEndpoint(claim, span);
  if (unresolved !== undefined) context.unresolved(unresolved);
  if (!endpoint) return;
  for (const from of span.failed ? [] : [service, workload, agent?.ref])
    if (from) claim.edge('CALLS_MODEL', from, endpoint);
  if (!agent || !context.agents.around(span, agent))
    addPrompts(seen, agent?.ref ?? endpoint, context);
  addStopSignal(claim, span, agent ? [endpoint, agent.ref] : [endpoint], seen.conversation);
}

function mapTool(seen: Seen, agent: SeenAgent, { feeds }: Context) {
  const { claim, span, order } = seen;
  const tool = addToolCall(claim, span, agent);
  if (!tool) return;
  feeds.did({ agent: agent.ref, span, order, tool: true });
  feeds.read({ claim, from: tool, agent: agent.ref, span, order });
}

function mapRetrieval({ claim, span, order }: Seen, agent: SeenAgent, context: Context) {
  const from = knowledgeBaseOf(claim, span);
  if (!from) return context.unresolved('retrieval: its data source');
  claim.edge('QUERIES', agent.ref, from);
  context.feeds.read({ claim, from, agent: agent.ref, span, order });
}

function mapMemory({ claim, span, order }: Seen, agent: SeenAgent, context: Context) {
  const from = memoryOf(claim, span);
  if (!from) return context.unresolved('memory: its store');
  if (roleOf(span) === 'memory-write') claim.edge('WRITES_MEMORY', agent.ref, from);
  else context.feeds.read({ claim, from, agent: agent.ref, span, order });
}

/** Data that a tool touched while it ran, or the agent where no tool did. */
function mapData({ claim, span }: Seen, agent: SeenAgent, context: Context) {
  if (span.failed) return;
  const around = [...context.trace.upward(span)].find((at) => roleOf(at) === 'tool');
  const hand = (around && toolOf(claim, around, agent)?.tool) ?? agent.ref;
  const add = roleOf(span) === 'aws' ? addAwsCall : addDatabaseCall;
  const open = add(claim, span, hand);
  if (open !== null) context.unresolved(open);
}

/** The guardrail that a span names, by its ARN or its id. */
function guardrailOf(claim: ClaimBuilder, { attributes, resource }: Span): Ref<'Guardrail'> | null {
  const id = fact(attributes, 'guardrail');
  const { account, region } = placeOf(resource);
  if (id === undefined) return null;
  if (id.startsWith('arn:')) return claim.ref('Guardrail', id);
  return account && region
    ? claim.ref('Guardrail', `arn:aws:bedrock:${region}:${account}:guardrail/${id}`)
    : null;
}

function see(
  span: Span,
  order: number,
  claim: ClaimBuilder,
  agent: SeenAgent | null,
  context: Context,
): Seen {
  const { service, workload, joined } = addService(claim, span.resource);
  if (!joined) context.unresolved(`service ${service.uid}: the workload that it runs on`);
  if (agent) {
    const arn = parseArn(agent.ref.uid);
    const home = arn && { provider: 'aws', account: arn.account, region: arn.region };
    claim.node('Agent', agent.ref.uid, { name: agent.name, ...home });
    if (agent.hosted && workload) claim.edge('RUNS_ON', agent.ref, workload);
    const guardrail = guardrailOf(claim, span);
    if (guardrail) claim.edge('PROTECTED_BY', agent.ref, guardrail);
  }
  const session = fact(span.attributes, 'conversation');
  const uid = conversationUid(
    textOf(span.resource, 'service.name') ?? 'unknown_service',
    session ?? '',
  );
  const user = fact(span.attributes, 'user');
  const conversation = session === undefined ? null : claim.node('Conversation', uid, { user });
  return { span, order, claim, service, workload, agent, conversation };
}

const withAgent = {
  tool: mapTool,
  mcp: mapTool,
  retrieval: mapRetrieval,
  'memory-read': mapMemory,
  'memory-write': mapMemory,
  aws: mapData,
  database: mapData,
} as const;

/** What one span shows. Spans that show nothing of models, agents, tools or their data add nothing. */
export function mapSpan(span: Span, order: number, start: () => ClaimBuilder, context: Context) {
  const role = roleOf(span);
  const agent = context.agents.of(span);
  if (role === 'other' || ((role === 'aws' || role === 'database') && !agent)) return;
  const seen = see(span, order, start(), agent ?? null, context);
  if (role === 'agent') mapAgent(seen, context);
  else if (role === 'model') mapModel(seen, context);
  else if (agent) withAgent[role](seen, agent, context);
  if (agent === undefined) context.unresolved('span whose agent is in another record');
}
