import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { allCommands } from '../commands/registry.ts';
import { readConfig, settings } from '../config.ts';
import packageJson from '../package.json' with { type: 'json' };

interface Service {
  image: string;
  command?: string[];
  restart: string;
  read_only?: boolean;
  mem_limit?: string;
  cap_drop?: string[];
  security_opt?: string[];
  healthcheck?: { test: string[] };
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  secrets?: string[];
  depends_on?: Record<string, unknown>;
}

const text = readFileSync('docker-compose.yml', 'utf8');
const compose = parse(text, { merge: true }) as {
  services: Record<string, Service>;
  secrets: Record<string, { file: string }>;
  volumes: Record<string, null>;
};
const services = Object.entries(compose.services);
const ours = services.filter(([, { image }]) => image.startsWith('cutset:'));
const dockerfile = readFileSync('Dockerfile', 'utf8');

test('it brings up what production needs', () => {
  expect(Object.keys(compose.services)).toEqual(
    expect.arrayContaining(['kafka', 'neo4j', 'worker', 'server', 'demo']),
  );
});

test.each(services)('%s is pinned, bounded and unprivileged', (_, service) => {
  expect(service.image).toMatch(/:\d+\.\d+\.\d+(-[a-z]+)?$/);
  expect(service.mem_limit).toMatch(/^\d+[mg]$/);
  expect(service.cap_drop).toEqual(['ALL']);
  expect(service.security_opt).toEqual(['no-new-privileges:true']);
  for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
  for (const volume of service.volumes ?? [])
    expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
});

test.each(ours)('%s runs a command of ours on a root that it cannot write', async (_, service) => {
  const known = (await allCommands()).map(({ name }) => name);
  expect(known).toContain(service.command?.[0]);
  expect(service.read_only).toBe(true);
  expect(service.image).toBe(`cutset:${packageJson.version}`);
});

test('whatever goes on running is asked for its health', () => {
  const unasked = services.filter(([, s]) => s.restart !== 'no' && !s.healthcheck);
  expect(unasked.map(([name]) => name)).toEqual([]);
});

test('the health of ours is asked where they tell it', () => {
  for (const [name, { healthcheck, environment = {} }] of ours.filter(([, s]) => s.healthcheck)) {
    const { CUTSET_PORT, CUTSET_WORKER_PORT } = readConfig(environment);
    const port = name === 'worker' ? CUTSET_WORKER_PORT : CUTSET_PORT;
    expect(healthcheck?.test.join(' '), name).toContain(`127.0.0.1:${port}/readyz`);
  }
});

test.each(ours)('settings of %s exist and are valid', (_, { environment = {} }) => {
  const names = Object.keys(environment);
  const known = settings.map(({ name }) => name);
  expect(names.filter((name) => !known.includes(name))).toEqual([]);
  expect(() => readConfig(environment)).not.toThrow();
});

test('secrets come from files that are not part of the repository', () => {
  for (const { file } of Object.values(compose.secrets)) expect(file).toMatch(/^\.\/secrets\//);
  const ignored = spawnSync('git', ['check-ignore', 'secrets/neo4j_auth'], { encoding: 'utf8' });
  expect(ignored.status).toBe(0);
  const variables = services.flatMap(([, { environment = {} }]) => Object.entries(environment));
  const secret = variables.filter(([name]) => /PASSWORD|TOKEN|SECRET|AUTH|KEY/i.test(name));
  expect(secret.length).toBeGreaterThan(0);
  for (const [, value] of secret) expect(value).toMatch(/^\/run\/secrets\//);
  for (const [, { secrets = [] }] of services)
    for (const name of secrets) expect(Object.keys(compose.secrets)).toContain(name);
});

test('what a service waits for is there', () => {
  for (const [, { depends_on = {} }] of services)
    for (const name of Object.keys(depends_on)) expect(compose.services[name]).toBeDefined();
});

test('the image runs on the Node that Cutset is tested on, and not as root', () => {
  const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
  const { node } = packageJson.dependencies;
  expect(new Set(bases)).toEqual(new Set([`node:${node}-bookworm-slim`]));
  const users = [...dockerfile.matchAll(/^USER (\S+)/gm)].map(([, user]) => user);
  expect(users.at(-1)).toBe('node');
});

test('the image holds every file that the command may import', () => {
  const ignore = readFileSync('.dockerignore', 'utf8').split('\n');
  const kept = new Set(ignore.filter((l) => l.startsWith('!')).map((l) => l.slice(1)));
  const folders = spawnSync('git', ['ls-files'], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((file) => file.endsWith('.ts') || file.endsWith('.cypher'))
    .map((file) => file.split('/')[0] ?? '');
  const left = ['bench', 'docs', 'test', 'eslint.config.ts', 'vitest.config.ts'];
  const missing = [...new Set(folders)].filter((top) => !kept.has(top) && !left.includes(top));
  expect(missing).toEqual([]);
});

const client = [['docker', 'compose'], ['docker-compose']].find(([program = '', ...rest]) => {
  const { status, stdout } = spawnSync(program, [...rest, 'version'], { encoding: 'utf8' });
  return status === 0 && /\bv?([2-9]|\d\d)\.\d+\.\d/.test(stdout.split('\n')[0] ?? '');
});
const without = client ? null : 'Docker Compose 2 or newer is not installed';
if (without !== null) console.warn(`skipped, docker compose config: ${without}`);

test.skipIf(without !== null)('docker compose takes the file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cutset-compose-'));
  copyFileSync('docker-compose.yml', join(folder, 'docker-compose.yml'));
  mkdirSync(join(folder, 'secrets'));
  for (const name of Object.keys(compose.secrets)) writeFileSync(join(folder, 'secrets', name), '');
  const [program = '', ...rest] = client ?? [];
  const args = [...rest, '--profile', 'demo', 'config', '--quiet'];
  const { status, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
