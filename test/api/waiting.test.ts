import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDoor, type Door } from '../../api/http/door.ts';
import { waiting } from '../../api/http/waiting.ts';

let door: Door;
beforeAll(async () => {
  door = await openDoor({ port: 0 });
  const knowsCollector = (token: string) => token === 'known';
  const log = pino({ level: 'silent' });
  door.answer(waiting({ door, knowsCollector, log, reason: () => 'the store is away' }));
});
afterAll(() => door.close());

const authorization = 'Bearer known';
const ask = (path: string, init: RequestInit = {}) => fetch(door.address + path, init);

test('who knows a token is told for what a server waits, and how its process fares', async () => {
  const ready = await ask('/readyz', { headers: { authorization } });
  expect(ready.status).toBe(503);
  expect(await ready.json()).toEqual({
    ready: false,
    state: 'starting',
    reason: 'the store is away',
  });
  const metrics = await ask('/metrics', { headers: { authorization } });
  expect(metrics.status).toBe(200);
  expect(await metrics.text()).toContain('process_resident_memory_bytes');
});

test('collectors are told to come back', async () => {
  const answer = await ask('/v1/logs', {
    method: 'POST',
    body: '{}',
    headers: { authorization, 'content-type': 'application/json' },
  });
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('5');
});

test('a page of another origin is told nothing', async () => {
  const answer = await ask('/', { headers: { origin: 'https://evil.example' } });
  expect(answer.status).toBe(403);
});

test('who answers at a door changes while it is open', async () => {
  const other = await openDoor({ port: 0 });
  const status = async () => (await fetch(other.address)).status;
  expect(await status()).toBe(503);
  other.answer((_, response) => {
    response.writeHead(204).end();
    return Promise.resolve();
  });
  expect(await status()).toBe(204);
  await other.close();
  await expect(status()).rejects.toThrow();
});
