import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Estate } from '../../graph/estate.ts';
import { freePort } from '../servers/free-port.ts';
import { startCutset } from '../ingest/stream/process.ts';

/** A server as a process of its own, whose Neo4j is away. */
async function startWaiting() {
  const state = mkdtempSync(join(tmpdir(), 'cutset-waits-'));
  const [nobody, port] = [await freePort(), await freePort()];
  const server = startCutset(
    {
      CUTSET_ESTATE: `bolt://127.0.0.1:${nobody}`,
      CUTSET_NEO4J_PASSWORD: 'none',
      CUTSET_STATE: state,
    },
    ...['serve', '--port', String(port)],
  );
  onTestFinished(async () => {
    await server.kill('SIGKILL');
    rmSync(state, { recursive: true, force: true });
  });
  await server.says('trying again');
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, init);
  return { server, ask, store: `bolt://127.0.0.1:${nobody}` };
}

test('a server whose store is away waits for it, and tells so to whoever asks', async () => {
  const { server, ask, store } = await startWaiting();
  expect(server.err).toContain(`${store}: no answer`);
  expect((await ask('/healthz')).status).toBe(200);
  const ready = await ask('/readyz');
  expect(ready.status).toBe(503);
  // The reason names the store, which nobody without a token is told.
  expect(await ready.json()).toEqual({ ready: false });
  const page = await ask('/');
  expect(page.status).toBe(503);
  expect(await page.text()).toContain('the estate is not open yet');
  for (const path of ['/metrics', '/v1/traces'])
    expect((await ask(path, { method: 'POST', body: '{}' })).status).toBe(401);

  const ended = server.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(server.out).toBe('');
});

test('a port in use is told at once, though the store is away', async () => {
  const other = createServer();
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  const settings = { CUTSET_ESTATE: 'bolt://127.0.0.1:1', CUTSET_NEO4J_PASSWORD: 'none' };
  const server = startCutset(settings, 'serve', '--port', String(port));
  expect(await server.ended).toBe(2);
  expect(server.err).toContain(`port ${port} of 127.0.0.1 is in use`);
});

test('an estate that another process holds is told at once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cutset-held-'));
  const holder = await Estate.open(folder);
  onTestFinished(async () => {
    await holder.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const server = startCutset({}, 'serve', '--port', '0', '--estate', folder);
  expect(await server.ended).toBe(2);
  expect(server.err).toContain('another process holds the estate');
  expect(server.err).not.toContain('trying again');
});
