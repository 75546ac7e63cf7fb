import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { policyOf } from '../../api/http/explorer.ts';
import type { Estate } from '../../graph/estate.ts';
import { estateWith } from './shop.ts';
import { serving } from './serving.ts';

let folder: string;
let estate: Estate;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cutset-explorer-'));
  estate = await estateWith([]);
});
afterEach(async () => {
  await estate.close();
  rmSync(folder, { recursive: true });
});

const start = '\n  start({ base: "" });\n';
const page = `<html><script src="/theme.js"></script><script type="module">${start}</script></html>`;

function build() {
  mkdirSync(join(folder, '_app/immutable'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), page);
  writeFileSync(join(folder, '_app/immutable/a.js'), 'export {};');
}

test('a page may run its inline start script, by its hash, and no other', () => {
  const scripts = /script-src ([^;]*)/.exec(policyOf(page))?.[1]?.split(' ');
  const hash = createHash('sha256').update(start).digest('base64');
  expect(scripts).toEqual(["'self'", `'sha256-${hash}'`]);
  expect(policyOf(page)).not.toMatch(/unsafe|\*/);
  expect(policyOf('<html></html>')).toContain("script-src 'self';");
});

test('pages are the one page, files are files, and what is missing is not a page', async () => {
  build();
  await using server = await serving(estate, { explorer: folder });
  const get = (path: string) => fetch(server.address + path);
  for (const path of ['/', '/paths', '/explorer?from=internet']) {
    const answer = await get(path);
    expect(await answer.text()).toBe(page);
    expect(answer.headers.get('content-security-policy')).toBe(policyOf(page));
    expect(answer.headers.get('cache-control')).toBe('no-cache');
  }
  const asset = await get('/_app/immutable/a.js');
  expect(await asset.text()).toBe('export {};');
  expect(asset.headers.get('cache-control')).toContain('immutable');
  expect((await get('/_app/immutable/b.js')).status).toBe(404);
  expect((await get('/..%2f..%2fetc/passwd.txt')).status).toBe(404);
});

test('an explorer that is not built says how to build it, and is there once it is built', async () => {
  await using server = await serving(estate, { explorer: folder });
  const before = await fetch(server.address);
  expect(before.status).toBe(503);
  expect(await before.text()).toContain('npm run build');
  build();
  expect((await fetch(server.address)).status).toBe(200);
});
