import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCollectorTokens } from '../../api/http/collector-tokens.ts';
import { Failure } from '../../graph/errors.ts';
import { snapshot } from '../../graph/snapshot.ts';
import { limits } from '../../ingest/otlp/protobuf.ts';
import { fixed64, number, part } from '../ingest/otlp/wire.ts';
import { exporting } from './exporting.ts';
import { serving } from './serving.ts';
import { claimsOf, estateWith, shop } from './shop.ts';

let server: Awaited<ReturnType<typeof exporting>>;
beforeAll(async () => {
  server = await exporting();
});
afterAll(() => server[Symbol.asyncDispose]());

const protobuf = { 'content-type': 'application/x-protobuf' };
const json = { 'content-type': 'application/json' };

interface Sent {
  path?: string;
  headers?: Record<string, string>;
  method?: string;
  to?: { address: string; token: string };
}

function send(
  body: Uint8Array | string | ReadableStream,
  { path = '/v1/traces', headers = json, method = 'POST', to = server }: Sent = {},
) {
  return fetch(to.address + path, {
    method,
    ...(method === 'POST' && { body: body as BodyInit, duplex: 'half' }),
    headers: { authorization: `Bearer ${to.token}`, ...headers },
  });
}

/** An export of one span of an agent, as OTLP/JSON; without a start time where `start` is 0. */
const agentSpan = (name: string, start = 1_770_000_000_000_000_000n) => ({
  traceId: '5b8efff798038103d269b633813fc60c',
  spanId: createHash('sha256').update(name).digest('hex').slice(0, 16),
  name: `invoke_agent ${name}`,
  kind: 1,
  startTimeUnixNano: String(start),
  endTimeUnixNano: String(start),
  attributes: [
    { key: 'gen_ai.operation.name', value: { stringValue: 'invoke_agent' } },
    { key: 'gen_ai.agent.name', value: { stringValue: name } },
  ],
});
const exportOf = (...spans: unknown[]) =>
  JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
        scopeSpans: [{ spans }],
      },
    ],
  });

const agents = async () => {
  const { rows } = await server.estate.store.read('MATCH (a:Agent) RETURN a.name AS name');
  return rows.map(({ name }) => name);
};

test('what is answered with 200 is in the store', async () => {
  const answer = await send(exportOf(agentSpan('kept')));
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(await answer.json()).toEqual({});
  expect(await agents()).toContain('kept');
});

test('a repeated export, and the same packed, adds nothing', async () => {
  const body = exportOf(agentSpan('once'));
  await send(body);
  await server.settled();
  const before = await snapshot(server.estate.store);
  expect((await send(body)).status).toBe(200);
  const packed = await send(gzipSync(body), { headers: { ...json, 'content-encoding': 'gzip' } });
  expect(packed.status).toBe(200);
  await server.settled();
  expect(await snapshot(server.estate.store)).toEqual(before);
});

test.each(['GZIP', 'x-gzip', 'Identity'])('an encoding may be called %s', async (name) => {
  const body = exportOf(agentSpan(name));
  const sent = name === 'Identity' ? body : gzipSync(body);
  const answer = await send(sent, { headers: { ...json, 'content-encoding': name } });
  expect(answer.status).toBe(200);
  expect(await agents()).toContain(name);
});

test('spans that cannot be read are counted in the answer, and the others are in', async () => {
  const answer = await send(exportOf(agentSpan('good'), agentSpan('timeless', 0n)));
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({
    partialSuccess: {
      rejectedSpans: '1',
      errorMessage: expect.stringContaining('start time') as unknown,
    },
  });
  expect(await agents()).toEqual(expect.arrayContaining(['good']));
  expect(await agents()).not.toContain('timeless');

  // The same in protobuf: a span with an id and no time.
  const span = part(2, part(1, Buffer.alloc(16, 1)), part(2, Buffer.alloc(8, 1)));
  const bytes = await send(part(1, part(2, span)), { headers: protobuf });
  expect(bytes.status).toBe(200);
  expect(bytes.headers.get('content-type')).toBe('application/x-protobuf');
  const body = Buffer.from(await bytes.arrayBuffer());
  expect(body.subarray(2, 4)).toEqual(number(1, 1));
});

test('an export of nothing is a success, for both signals', async () => {
  for (const path of ['/v1/traces', '/v1/logs']) {
    expect((await send('', { path, headers: protobuf })).status).toBe(200);
    expect(await (await send('{}', { path })).json()).toEqual({});
  }
});

const span = part(2, part(1, Buffer.alloc(16, 1)), part(2, Buffer.alloc(8, 1)), fixed64(7, 9n));
const endless = (size: number) => {
  let left = size;
  return new ReadableStream({
    pull(controller) {
      if (left <= 0) controller.close();
      else controller.enqueue(new Uint8Array(Math.min(left, 65_536)));
      left -= 65_536;
    },
  });
};
const gzip = { 'content-encoding': 'gzip' };
const bomb = gzipSync(Buffer.alloc(limits.bytes + 1));

