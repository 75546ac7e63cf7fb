import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadDemo } from '../../demo/load.ts';
import { Estate } from '../../graph/estate.ts';
import { graphHash } from '../../graph/snapshot.ts';

const folder = mkdtempSync(join(tmpdir(), 'cutset-estate-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const now = Date.UTC(2026, 10, 24, 12);
const findingsOf = (estate: Estate) =>
  [...estate.findings.values()]
    .map(({ id, status, score, severity, state, path }) => ({
      id,
      status,
      score,
      severity,
      state,
      path,
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));

test('a restart keeps everything, and has nothing to catch up with', async () => {
  const path = join(folder, 'restart');
  const first = await Estate.open(path);
  await loadDemo(first, now);
  await first.settle();
  const before = {
    findings: findingsOf(first),
    hash: await graphHash(first.store),
    size: first.view.size,
  };
  await first.close();

  const second = await Estate.open(path);
  expect(second.lags).toBe(false);
  expect(second.demo).toBe('loaded');
  expect(second.view.size).toEqual(before.size);
  expect(findingsOf(second)).toEqual(before.findings);
  const settled = await second.settle();
  expect([settled.nodes, settled.edges, settled.opened, settled.closed]).toEqual([0, 0, [], []]);
  expect(await graphHash(second.store)).toBe(before.hash);
  await second.close();
});

test('a process that ended before settling leaves a mark, and the next one catches up', async () => {
  const path = join(folder, 'unsettled');
  const whole = await Estate.open();
  await loadDemo(whole, now);
  await whole.settle();

  const first = await Estate.open(path);
  await loadDemo(first, now);
  await first.close();
  const second = await Estate.open(path);
  expect(second.lags).toBe(true);
  await second.settle();
  expect(second.lags).toBe(false);
  expect(findingsOf(second)).toEqual(findingsOf(whole));
  await second.close();
  await whole.close();
});

test('the same records again change nothing but freshness', async () => {
  const estate = await Estate.open();
  await loadDemo(estate, now);
  await estate.settle();
  const hash = await graphHash(estate.store);
  const findings = findingsOf(estate);
  await loadDemo(estate, now);
  const again = await estate.settle();
  expect([again.opened, again.closed]).toEqual([[], []]);
  expect(await graphHash(estate.store)).toBe(hash);
  expect(findingsOf(estate)).toEqual(findings);
  await estate.close();
});

test('one estate has one holder; the other is told so', async () => {
  const path = join(folder, 'held');
  const holder = await Estate.open(path);
  await expect(Estate.open(path)).rejects.toMatchObject({ code: 'ESTATE_LOCKED' });
  await holder.close();
  await (await Estate.open(path)).close();
});

test('leaving the demo leaves nothing of it, and it does not come back', async () => {
  const path = join(folder, 'left');
  const estate = await Estate.open(path);
  await loadDemo(estate, now);
  await estate.settle();
  expect(estate.findings.size).toBeGreaterThan(10);
  await estate.clear();
  await estate.settle();
  expect(estate.view.size).toEqual({ nodes: 1, edges: 0 });
  expect(estate.findings.size).toBe(0);
  expect(await estate.freshness()).toEqual([]);
  await estate.close();
  const again = await Estate.open(path);
  expect([again.demo, again.view.size.nodes]).toEqual(['left', 1]);
  await again.close();
});

test("the key of an estate is its owner's alone", async () => {
  const path = join(folder, 'key');
  const estate = await Estate.open(path);
  const { key } = estate;
  expect(statSync(join(path, 'key')).mode & 0o077).toBe(0);
  await estate.close();
  const again = await Estate.open(path);
  expect(again.key).toBe(key);
  await again.close();
});
