import { fact, textOf, type Fact } from './attribute.ts';
import type { Span } from './span.ts';

/** What a span stands for. */
export type Role =
  | 'model'
  | 'agent'
  | 'tool'
  | 'retrieval'
  | 'memory-read'
  | 'memory-write'
  | 'mcp'
  | 'aws'
  | 'database'
  | 'other';

/** `gen_ai.operation.name` (OpenTelemetry GenAI conventions). */
const operations = new Map<string, Role>(
  Object.entries({
    chat: 'model',
    generate_content: 'model',
    text_completion: 'model',
    embeddings: 'model',
    invoke_agent: 'agent',
    create_agent: 'agent',
    execute_tool: 'tool',
    retrieval: 'retrieval',
    search_memory: 'memory-read',
    create_memory: 'memory-write',
    update_memory: 'memory-write',
    upsert_memory: 'memory-write',
  }),
);

/** Kinds of span in other dialects, in lower case; the calls within one of Vercel's are its own. */
const kinds = new Map<string, Role>(
  Object.entries({
    llm: 'model',
    generation: 'model',
    embedding: 'model',
    agent: 'agent',
    tool: 'tool',
    retriever: 'retrieval',
    'ai.generatetext.dogenerate': 'model',
    'ai.streamtext.dostream': 'model',
    'ai.generateobject.dogenerate': 'model',
    'ai.streamobject.dostream': 'model',
    'ai.embed.doembed': 'model',
    'ai.embedmany.doembed': 'model',
    'ai.toolcall': 'tool',
  }),
);

/** Facts that tell a span that names no operation, in this order. */
const signs: readonly (readonly [Fact, Role])[] = [
  ['mcpMethod', 'mcp'],
  ['dbSystem', 'database'],
  ['toolName', 'tool'],
  ['agentId', 'agent'],
  ['agentName', 'agent'],
];

export function roleOf({ attributes }: Span): Role {
  const operation = operations.get(fact(attributes, 'operation') ?? '');
  if (operation) return operation;
  const dialect = fact(attributes, 'spanKind');
  if (dialect?.startsWith('ai.')) return kinds.get(dialect.toLowerCase()) ?? 'other';
  const kind = kinds.get(dialect?.toLowerCase() ?? '');
  if (kind) return kind;
  if (fact(attributes, 'rpcSystem') === 'aws-api') return 'aws';
  return signs.find(([name]) => fact(attributes, name) !== undefined)?.[1] ?? 'other';
}

const agentSpanNames = [/^(?:invoke|create)_agent (.+)$/, /^agent_run \[(.+)\]$/];
const toolSpanNames = [/^execute_tool (.+)$/, /^running tool: (.+)$/];

const fromName = (name: string, patterns: readonly RegExp[]) =>
  patterns.map((pattern) => pattern.exec(name)?.[1]).find((found) => found !== undefined);

/**
 * The name by which a span calls its agent. A span that only Langfuse marks as an agent is named
 * after it; in other dialects a nameless agent span is a wrapper around the real ones.
 */
export function agentNameOf(span: Span): string | undefined {
  const { attributes, name } = span;
  const named = fact(attributes, 'agentName');
  if (named !== undefined || roleOf(span) !== 'agent') return named;
  const onlyLangfuse =
    fact(attributes, 'spanKind') === textOf(attributes, 'langfuse.observation.type');
  return (
    fact(attributes, 'agentNode') ??
    fromName(name, agentSpanNames) ??
    (onlyLangfuse && name !== '' ? name : undefined)
  );
}

/** The name of the tool that a tool span runs; frameworks that give none name the span after it. */
export const toolNameOf = ({ attributes, name }: Span): string | undefined =>
  fact(attributes, 'toolName') ?? fromName(name, toolSpanNames) ?? (name === '' ? undefined : name);
