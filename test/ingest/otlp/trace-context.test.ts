import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Claim } from '../../../graph/claim.ts';
import { Estate } from '../../../graph/estate.ts';
import { snapshot } from '../../../graph/snapshot.ts';
import { readExport } from '../../../ingest/otlp/export.ts';
import { storeSink } from '../../../ingest/otlp/store-sink.ts';
import { TraceContext } from '../../../ingest/otlp/trace-context.ts';
import type { Span } from '../../../ingest/sources/otel/span.ts';

const trace = '5b8efff798038103d269b633813fc60c';
const at = Date.UTC(2026, 9, 1);
const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });

const span = (spanId: string, parentSpanId: string, attributes: Record<string, string>) => ({
  traceId: trace,
  spanId,
  parentSpanId,
  name: 'x',
  startTimeUnixNano: `${at + Number(spanId)}000000`,
  endTimeUnixNano: `${at + Number(spanId)}000000`,
  attributes: Object.entries(attributes).map(([key, value]) => attribute(key, value)),
});

/** A run of an agent: it asks a model, runs a tool, and asks again. */
const run = [
  span('0001', '', {
    'gen_ai.operation.name': 'invoke_agent',
    'gen_ai.agent.name': 'clerk',
  }),
  span('0002', '0001', {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'server.address': 'api.openai.com',
  }),
  span('0003', '0001', { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'lookup' }),
  span('0004', '0001', { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'mail' }),
];

const exportOf = (...spans: unknown[]) => {
  const resource = { attributes: [attribute('service.name', 'shop')] };
  const record = { resourceSpans: [{ resource, scopeSpans: [{ spans }] }] };
  return readExport('traces', 'json', Buffer.from(JSON.stringify(record)), at);
};

let estate: Estate;
beforeEach(async () => {
  estate = await Estate.open();
});
afterEach(() => estate.close());

const sink = () =>
  storeSink({
    estate,
    isReady: () => true,
    onWritten: () => undefined,
    onLeftDemo: () => undefined,
  });

/** Edges of the graph, without the records that show them. */
async function edges(): Promise<string[]> {
  const { rows } = await estate.store.read(
    'MATCH (a)-[r]->(b) WHERE a:Agent OR a:Tool RETURN a.name AS a, type(r) AS r, b.name AS b',
  );
  return [...new Set(rows.map(({ a, r, b }) => [a, r, b].join(' ')))].sort();
}

test('a run in parts, in any order, shows what the whole run shows', async () => {
  await sink()(exportOf(...run));
  const whole = await edges();
  expect(whole).toEqual(
    expect.arrayContaining([
      'clerk CAN_CALL lookup',
      'clerk CAN_CALL mail',
      'clerk CALLS_MODEL api.openai.com',
      'lookup FEEDS clerk',
    ]),
  );
  const graphs = new Set<string>();
  for (const order of [run, [...run].reverse(), [run[2], run[0], run[3], run[1]]]) {
    await estate.close();
    estate = await Estate.open();
    const take = sink();
    for (const part of order) await take(exportOf(part));
    expect(await edges()).toEqual(whole);
    graphs.add(JSON.stringify(await snapshot(estate.store)));
  }
  expect(graphs.size).toBe(1);
});

test('each span is shown by the export that it came in', async () => {
  const written: Claim[] = [];
  const take = storeSink({
    estate: {
      key: 'k',
      demo: 'none',
      clear: () => Promise.resolve(),
      write: (claims) => {
        written.push(...claims);
        return Promise.resolve({ unchanged: 0 });
      },
    },
    isReady: () => true,
    onWritten: () => undefined,
    onLeftDemo: () => undefined,
  });
  const [agent, , tool] = run;
  const [first, second] = [exportOf(tool), exportOf(agent)];
  await take(first);
  await take(second);
  const calls = written.filter(({ edges: all }) => all.some(({ kind }) => kind === 'CAN_CALL'));
  expect(calls.map(({ subject, evidence }) => [subject, evidence.record])).toEqual([
    [`${trace}/0003`, first.position],
  ]);
  const own = written.filter(({ subject }) => subject === `${trace}/0001`);
  expect(own.map(({ evidence }) => evidence.record)).toEqual([second.position]);
});

test('spans of other traces, and of long ago, are left alone', () => {
  const context = new TraceContext();
  const spanOf = (name: string, id: string) => ({ trace: name, id }) as Span;
  const remember = (one: Span, now: number) => {
    context.remember({ spans: [one], position: 'p', bytes: 10, now });
  };
  remember(spanOf('a', '1'), 0);
  expect(context.before([spanOf('b', '2')]).spans).toEqual([]);
  expect(context.before([spanOf('a', '2')]).spans).toHaveLength(1);
  // The same span again is no context of itself.
  expect(context.before([spanOf('a', '1')]).spans).toEqual([]);
  remember(spanOf('b', '2'), 11 * 60_000);
  expect(context.before([spanOf('a', '2')]).spans).toEqual([]);
});

test('what is remembered is bounded in bytes', () => {
  const context = new TraceContext();
  for (let i = 0; i < 100; i++) {
    const spans = [{ trace: `t${i}`, id: '1' } as Span];
    context.remember({ spans, position: 'p', bytes: 1 << 20, now: i });
  }
  const known = Array.from(
    { length: 100 },
    (_, i) => context.before([{ trace: `t${i}`, id: '2' } as Span]).spans.length,
  );
  expect(known.reduce((sum, n) => sum + n, 0)).toBe(32);
  expect(known.at(-1)).toBe(1);
});
