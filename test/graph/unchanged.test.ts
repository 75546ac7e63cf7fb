import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { Estate } from '../../graph/estate.ts';
import { snapshot } from '../../graph/snapshot.ts';
import { ingestPaths } from '../../ingest/ingest.ts';

const folder = mkdtempSync(join(tmpdir(), 'cutset-unchanged-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const account = fileURLToPath(new URL('../accounts/aigoat-111122223333', import.meta.url));

const scan = (estate: Estate, at: number) =>
  ingestPaths([account], (claims, marks) => estate.write(claims, marks), { key: estate.key, at });

const known = ({ findings, populations, settledAt }: Estate) => ({
  findings: [...findings.values()],
  populations: [...populations].map(([id, { of, rows }]) => ({ id, of, rows })),
  settledAt,
});

test('an account scanned again without news leaves graph and findings as they are', async () => {
  const estate = await Estate.open(join(folder, 'estate'));
  const first = await scan(estate, Date.UTC(2026, 0, 1));
  expect(first.unchanged).toBeLessThan(first.claims);
  await estate.settle();
  const before = { graph: await snapshot(estate.store), known: known(estate) };
  expect(before.known.findings.length).toBeGreaterThan(0);

  const again = await scan(estate, Date.UTC(2026, 0, 2));
  expect(again.unchanged).toBe(again.claims);
  expect(estate.lags).toBe(false);
  const settled = await estate.settle();
  expect(settled).toMatchObject({ nodes: 0, edges: 0, opened: [], closed: [] });
  expect(await snapshot(estate.store)).toEqual(before.graph);
  expect(known(estate), 'no rule ran').toEqual(before.known);
  await estate.close();

  const reopened = await Estate.open(join(folder, 'estate'));
  expect(reopened.lags, 'a scan without news leaves nothing to settle').toBe(false);
  expect(known(reopened), 'of how many the rules spoke outlives the process').toEqual(before.known);
  await reopened.close();
});
