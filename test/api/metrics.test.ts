import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sources } from '../../ingest/registry.ts';
import { exporting } from './exporting.ts';

let server: Awaited<ReturnType<typeof exporting>>;
beforeAll(async () => {
  server = await exporting();
});
afterAll(() => server[Symbol.asyncDispose]());

/** Samples by name with labels, as Prometheus reads its text format 0.0.4. */
async function scrape(): Promise<Map<string, number>> {
  const answer = await fetch(`${server.address}/metrics`, {
    headers: { authorization: `Bearer ${server.token}` },
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  const lines = (await answer.text()).split('\n').filter((line) => line !== '');
  const samples = new Map<string, number>();
  for (const line of lines.filter((text) => !text.startsWith('#'))) {
    const [, name, value] =
      /^([a-z_:][a-z0-9_:]*(?:\{(?:[a-z_]+="[^"\\]*",?)+\})?) (\S+)$/i.exec(line) ?? [];
    expect(name, line).toBeDefined();
    samples.set(name ?? '', Number(value));
  }
  return samples;
}

const send = (body: string) =>
  fetch(`${server.address}/v1/traces`, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
  });

const exportOf = (agent: string) => ({
  resourceSpans: [
    {
      scopeSpans: [
        {
          spans: [
            {
              traceId: '5b8efff798038103d269b633813fc60c',
              spanId: 'eee19b7ec3c1b174',
              startTimeUnixNano: '1770000000000000000',
              attributes: [
                { key: 'gen_ai.operation.name', value: { stringValue: 'invoke_agent' } },
                { key: 'gen_ai.agent.name', value: { stringValue: agent } },
              ],
            },
          ],
        },
      ],
    },
  ],
});

test('metrics are told to whoever holds a token, and to nobody else', async () => {
  expect((await fetch(`${server.address}/metrics`)).status).toBe(401);
});

test('records are counted by source and outcome, and what follows from them is measured', async () => {
  const accepted = 'cutset_records_total{source="otel.traces",outcome="accepted"}';
  const refused = 'cutset_records_total{source="otel.traces",outcome="refused"}';
  const before = await scrape();
  await send(JSON.stringify(exportOf('metered')));
  await send('not JSON');
  await server.settled();
  const after = await scrape();
  const more = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
  expect(more(accepted)).toBe(1);
  expect(more(refused)).toBe(1);
  expect(more('cutset_claims_written_total')).toBe(1);
  expect(more('cutset_settle_seconds_count')).toBeGreaterThan(0);
  expect(more('cutset_settle_stage_seconds_total{stage="derive"}')).toBeGreaterThan(0);
  expect(after.get('cutset_nodes')).toBe(server.estate.view.size.nodes);
  expect(after.get('cutset_edges')).toBe(server.estate.view.size.edges);
  expect(after.get('cutset_lags')).toBe(0);
  expect(after.get('cutset_settled_timestamp_seconds')).toBe(server.estate.settledAt / 1_000);
  for (const severity of ['critical', 'high', 'medium', 'low'])
    expect(after.get(`cutset_findings_open{severity="${severity}"}`)).toBe(0);
});

test('the process tells its memory, processor time and event-loop lag', async () => {
  const names = [...(await scrape()).keys()];
  expect(names).toEqual(
    expect.arrayContaining([
      'process_resident_memory_bytes',
      'process_cpu_user_seconds_total',
      'nodejs_eventloop_lag_p99_seconds',
    ]),
  );
});

test('who follows changes is counted while they do', async () => {
  const gone = new AbortController();
  const answer = await fetch(`${server.address}/graphql`, {
    method: 'POST',
    body: JSON.stringify({ query: 'subscription { settled { nodes } }' }),
    headers: {
      authorization: `Bearer ${server.token}`,
      'content-type': 'application/json',
      accept: 'text/event-stream',
    },
    signal: gone.signal,
  });
  expect(answer.status).toBe(200);
  expect((await scrape()).get('cutset_live_subscribers')).toBe(1);
  gone.abort();
  while ((await scrape()).get('cutset_live_subscribers') !== 0)
    await new Promise((resolve) => setTimeout(resolve, 10));
});

test('every metric of ours is in the manual, and the manual tells of no other', async () => {
  const page = readFileSync('docs/operate.md', 'utf8');
  const told = new Set([...page.matchAll(/`(cutset_[a-z_]+)/g)].map(([, name]) => name));
  const answer = await fetch(`${server.address}/metrics`, {
    headers: { authorization: `Bearer ${server.token}` },
  });
  const types = (await answer.text()).matchAll(/^# TYPE (cutset_[a-z_]+) /gm);
  expect(told).toEqual(new Set([...types].map(([, name]) => name)));
});

test('labels hold names of ours, however hostile the records are', async () => {
  for (let i = 0; i < 20; i++) await send(JSON.stringify(exportOf(`evil-${i}"} 1`)));
  await server.settled();
  const names = [...(await scrape()).keys()].join('\n');
  expect(names).not.toContain('evil');
  expect(names).not.toContain(server.token);
  const known = new Set([...sources.map(({ name }) => name), 'none']);
  for (const [, source = ''] of names.matchAll(/source="([^"]*)"/g))
    expect(known).toContain(source);
});
