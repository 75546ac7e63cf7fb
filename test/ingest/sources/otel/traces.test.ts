import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Failure } from '../../../../graph/errors.ts';
import { mapRecord } from '../../../../ingest/map-record.ts';
import traces from '../../../../ingest/sources/otel/traces.ts';

type Attribute = { key: string; value: unknown };
interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: Attribute[];
}

const map = (record: unknown) => mapRecord(traces, record, 'x#1', { path: 'x', at: 0 }, 'key');
const record = (spans: readonly object[], service = 'app') => ({
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: service } }] },
      scopeSpans: [{ spans }],
    },
  ],
});
const text = (key: string, stringValue: string): Attribute => ({ key, value: { stringValue } });

const { record: recorded } = JSON.parse(
  readFileSync(
    new URL('../../fixtures/otel.traces/bedrock-agent-behind-http.case.json', import.meta.url),
    'utf8',
  ),
) as { record: { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] } };

/** Attributes in which the conventions and dialects put what people and models said. */
const content = [
  'gen_ai.input.messages',
  'gen_ai.output.messages',
  'gen_ai.system_instructions',
  'gen_ai.prompt',
  'gen_ai.completion',
  'gen_ai.tool.call.arguments',
  'gen_ai.tool.call.result',
  'gen_ai.retrieval.query.text',
  'gen_ai.retrieval.documents',
  'input.value',
  'output.value',
  'llm.input_messages.0.message.content',
  'llm.prompts',
  'retrieval.documents.0.document.content',
  'ai.prompt',
  'ai.prompt.messages',
  'ai.response.text',
  'ai.toolCall.args',
  'ai.toolCall.result',
  'langfuse.observation.input',
  'langfuse.observation.output',
  'traceloop.entity.input',
  'traceloop.entity.output',
  'db.query.text',
  'url.query',
];

test.each(content)('what stands in %s is not kept', (key) => {
  const spans = recorded.resourceSpans[0]?.scopeSpans[0]?.spans ?? [];
  const word = 'the quick brown secret';
  const marked = spans.map((span) => ({
    ...span,
    attributes: [...span.attributes, text(key, word)],
  }));
  const mapped = map(record(marked));
  expect(mapped.claims.length).toBeGreaterThan(0);
  expect(JSON.stringify(mapped)).not.toContain(word);
});

test('the order of spans in a record does not matter where their times differ', () => {
  const [group] = recorded.resourceSpans;
  const spans = group?.scopeSpans[0]?.spans ?? [];
  const facts = (shuffled: readonly Span[]) =>
    map({ resourceSpans: [{ ...group, scopeSpans: [{ spans: shuffled }] }] })
      .claims.map((claim) => JSON.stringify(claim))
      .sort();
  const wanted = facts(spans);
  fc.assert(
    fc.property(fc.shuffledSubarray(spans, { minLength: spans.length }), (shuffled) => {
      expect(facts(shuffled)).toEqual(wanted);
    }),
    { numRuns: 50 },
  );
});

test('spans that are parents of one another end', () => {
  const span = (id: string, parent: string) => ({
    traceId: 't',
    spanId: id,
    parentSpanId: parent,
    name: 'execute_tool x',
    startTimeUnixNano: '1770000000000000000',
    attributes: [text('gen_ai.operation.name', 'execute_tool')],
  });
  const mapped = map(record([span('a', 'b'), span('b', 'a'), span('c', 'c')]));
  expect(mapped.unresolved).toContain('span whose agent is in another record');
  expect(mapped.claims.flatMap((claim) => claim.edges)).toEqual([]);
});

test('whatever attributes hold, a span is mapped or refused with a reason', () => {
  const keys = [
    'gen_ai.operation.name',
    'gen_ai.agent.name',
    'gen_ai.agent.id',
    'gen_ai.tool.name',
    'gen_ai.tool.definitions',
    'gen_ai.request.model',
    'gen_ai.provider.name',
    'gen_ai.data_source.id',
    'server.address',
    'server.port',
    'url.full',
    'mcp.method.name',
    'openinference.span.kind',
    'rpc.system',
    'rpc.method',
  ];
  const known = fc.constantFrom('chat', 'invoke_agent', 'execute_tool', 'retrieval', 'aws.bedrock');
  const value = fc.oneof(
    fc.oneof(known, fc.string(), fc.webUrl()).map((stringValue) => ({ stringValue })),
    fc.integer().map((n) => ({ intValue: String(n) })),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.record({ key: fc.constantFrom(...keys), value })), { maxLength: 4 }),
      fc.string(),
      (attributes, service) => {
        const spans = attributes.map((list, index) => ({
          traceId: 't',
          spanId: `s${index}`,
          ...(index > 0 && { parentSpanId: `s${index - 1}` }),
          name: service,
          kind: index === 0 ? 2 : 1,
          startTimeUnixNano: '1770000000000000000',
          attributes: list,
        }));
        try {
          map(record(spans, service));
        } catch (error) {
          expect(error).toBeInstanceOf(Failure);
        }
      },
    ),
    { numRuns: 300 },
  );
});
