/** A value of an attribute: OTLP `AnyValue`, decoded. */
export type Value = string | number | boolean | Value[] | { [key: string]: Value } | null;
export type Attributes = ReadonlyMap<string, Value>;

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Decodes an `AnyValue` of OTLP/JSON, whose 64-bit integers are texts. */
export function valueOf(any: unknown): Value {
  if (!isObject(any)) return null;
  const { stringValue, intValue, doubleValue, boolValue, arrayValue, kvlistValue } = any;
  if (typeof stringValue === 'string') return stringValue;
  if (typeof boolValue === 'boolean') return boolValue;
  const number = intValue ?? doubleValue;
  if (typeof number === 'number' || typeof number === 'string') return Number(number);
  if (isObject(arrayValue))
    return Array.isArray(arrayValue['values']) ? arrayValue['values'].map(valueOf) : [];
  if (isObject(kvlistValue)) return Object.fromEntries(attributesOf(kvlistValue['values']));
  return null;
}

/** Decodes a list of OTLP key-value pairs. */
export function attributesOf(pairs: unknown): Map<string, Value> {
  const attributes = new Map<string, Value>();
  for (const pair of Array.isArray(pairs) ? (pairs as unknown[]) : [])
    if (isObject(pair) && typeof pair['key'] === 'string')
      attributes.set(pair['key'], valueOf(pair['value']));
  return attributes;
}

/**
 * Where each fact stands, the first that is there counting: today's OpenTelemetry names, then those
 * of 1.36 and before, then the dialects of OpenInference, OpenLLMetry, the Vercel AI SDK, Langfuse,
 * LangSmith and Pydantic AI. Attributes that hold content (prompts, answers, arguments, results,
 * documents) are in no list: they are never read.
 */
const aliases = {
  operation: ['gen_ai.operation.name'],
  spanKind: [
    'openinference.span.kind',
    'traceloop.span.kind',
    'ai.operationId',
    'langsmith.span.kind',
    'langfuse.observation.type',
  ],
  provider: [
    'gen_ai.provider.name',
    'gen_ai.system',
    'llm.provider',
    'llm.system',
    'ai.model.provider',
  ],
  requestModel: ['gen_ai.request.model', 'llm.model_name', 'ai.model.id', 'llm.request.model'],
  responseModel: ['gen_ai.response.model', 'ai.response.model'],
  agentId: ['gen_ai.agent.id'],
  agentName: ['gen_ai.agent.name', 'agent.name', 'agent_name'],
  agentNode: ['graph.node.id', 'traceloop.entity.name'],
  functionId: ['ai.telemetry.functionId'],
  toolName: ['gen_ai.tool.name', 'tool.name', 'ai.toolCall.name'],
  toolDescription: ['gen_ai.tool.description', 'tool.description'],
  toolDefinitions: ['gen_ai.tool.definitions', 'ai.prompt.tools'],
  conversation: [
    'gen_ai.conversation.id',
    'session.id',
    'langfuse.session.id',
    'traceloop.association.properties.session_id',
    'langsmith.metadata.session_id',
    'ai.telemetry.metadata.sessionId',
  ],
  user: ['user.id', 'enduser.id', 'langfuse.user.id', 'ai.telemetry.metadata.userId'],
  dataSource: ['aws.bedrock.knowledge_base.id', 'gen_ai.data_source.id'],
  memoryStore: ['gen_ai.memory.store.id', 'gen_ai.memory.id'],
  guardrail: ['aws.bedrock.guardrail.id'],
  finishReasons: ['gen_ai.response.finish_reasons', 'ai.response.finishReason'],
  awsRequest: ['aws.request_id', 'aws.requestId'],
  rpcSystem: ['rpc.system.name', 'rpc.system'],
  rpcService: ['rpc.service'],
  rpcMethod: ['rpc.method'],
  serverAddress: ['server.address', 'net.peer.name', 'net.host.name', 'http.host'],
  serverPort: ['server.port', 'net.peer.port', 'net.host.port'],
  url: ['url.full', 'http.url'],
  scheme: ['url.scheme', 'http.scheme'],
  route: ['http.route'],
  mcpMethod: ['mcp.method.name'],
  transport: ['network.transport', 'net.transport'],
  dbSystem: ['db.system.name', 'db.system'],
  dbNamespace: ['db.namespace', 'db.name'],
  dbOperation: ['db.operation.name', 'db.operation'],
} as const;
export type Fact = keyof typeof aliases;

/** Text of a fact; undefined where no attribute tells it. */
export function fact(attributes: Attributes, name: Fact): string | undefined {
  for (const alias of aliases[name]) {
    const value = attributes.get(alias);
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number') return String(value);
  }
  return undefined;
}

/** A fact that may be a list, or a list as JSON text. */
export function facts(attributes: Attributes, name: Fact): Value[] {
  for (const alias of aliases[name]) {
    const value = attributes.get(alias);
    if (value === undefined || value === null) continue;
    const parsed = typeof value === 'string' ? parsedList(value) : value;
    return Array.isArray(parsed) ? parsed : [parsed];
  }
  return [];
}

/** The value of JSON text that looks like a list; else the text. */
function parsedList(text: string): Value {
  if (!text.startsWith('[')) return text;
  try {
    return JSON.parse(text) as Value;
  } catch {
    return text;
  }
}

/** Text of an attribute by its exact name. */
export function textOf(attributes: Attributes, name: string): string | undefined {
  const value = attributes.get(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
