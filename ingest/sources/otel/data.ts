import type { Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import { iamActionOf } from '../aws/cloudtrail-meaning.ts';
import { meaningOf } from '../aws/cloudtrail-meanings.ts';
import { resourceRef } from '../aws/resource-ref.ts';
import { fact, textOf, type Value } from './attribute.ts';
import { placeOf } from './resource.ts';
import type { Span } from './span.ts';

/** Who reads or writes: a tool while one runs, else the agent. */
type Hand = Ref<'Tool'> | Ref<'Agent'>;

/** Names of services in SDK spans that are not the prefix of their actions. */
const prefixes: Readonly<Record<string, string>> = {
  bedrockruntime: 'bedrock',
  bedrockagentruntime: 'bedrock',
  bedrockagentcore: 'bedrock-agentcore',
};

/** `service:Operation` of a span of an AWS SDK (OpenTelemetry AWS SDK conventions). */
function awsAction({ attributes }: Span): string | null {
  const [method, service] = (fact(attributes, 'rpcMethod') ?? '').split('/').reverse();
  const name = (service ?? fact(attributes, 'rpcService') ?? '').toLowerCase().replace(/\s/g, '');
  return method && name ? `${prefixes[name] ?? name}:${method}` : null;
}

const listOf = (value: Value | undefined): string[] =>
  (Array.isArray(value) ? value : [value]).filter((v) => typeof v === 'string');

/** ARNs of what an SDK call was about, as far as its span tells. */
function awsTargets({ attributes, resource }: Span): string[] {
  const place = placeOf(resource);
  const region =
    textOf(attributes, 'cloud.region') ?? textOf(attributes, 'aws.region') ?? place.region;
  const bucket = textOf(attributes, 'aws.s3.bucket');
  const here = `${region ?? ''}:${place.account ?? ''}`;
  const tables = region && place.account ? listOf(attributes.get('aws.dynamodb.table_names')) : [];
  return [
    ...(bucket === undefined ? [] : [`arn:aws:s3:::${bucket}`]),
    ...tables.map((table) =>
      table.startsWith('arn:') ? table : `arn:aws:dynamodb:${here}:table/${table}`,
    ),
    ...listOf(attributes.get('aws.secretsmanager.secret.arn')),
  ];
}

const changes = { CAN_WRITE: false, CAN_DELETE: true } as const;

/** Data that a tool or agent read or changed by an AWS SDK. */
export function addAwsCall(claim: ClaimBuilder, span: Span, hand: Hand): string | null {
  const action = awsAction(span);
  const edge = action === null ? undefined : meaningOf(action)?.edge;
  if (action === null || !(edge === 'CAN_READ' || edge === 'CAN_WRITE' || edge === 'CAN_DELETE'))
    return null;
  const actions = [iamActionOf(action)];
  const refs = awsTargets(span)
    .map(resourceRef)
    .filter((ref) => ref !== null);
  for (const to of refs)
    if (edge === 'CAN_READ') claim.edgeIf('QUERIES', hand, to, { actions });
    else claim.edgeIf('OPERATES', hand, to, { actions, destructive: changes[edge] });
  return refs.length > 0 ? null : `AWS call ${action} of a tool: what it was done to`;
}

const reads = /^(select|find|get|query|search|scan|aggregate|hget|mget)/i;
const removes = /^(delete|drop|truncate|remove|del)/i;

/** A database that a tool or agent asked, by the address that its client dialled. */
export function addDatabaseCall(claim: ClaimBuilder, span: Span, hand: Hand): string | null {
  const { attributes } = span;
  const system = fact(attributes, 'dbSystem') ?? 'database';
  const host = fact(attributes, 'serverAddress')?.toLowerCase();
  const operation = fact(attributes, 'dbOperation');
  if (host === undefined || operation === undefined)
    return `${system} call: its address or operation`;
  const port = fact(attributes, 'serverPort');
  const namespace = fact(attributes, 'dbNamespace') ?? '';
  const uid = `${system}://${host}${port === undefined ? '' : `:${port}`}/${namespace}`;
  const store = claim.node('DataStore', uid, { name: namespace || host, type: system });
  if (reads.test(operation)) claim.edge('QUERIES', hand, store);
  else claim.edge('OPERATES', hand, store, { destructive: removes.test(operation) });
  return null;
}

/** What a retrieval read from; null where its span does not name the source. */
export function knowledgeBaseOf(claim: ClaimBuilder, span: Span): Ref<'KnowledgeBase'> | null {
  const id = fact(span.attributes, 'dataSource');
  if (id === undefined) return null;
  const { account, region } = placeOf(span.resource);
  const bedrock = /^[0-9A-Z]{10}$/.test(id) && account && region;
  const ref = resourceRef(
    bedrock ? `arn:aws:bedrock:${region}:${account}:knowledge-base/${id}` : id,
  );
  if (ref?.kind === 'KnowledgeBase') return claim.node('KnowledgeBase', ref.uid, {});
  const provider = fact(span.attributes, 'provider') ?? 'unknown';
  return claim.node('KnowledgeBase', `kb:${provider}/${id}`, { name: id });
}

/** The memory that a span read or wrote; null where its span does not name it. */
export function memoryOf(claim: ClaimBuilder, span: Span): Ref<'MemoryStore'> | null {
  const id = fact(span.attributes, 'memoryStore');
  if (id === undefined) return null;
  const ref = resourceRef(id);
  const uid = ref?.kind === 'MemoryStore' ? ref.uid : `memory:${id}`;
  return claim.node('MemoryStore', uid, { name: id.split('/').at(-1) });
}
