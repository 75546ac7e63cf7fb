import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Estate } from '../../graph/estate.ts';
import { claimsOf, estateWith, shop } from './shop.ts';
import { serving } from './serving.ts';

let estate: Estate;
let server: Awaited<ReturnType<typeof serving>>;
const links: string[] = [];

beforeAll(async () => {
  estate = await estateWith(claimsOf(shop));
  server = await serving(estate, { onSignIn: (link) => links.push(link) });
});
afterAll(async () => {
  await server.close();
  await estate.close();
});

const question = JSON.stringify({ query: '{ estate { name } }' });

interface Sent {
  status: number;
  location: string | undefined;
  body: string;
}

/** Sends a path and headers as they are, which `fetch` would not. */
function send(
  path: string,
  headers: Record<string, string>,
  { method = 'POST', body = question }: { method?: string; body?: string } = {},
): Promise<Sent> {
  const { hostname, port } = new URL(server.address);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('end', () => {
        const { location } = answer.headers;
        resolve({ status: answer.statusCode ?? 0, location, body: text });
      });
    });
    sent.on('error', reject);
    sent.end(method === 'GET' ? undefined : body);
  });
}

const json = { 'content-type': 'application/json' };
const signedIn = () => ({ ...json, authorization: `Bearer ${server.token}` });
const port = () => new URL(server.address).port;

test('a program with the token is answered', async () => {
  expect(await send('/graphql', signedIn())).toMatchObject({
    status: 200,
    body: '{"data":{"estate":{"name":"memory"}}}',
  });
});

test.each<[string, () => Record<string, string>, number]>([
  ['no token', () => json, 401],
  ['a wrong token', () => ({ ...json, authorization: 'Bearer wrong' }), 401],
  ['an empty token', () => ({ ...json, authorization: 'Bearer ' }), 401],
  ['the token as a cookie', () => ({ ...json, cookie: `cutset_${port()}=${server.token}` }), 401],
  ['another host', () => ({ ...signedIn(), host: 'cutset.example' }), 403],
  ['our host with another port', () => ({ ...signedIn(), host: '127.0.0.1:1' }), 403],
  ['another origin', () => ({ ...signedIn(), origin: 'https://evil.example' }), 403],
  ['a null origin', () => ({ ...signedIn(), origin: 'null' }), 403],
  ['text/plain, as a form can send', () => ({ ...signedIn(), 'content-type': 'text/plain' }), 415],
])('%s is refused', async (_, headers, status) => {
  const answer = await send('/graphql', headers());
  expect(answer.status).toBe(status);
  expect(answer.body).not.toContain('memory');
});

test.each(['localhost', '127.0.0.1', '[::1]'])('%s is a host of ours', async (name) => {
  const headers = { ...signedIn(), host: `${name}:${port()}`, origin: `http://${name}:${port()}` };
  expect((await send('/graphql', headers)).status).toBe(200);
});

test.each(['GET', 'PUT', 'PATCH'])('GraphQL is not answered to %s', async (method) => {
  const path = '/graphql?query=mutation%7BstartRealEstate%7Bname%7D%7D';
  expect((await send(path, signedIn(), { method })).status).toBe(405);
});

test('a link signs a browser in once, by a cookie that scripts cannot read', async () => {
  const link = server.link();
  const first = await fetch(link, { redirect: 'manual' });
  expect(first.status).toBe(303);
  expect(first.headers.get('location')).toBe('/');
  const cookie = first.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
  const session = { cookie: cookie.split(';')[0] ?? '' };

  expect((await send('/graphql', { ...json, ...session })).status).toBe(200);
  expect((await send('/graphql', json)).status).toBe(401);

  const again = await fetch(link, { redirect: 'manual' });
  expect(again.status).toBe(401);
  expect(again.headers.get('set-cookie')).toBeNull();
  expect(links.at(-1)).toBe(server.link());
  expect(server.link()).not.toBe(link);

  // Whoever has a session already does not use a link up.
  const next = server.link();
  const known = await send(new URL(next).pathname + new URL(next).search, session, {
    method: 'GET',
  });
  expect(known.status).toBe(303);
  expect(server.link()).toBe(next);
});

test.each([
  ['/paths', '/paths?k=5'],
  ['//evil.example/paths', '/paths?k=5'],
  ['/x/..//evil.example/paths', '/evil.example/paths?k=5'],
])('the redirect from %s leads to %s of this server', async (path, location) => {
  const { search } = new URL(server.link());
  const answer = await send(`${path}${search}&k=5`, {}, { method: 'GET' });
  expect(answer).toMatchObject({ status: 303, location });
});

test('an address that is none is refused', async () => {
  expect((await send('//', {}, { method: 'GET' })).status).toBe(400);
});

test('no answer is stored, framed or sniffed', async () => {
  const { headers } = await server.post('/graphql', question);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-frame-options')).toBe('DENY');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

test.each(['0.0.0.0', '::', '192.168.1.10', 'cutset.example'])(
  'an address that others reach is not served: %s',
  async (host) => {
    await expect(serving(estate, { host })).rejects.toMatchObject({ code: 'USAGE' });
  },
);

test('a port in use is told by its number', async () => {
  await expect(serving(estate, { port: Number(port()) })).rejects.toThrow(
    `port ${port()} of 127.0.0.1 is in use`,
  );
});

test('whether it is alive and ready is told to whoever asks', async () => {
  expect((await fetch(`${server.address}/healthz`)).status).toBe(200);
  expect((await fetch(`${server.address}/readyz`)).status).toBe(200);
});
