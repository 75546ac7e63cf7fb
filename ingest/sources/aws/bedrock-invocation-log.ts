import { z } from 'zod';
import type { Ref } from '../../../graph/claim.ts';
import { fail } from '../../../graph/errors.ts';
import type { NodeKind } from '../../../graph/schema/index.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import { conversationUid } from '../../conversation-uid.ts';
import { instant } from '../../instant.ts';
import { source, type Emit } from '../../source.ts';
import { bedrockModelArn } from './bedrock-model-arn.ts';
import { addBedrockModel } from './bedrock-model.ts';
import { iamActionOf } from './cloudtrail-meaning.ts';
import { gravest, guardrailTrace, type Detection } from './guardrail-trace.ts';
import { resourceRef } from './resource-ref.ts';

const record = z.looseObject({
  schemaType: z.literal('ModelInvocationLog'),
  timestamp: z.string(),
  accountId: z.string(),
  region: z.string(),
  requestId: z.string(),
  operation: z.string(),
  modelId: z.string(),
  identity: z.looseObject({ arn: z.string().nullish() }).nullish(),
  errorCode: z.string().nullish(),
  requestMetadata: z.record(z.string(), z.unknown()).nullish().catch(null),
  output: z.looseObject({ outputBodyJson: z.unknown() }).nullish().catch(null),
});
type Invocation = z.infer<typeof record>;

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const isLog = (value: unknown): boolean =>
  isObject(value) && value['schemaType'] === 'ModelInvocationLog';

/** The log record in a CloudWatch Logs event, whose message is its text. */
function fromMessage(event: unknown): unknown {
  const message = isObject(event) ? event['message'] : undefined;
  if (typeof message !== 'string' || !message.includes('ModelInvocationLog')) return event;
  try {
    return JSON.parse(message) as unknown;
  } catch {
    return event;
  }
}

/** Records of a list, of `logs filter-log-events`, or of a subscription; null for anything else. */
function split(document: unknown): readonly unknown[] | null {
  const events = isObject(document)
    ? (document['events'] ?? document['logEvents'] ?? document['Records'])
    : document;
  if (!Array.isArray(events)) return null;
  const records = events.map(fromMessage);
  return records.some(isLog) ? records : null;
}

const invokes = /^(InvokeModel(With\w+)?|Converse(Stream)?|StartAsyncInvoke)$/;

/** Keys under which callers say in `requestMetadata` which conversation and agent a call serves. */
const metadataKeys = {
  conversation: ['gen_ai.conversation.id', 'conversation.id', 'conversationId', 'conversation'],
  service: ['service.name', 'service', 'serviceName'],
  agent: ['gen_ai.agent.id', 'agent.id', 'agentId'],
} as const;

function metadata({ requestMetadata }: Invocation, name: keyof typeof metadataKeys) {
  const found = metadataKeys[name].map((key) => requestMetadata?.[key]);
  return found.find((value) => typeof value === 'string' && value !== '') as string | undefined;
}

const verdictOf = (found: readonly Detection[]) =>
  [...new Set(found.map((d) => `${d.of} ${d.type} ${d.action}`))].join(', ') || undefined;

function addSignal(claim: ClaimBuilder, log: Invocation, at: number, touched: readonly Ref[]) {
  const trace = guardrailTrace(log.output?.outputBodyJson);
  const worst = gravest(trace.detections);
  if (!trace.intervened && !worst) return;
  const arn = (id: string) =>
    id.startsWith('arn:') ? id : `arn:aws:bedrock:${log.region}:${log.accountId}:guardrail/${id}`;
  const signal = claim.node('Signal', `sig:bedrock:${log.requestId}`, {
    name: worst ? `guardrail: ${worst.type}` : 'guardrail intervened',
    provider: 'aws',
    class: worst?.class ?? 'guardrail-intervention',
    tier: 'T1',
    action: trace.intervened ? 'intervened' : 'detected',
    verdict: verdictOf(trace.detections),
    severity: worst?.confidence?.toLowerCase(),
    at,
  });
  const guardrails = [...new Set(trace.detections.map((d) => arn(d.guardrail)))].map(resourceRef);
  for (const to of [...touched, ...guardrails]) if (to) claim.edgeIf('TOUCHED', signal, to);
  const conversation = metadata(log, 'conversation');
  if (conversation !== undefined) {
    const uid = conversationUid(metadata(log, 'service') ?? 'aws.bedrock', conversation);
    const join = { join: 'requestMetadata', confidence: 1 };
    claim.edge('PART_OF', signal, claim.node('Conversation', uid, {}), join);
  }
}

/** The agent that a caller names, by its ARN or by the id of a Bedrock agent of the account. */
function agentOf(claim: ClaimBuilder, log: Invocation): Ref<'Agent'> | undefined {
  const id = metadata(log, 'agent');
  if (id === undefined) return undefined;
  const isId = /^[0-9A-Z]{10}$/.test(id);
  const found = resourceRef(
    isId ? `arn:aws:bedrock:${log.region}:${log.accountId}:agent/${id}` : id,
  );
  return found?.kind === 'Agent' ? claim.ref('Agent', found.uid) : undefined;
}

function map(log: Invocation, emit: Emit) {
  const at = instant(log.timestamp);
  if (at === null) fail('RECORD_INVALID', `timestamp: not a time: "${log.timestamp}"`);
  const caller = log.identity?.arn ?? undefined;
  const claim = emit.claim({
    owner: `aws:${log.accountId}/bedrock-invocation-log`,
    subject: log.requestId,
    at,
    mode: 'seen',
    ...(caller !== undefined && { actor: caller }),
  });
  if (!invokes.test(log.operation)) {
    emit.unresolved(`Bedrock invocation log: operation ${log.operation}`);
    return;
  }
  const who = resourceRef(caller);
  if (who?.kind !== 'Identity') emit.unresolved('Bedrock invocation log: caller');
  const arn = bedrockModelArn(log.modelId, { region: log.region, account: log.accountId });
  const touched: Ref<NodeKind>[] = who ? [who] : [];
  if (arn !== null && !log.errorCode) {
    const endpoint = addBedrockModel(claim, arn);
    const agent = agentOf(claim, log);
    touched.push(endpoint, ...(agent ? [agent] : []));
    if (agent) claim.edge('CALLS_MODEL', agent, endpoint);
    if (who) {
      const actions = [iamActionOf(`bedrock:${log.operation}`)];
      claim.edgeIf('CAN_INVOKE_MODEL', who, endpoint, { actions });
      claim.edgeIf('CALLS_MODEL', who, endpoint);
    }
  }
  addSignal(claim, log, at, touched);
}

/** Bedrock's log of model invocations. Of prompts and answers nothing is kept. */
export default source({
  name: 'aws.bedrock-invocation',
  doc: 'Amazon Bedrock model invocation log: S3, CloudWatch Logs, one record a line',
  split,
  record,
  detect: isLog,
  map,
});
