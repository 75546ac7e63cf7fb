import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CommandIo, RunCommand } from '../../api/http/command-stream.ts';
import { forward } from '../../api/command-client.ts';
import { readServerFile, removeServerFile, writeServerFile } from '../../api/server-file.ts';
import { Failure } from '../../graph/errors.ts';
import type { Estate } from '../../graph/estate.ts';
import { estateWith } from './shop.ts';
import { serving } from './serving.ts';

let folder: string;
let estate: Estate;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cutset-commands-'));
  estate = await estateWith([]);
});
afterEach(async () => {
  await estate.close();
  rmSync(folder, { recursive: true });
});

/** Keeps what a command writes. */
function terminal(signal = new AbortController().signal) {
  const written: string[] = [];
  const keep = (to: string) => (text: string) => void written.push(`${to}:${text}`);
  const io: CommandIo = {
    out: keep('out'),
    err: keep('err'),
    progress: keep('progress'),
    signal,
    cwd: '/somewhere',
  };
  return { io, written };
}

/** A server that says in the folder where it is. */
async function servingIn(runCommand: RunCommand) {
  const server = await serving(estate, { runCommand });
  writeServerFile(folder, { address: server.address, token: server.token, pid: process.pid });
  return server;
}

test('a command runs in the server, and writes here', async () => {
  const asked: unknown[] = [];
  await using _ = await servingIn((name, args, io) => {
    asked.push(name, args, io.cwd);
    io.progress('half');
    io.out('line 1\nline 2 "é💣\u202e"\n');
    io.err('careful\n');
    io.out('x'.repeat(300_000));
    return Promise.resolve(1);
  });
  const { io, written } = terminal();
  expect(await forward(folder, 'findings', ['--json', ' '], io)).toBe(1);
  expect(asked).toEqual(['findings', ['--json', ' '], '/somewhere']);
  expect(written).toEqual([
    'progress:half',
    'out:line 1\nline 2 "é💣\u202e"\n',
    'err:careful\n',
    `out:${'x'.repeat(300_000)}`,
  ]);
});

test.each([
  [new Failure('NOT_FOUND', 'no node "x"'), { code: 'NOT_FOUND', message: 'no node "x"' }],
  [new Error('broken'), { message: 'broken' }],
])('what a command throws there is thrown here: %s', async (thrown, expected) => {
  await using _ = await servingIn(() => Promise.reject(thrown));
  await expect(forward(folder, 'paths', [], terminal().io)).rejects.toMatchObject(expected);
});

test('a command is told to stop when its terminal goes away', async () => {
  const running = Promise.withResolvers<AbortSignal>();
  const stopped = Promise.withResolvers<void>();
  await using _ = await servingIn((_name, _args, io) => {
    running.resolve(io.signal);
    io.signal.addEventListener('abort', () => {
      stopped.resolve();
    });
    return stopped.promise.then(() => 0);
  });
  const leave = new AbortController();
  const forwarded = forward(folder, 'ingest', ['.'], terminal(leave.signal).io);
  forwarded.catch(() => undefined);
  expect((await running.promise).aborted).toBe(false);
  leave.abort(new Failure('USAGE', 'stopped'));
  await stopped.promise;
  await expect(forwarded).rejects.toMatchObject({ code: 'USAGE', message: 'stopped' });
});

test('a server that closes stops its commands, waits for them, and the terminal is told', async () => {
  const running = Promise.withResolvers<void>();
  let ended = false;
  const server = await servingIn(async (_name, _args, io) => {
    running.resolve();
    await new Promise((resolve) => {
      io.signal.addEventListener('abort', resolve);
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    ended = true;
    return 0;
  });
  const forwarded = forward(folder, 'ingest', ['.'], terminal().io);
  forwarded.catch(() => undefined);
  await running.promise;
  await server.close();
  expect(ended).toBe(true);
  await expect(forwarded).rejects.toThrow();
});

test('without a server there is nothing to forward to', async () => {
  expect(await forward(folder, 'findings', [], terminal().io)).toBeNull();
});

test.each<[string, () => Promise<unknown>]>([
  ['no JSON', () => Promise.resolve(writeFileSync(join(folder, 'server.json'), '{"addr'))],
  ['another form', () => Promise.resolve(writeFileSync(join(folder, 'server.json'), '{"pid":1}'))],
  [
    'an address of another machine by a scheme that is not ours',
    () =>
      Promise.resolve(
        writeFileSync(
          join(folder, 'server.json'),
          JSON.stringify({ address: 'ftp://x', token: 'x', pid: process.pid }),
        ),
      ),
  ],
  [
    'a process that is gone',
    () =>
      // Above the largest process id of Linux (kernel: PID_MAX_LIMIT, 2^22).
      Promise.resolve(
        writeServerFile(folder, { address: 'http://127.0.0.1:1', token: 'x', pid: 2 ** 22 + 1 }),
      ),
  ],
  [
    'a server that stopped without a word',
    async () => {
      const server = await servingIn(() => Promise.resolve(0));
      await server.close();
    },
  ],
  [
    'a port that another server has now',
    async () => {
      const server = await serving(estate);
      writeServerFile(folder, { address: server.address, token: 'old', pid: process.pid });
      return server;
    },
  ],
])('what a server left behind is no server: %s', async (_, leave) => {
  const left = await leave();
  try {
    expect(await forward(folder, 'findings', [], terminal().io)).toBeNull();
  } finally {
    if (left && typeof left === 'object' && 'close' in left) await (left.close as () => unknown)();
  }
});

test('only the owner may read where the server is, and only the server removes it', () => {
  const file = { address: 'http://127.0.0.1:7311', token: 'secret', pid: process.pid };
  writeServerFile(folder, file);
  expect(statSync(join(folder, 'server.json')).mode & 0o777).toBe(0o600);
  expect(readServerFile(folder)).toEqual(file);
  removeServerFile(folder);
  expect(existsSync(join(folder, 'server.json'))).toBe(false);

  writeServerFile(folder, { ...file, pid: process.ppid });
  removeServerFile(folder);
  expect(existsSync(join(folder, 'server.json'))).toBe(true);
});

test.each<[string, unknown, Record<string, string>, number]>([
  ['a browser', { name: 'query', args: [], cwd: '/' }, { authorization: '' }, 401],
  ['no arguments', { name: 'query', cwd: '/' }, {}, 400],
  ['a name that is no text', { name: 1, args: [], cwd: '/' }, {}, 400],
  ['no JSON', 'name=query', {}, 400],
  ['a form', 'name=query', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
  ['a large body', { name: 'query', args: ['x'.repeat(2 ** 21)], cwd: '/' }, {}, 413],
])('a command is refused to %s', async (_, body, headers, status) => {
  const ran: string[] = [];
  await using server = await serving(estate, {
    runCommand: (name) => {
      ran.push(name);
      return Promise.resolve(0);
    },
  });
  expect((await server.post('/command', body, { headers })).status).toBe(status);
  expect(ran).toEqual([]);
});

test('a command is refused to the session of a browser', async () => {
  await using server = await serving(estate);
  const signedIn = await fetch(server.link(), { redirect: 'manual' });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const body = JSON.stringify({ name: 'query', args: [], cwd: '/' });
  const headers = { cookie, 'content-type': 'application/json' };
  const answer = await fetch(`${server.address}/command`, { method: 'POST', body, headers });
  expect(answer.status).toBe(403);
});
