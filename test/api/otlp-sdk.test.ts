import { context, SpanKind, trace, type Attributes, type Span } from '@opentelemetry/api';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { BatchSpanProcessor, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterEach, expect, test, vi } from 'vitest';
import { exporting } from './exporting.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** Points an SDK at a server as its users do, by the environment. */
function point({ address, token }: { address: string; token: string }, compression: string) {
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', address);
  vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', `authorization=Bearer%20${token}`);
  vi.stubEnv('OTEL_EXPORTER_OTLP_COMPRESSION', compression);
}

const resource = resourceFromAttributes({
  'service.name': 'shop',
  'deployment.environment.name': 'prod',
});

/** An agent that asks a model and runs a tool (OpenTelemetry GenAI conventions). */
function runAgent(provider: TracerProvider) {
  const tracer = provider.getTracer('test');
  const start = (name: string, attributes: Attributes, parent?: Span, kind = SpanKind.INTERNAL) =>
    tracer.startSpan(
      name,
      { kind, attributes },
      parent ? trace.setSpan(context.active(), parent) : context.active(),
    );
  const agent = start('invoke_agent clerk', {
    'gen_ai.operation.name': 'invoke_agent',
    'gen_ai.agent.name': 'clerk',
  });
  const model = start(
    'chat gpt-5',
    {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-5',
      'server.address': 'api.openai.com',
    },
    agent,
    SpanKind.CLIENT,
  );
  model.end();
  const tool = start(
    'execute_tool lookup',
    { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'lookup' },
    agent,
  );
  tool.end();
  agent.end();
}

test.each([
  ['protobuf', 'gzip', ProtobufExporter],
  ['protobuf', 'none', ProtobufExporter],
  ['JSON', 'gzip', JsonExporter],
  ['JSON', 'none', JsonExporter],
] as const)('spans of an SDK arrive: %s, compression %s', async (_, compression, Exporter) => {
  await using server = await exporting();
  point(server, compression);
  const exporter = new Exporter();
  const provider = new TracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  runAgent(provider);
  await provider.forceFlush();
  await provider.shutdown();
  await server.settled();

  const { rows } = await server.estate.store.read(`
    MATCH (a:Agent {name: 'clerk'})-[:CAN_CALL]->(t:Tool {name: 'lookup'}),
          (a)-[:CALLS_MODEL]->(m:ModelEndpoint)
    RETURN a.uid AS agent, t.uid AS tool, m.uid AS model`);
  expect(rows).toHaveLength(1);
  expect(rows[0]?.['agent']).toBe('agent:svc:/shop@prod/clerk');
  const [spoken] = (await server.estate.freshness()).filter(({ owner }) => owner === 'otel:prod');
  expect(spoken).toMatchObject({ source: 'otel.traces' });
});

test('spans that come one by one, the agent last, are read as one run', async () => {
  await using server = await exporting();
  point(server, 'gzip');
  const provider = new TracerProvider({
    resource,
    spanProcessors: [new SimpleSpanProcessor({ exporter: new ProtobufExporter() })],
  });
  runAgent(provider);
  await provider.forceFlush();
  await provider.shutdown();
  await server.settled();
  const { rows } = await server.estate.store.read(`
    MATCH (a:Agent)-[:CAN_CALL]->(t:Tool), (a)-[:CALLS_MODEL]->(m:ModelEndpoint)
    RETURN a.name AS agent, t.name AS tool`);
  expect(rows).toEqual([{ agent: 'clerk', tool: 'lookup' }]);
});

test('log events of an SDK arrive', async () => {
  await using server = await exporting();
  point(server, 'gzip');
  const provider = new LoggerProvider({
    resource,
    processors: [new SimpleLogRecordProcessor({ exporter: new OTLPLogExporter() })],
  });
  provider.getLogger('test').emit({
    eventName: 'gen_ai.client.inference.operation.details',
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-5',
      'server.address': 'api.openai.com',
    },
  });
  await provider.forceFlush();
  await provider.shutdown();
  await server.settled();
  const { rows } = await server.estate.store.read(
    'MATCH (s:Service)-[:CALLS_MODEL]->(m:ModelEndpoint) RETURN s.uid AS service',
  );
  expect(rows).toEqual([{ service: 'svc:/shop@prod' }]);
});

test('an SDK without the token gets nothing in', async () => {
  await using server = await exporting();
  point({ ...server, token: 'wrong' }, 'none');
  const provider = new TracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor({ exporter: new ProtobufExporter() })],
  });
  runAgent(provider);
  await provider.forceFlush().catch(() => undefined);
  await provider.shutdown().catch(() => undefined);
  expect(server.estate.view.size.nodes).toBeLessThanOrEqual(1);
});
