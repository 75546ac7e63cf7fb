import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readServerFile } from '../../api/server-file.ts';
import type { Invocation, Io } from '../../commands/command.ts';
import serve from '../../commands/serve.ts';
import { Estate } from '../../graph/estate.ts';

let folder: string;
const running = new Set<ChildProcess>();

beforeEach(() => {
  vi.stubEnv('CUTSET_LOG_LEVEL', 'warn');
  folder = mkdtempSync(join(tmpdir(), 'cutset-serve-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  for (const child of running) child.kill('SIGKILL');
  running.clear();
  rmSync(folder, { recursive: true, force: true });
});

interface Process {
  child: ChildProcess;
  out: () => string;
  err: () => string;
  /** Exit code, once it ends. */
  ended: Promise<number | null>;
}

/** Starts `cutset` in a process of its own. */
function cutset(...args: string[]): Process {
  const child = spawn(process.execPath, ['cutset.ts', ...args, '--estate', folder], {
    env: { ...process.env, CUTSET_NO_DEMO: 'false' },
  });
  running.add(child);
  const text = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text.out += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (text.err += part));
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  return { child, out: () => text.out, err: () => text.err, ended };
}

/** Waits until a process has written something; fails when it ends before. */
async function written(
  process: Pick<Process, 'out' | 'err' | 'ended'>,
  pattern: RegExp,
): Promise<RegExpExecArray> {
  let code: number | null | undefined;
  process.ended.then(
    (ended) => (code = ended),
    () => (code = 2),
  );
  for (;;) {
    const found = pattern.exec(process.out() + process.err());
    if (found) return found;
    if (code !== undefined) throw new Error(`ended with ${code}: ${process.out()}${process.err()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const link = /Cutset is at (http:\/\/127\.0\.0\.1:\d+)\/\?token=\S+/;
const settled = /(\d+) nodes, (\d+) edges, \d+ findings/;

test('an empty estate is served with the demo; other commands go through the server', async () => {
  const server = cutset('serve', '--port', '0');
  const [, address] = await written(server, link);
  expect(readServerFile(folder)).toMatchObject({ address, pid: server.child.pid });
  const [, nodes] = await written(server, settled);
  expect(Number(nodes)).toBeGreaterThan(50);
  expect(server.err()).toContain('it holds the demo now');

  const doctor = cutset('doctor', '--json');
  expect(await doctor.ended).toBe(0);
  expect(JSON.parse(doctor.out())).toMatchObject({ counts: { nodes: Number(nodes) }, folder });
  const wrong = cutset('paths', '--from', 'nobody-of-that-name', '--to', 'sensitive');
  expect(await wrong.ended).toBe(2);
  expect(wrong.err()).toContain('nobody-of-that-name');
  const audit = readFileSync(join(folder, 'audit.log'), 'utf8');
  expect(audit).toContain('"command":"doctor"');
  expect(audit).not.toContain(readServerFile(folder)?.token);

  // Records of one's own take the place of the demo.
  const record = join(folder, 'identity.json');
  writeFileSync(
    record,
    JSON.stringify({
      UserId: 'AIDA',
      Account: '444455556666',
      Arn: 'arn:aws:iam::444455556666:user/x',
    }),
  );
  const ingest = cutset('ingest', record);
  expect(await ingest.ended).toBe(0);
  expect(ingest.err()).toContain('was the demo');
  const after = cutset('doctor', '--json');
  await after.ended;
  expect(after.out()).toContain('aws:444455556666');
  expect(after.out()).not.toContain('aws:111122223333');

  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  expect(existsSync(join(folder, 'server.json'))).toBe(false);

  // An estate that left the demo never loads it again.
  const again = cutset('serve', '--port', '0');
  const [, left] = await written(again, settled);
  expect(Number(left)).toBeLessThan(Number(nodes));
  expect(again.err()).not.toContain('demo');
  again.child.kill('SIGINT');
  expect(await again.ended).toBe(0);
});

/** Runs the command here, on an estate of the folder, until it is stopped. */
async function serving(options: Record<string, unknown>) {
  const estate = await Estate.open(folder);
  const stop = new AbortController();
  const text = { out: '', err: '' };
  const io: Io = {
    out: (part) => (text.out += part),
    err: (part) => (text.err += part),
    progress: () => undefined,
    signal: stop.signal,
    cwd: folder,
  };
  const invocation = { args: [], options, io, estate: () => Promise.resolve(estate) };
  const ended = serve.run(invocation as unknown as Invocation);
  const server = { out: () => text.out, err: () => text.err, ended };
  return {
    ...server,
    estate,
    stop: async () => {
      stop.abort();
      try {
        return await ended;
      } finally {
        await estate.close();
      }
    },
  };
}

test('the demo is left by one mutation', async () => {
  const server = await serving({ port: '0' });
  await written(server, settled);
  const { address, token } = readServerFile(folder) ?? { address: '', token: '' };
  const ask = async (query: string) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ query });
    const answer = await fetch(`${address}/graphql`, { method: 'POST', headers, body });
    return (await answer.json()) as { data: unknown };
  };
  expect(await ask('{ estate { demo } }')).toEqual({ data: { estate: { demo: true } } });
  expect(await ask('mutation { startRealEstate { demo nodes edges lags } }')).toEqual({
    data: { startRealEstate: { demo: false, nodes: 1, edges: 0, lags: false } },
  });
  expect(await server.stop()).toBe(0);
});

test('an estate without the demo stays empty, and tells programs where it is', async () => {
  const server = await serving({ port: '0', 'no-demo': true, json: true });
  const [, nodes] = await written(server, settled);
  expect(nodes).toBe('1');
  expect(JSON.parse(server.out())).toEqual({
    address: readServerFile(folder)?.address,
    link: expect.stringContaining('/?token=') as unknown,
  });
  expect(await server.stop()).toBe(0);
  expect(existsSync(join(folder, 'server.json'))).toBe(false);
});

test('a port in use is refused by its number, and leaves no trace', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const server = await serving({ port: `${port}`, 'no-demo': true });
  await expect(server.stop()).rejects.toThrow(`port ${port} of 127.0.0.1 is in use`);
  expect(existsSync(join(folder, 'server.json'))).toBe(false);
  taken.close();
});

test.each([
  [{ port: 'high' }, '--port high'],
  [{ port: '65536' }, '--port 65536'],
  [{ port: '-1' }, '--port -1'],
  [{ host: '0.0.0.0' }, '--host 0.0.0.0'],
  [{ port: '0', 'report-cron': 'sometimes' }, 'sometimes'],
])('%o is refused by name', async (options, part) => {
  const server = await serving(options);
  await expect(server.stop()).rejects.toThrow(part);
  expect(existsSync(join(folder, 'server.json'))).toBe(false);
});