test.each<[string, string | Uint8Array | ReadableStream, Sent, number]>([
  ['bytes cut short', part(1, part(2, span)).subarray(0, -2), { headers: protobuf }, 400],
  ['protobuf called JSON', part(1, part(2, span)), {}, 400],
  ['JSON that is none', '{"resourceSpans":', {}, 400],
  ['JSON of another form', '[]', {}, 400],
  ['groups that are no list', '{"resourceSpans":{}}', {}, 400],
  ['JSON nested without end', '['.repeat(100_000), {}, 400],
  ['what is no gzip', 'plain', { headers: { ...json, ...gzip } }, 400],
  ['a bomb', bomb, { headers: { ...json, ...gzip } }, 413],
  ['more bytes than are taken', Buffer.alloc(limits.bytes + 1), { headers: protobuf }, 413],
  ['a stream of more than are taken', endless(limits.bytes + 1), { headers: protobuf }, 413],
  ['another type', '{}', { headers: { 'content-type': 'text/plain' } }, 415],
  ['another encoding', '{}', { headers: { ...json, 'content-encoding': 'br' } }, 415],
  ['another method', '', { method: 'GET' }, 405],
  ['no token', '{}', { headers: { ...json, authorization: '' } }, 401],
  ['a wrong token', '{}', { headers: { ...json, authorization: 'Bearer wrong' } }, 401],
])('%s: refused for good', async (_, body, sent, status) => {
  const answer = await send(body, sent);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('retry-after')).toBeNull();
  expect(answer.headers.get('allow')).toBe(status === 405 ? 'POST' : null);
  expect(answer.headers.get('accept-encoding')).toBe(status === 415 ? 'gzip' : null);
  // google.rpc.Status in the encoding of the request.
  const type = sent.headers?.['content-type'] === protobuf['content-type'] ? 'x-protobuf' : 'json';
  expect(answer.headers.get('content-type')).toBe(`application/${type}`);
  if (type === 'json')
    expect(await answer.json()).toEqual({
      code: expect.any(Number) as number,
      message: expect.stringMatching(/\w/) as string,
    });
  else expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(4);
});

test('a signal that is not read is no path of ours', async () => {
  const answer = await send('{}', { path: '/v1/metrics' });
  expect(answer.status).toBe(404);
  expect(await answer.text()).toContain('/v1/traces');
});

/** A server whose sink is given, on an estate that is not written. */
async function withSink(exports: () => Promise<{ rejected: number; reason: string }>) {
  const estate = await estateWith(claimsOf(shop));
  const to = await serving(estate, { exports });
  return {
    to,
    [Symbol.asyncDispose]: async () => {
      await to.close();
      await estate.close();
    },
  };
}

test.each<[string, () => Error, number, string | null]>([
  ['the store does not answer', () => new Failure('STORE_UNAVAILABLE', 'bolt://db'), 503, '5'],
  ['nothing is taken', () => new Failure('OVERLOADED', 'starting'), 503, '5'],
  ['the sender sends too much', () => new Failure('TOO_MANY', 'less'), 429, '5'],
  ['the estate is locked', () => new Failure('ESTATE_LOCKED', 'locked'), 503, '5'],
  ['the claims break the schema', () => new Failure('CLAIM_INVALID', 'bad'), 400, null],
  ['a fault of ours', () => new Error('secret detail'), 500, null],
])('when %s', async (_, error, status, retryAfter) => {
  await using site = await withSink(() => Promise.reject(error()));
  const answer = await send(exportOf(agentSpan('x')), { to: site.to });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('retry-after')).toBe(retryAfter);
  expect(await answer.text()).not.toContain('secret');
});

test('requests without end and without bytes are too many as well', async () => {
  const held = Promise.withResolvers<{ rejected: number; reason: string }>();
  let begun = 0;
  await using site = await withSink(() => {
    begun += 1;
    return held.promise;
  });
  const waiting = Array.from({ length: 256 }, () => send('{}', { to: site.to }));
  while (begun < 256) await new Promise((resolve) => setTimeout(resolve, 10));
  const refused = await send('{}', { to: site.to });
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('5');
  held.resolve({ rejected: 0, reason: '' });
  expect(new Set((await Promise.all(waiting)).map(({ status }) => status))).toEqual(new Set([200]));
});

test('under pressure senders are told to come back, and are taken when it is over', async () => {
  const held = Promise.withResolvers<{ rejected: number; reason: string }>();
  let begun = 0;
  await using site = await withSink(() => {
    begun += 1;
    return held.promise;
  });
  const large = exportOf({ ...agentSpan('large'), name: 'x'.repeat(limits.bytes - 4_096) });
  const waiting = Array.from({ length: 4 }, () => send(large, { to: site.to }));
  while (begun < 4) await new Promise((resolve) => setTimeout(resolve, 10));
  const refused = await send(large, { to: site.to });
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('5');
  // google.rpc.Code RESOURCE_EXHAUSTED
  expect(await refused.json()).toMatchObject({ code: 8 });
  held.resolve({ rejected: 0, reason: '' });
  expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect((await send(large, { to: site.to })).status).toBe(200);
});

test('a token of a collector exports and reads metrics, and asks nothing else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cutset-tokens-'));
  const file = join(folder, 'collectors');
  const digest = createHash('sha256').update('collector-token').digest('hex');
  writeFileSync(file, `# collectors\n${'0'.repeat(64)}  old\n\n${digest}  -\n`);
  await using site = await (async () => {
    const estate = await estateWith(claimsOf(shop));
    const to = await serving(estate, { knowsCollector: readCollectorTokens(file) });
    return { to, [Symbol.asyncDispose]: () => to.close().then(() => estate.close()) };
  })();
  const to = { address: site.to.address, token: 'collector-token' };
  expect((await send('{}', { to })).status).toBe(200);
  expect((await send('', { to, path: '/metrics', method: 'GET' })).status).toBe(200);
  expect((await send('{"query":"{estate{name}}"}', { to, path: '/graphql' })).status).toBe(401);
  expect((await send('{"name":"doctor"}', { to, path: '/command' })).status).toBe(401);
  expect((await send('{}', { to: { ...to, token: digest } })).status).toBe(401);

  writeFileSync(file, 'collector-token\n');
  expect(() => readCollectorTokens(file)).toThrow('line 1');
  expect(() => readCollectorTokens(join(folder, 'none'))).toThrow('CUTSET_COLLECTOR_TOKENS');
  rmSync(folder, { recursive: true });
});
