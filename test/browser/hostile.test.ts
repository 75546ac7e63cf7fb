import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawn, worstFinding } from './pages.ts';
import { noBrowser, servedEstate } from './served.ts';

const account = new URL('../../demo/account-111122223333', import.meta.url).pathname;

/** Names that whoever writes the records may choose. */
const names = [
  '<script>alert(1)</script><img src=x onerror=alert(2)>',
  '"\'`{{constructor}}${alert(3)}',
  'line\nbreak\ttab',
  '\u202egnp.exe\u200b\u2066',
  'x'.repeat(2_000),
];
const named = new Set(['agentName', 'actionGroupName', 'name', 'description', 'instruction']);

describe.skipIf(noBrowser !== '')('hostile names', () => {
  const served = servedEstate('--no-demo');
  let folder: string;
  let turn = 0;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cutset-hostile-'));
    cpSync(account, folder, { recursive: true });
    for (const path of readdirSync(join(folder, 'made-up'), { recursive: true }) as string[]) {
      const file = join(folder, 'made-up', path);
      if (!path.startsWith('bedrock') || !path.endsWith('.json')) continue;
      const record = JSON.parse(readFileSync(file, 'utf8'), (key, value: unknown) =>
        named.has(key) && typeof value === 'string' ? names[turn++ % names.length] : value,
      ) as unknown;
      writeFileSync(file, JSON.stringify(record));
    }
    const report = JSON.parse(await served.cutset('ingest', folder, '--json')) as {
      rejected: unknown[];
    };
    expect(report.rejected).toEqual([]);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('are text on every page, and break none', async () => {
    const page = await served.open('/');
    const worst = await worstFinding(page);
    const agents = ['SHOPASSIST', 'RETURNSTRI'].map(
      (id) =>
        `/entity?uid=${encodeURIComponent(`arn:aws:bedrock:us-east-1:111122223333:agent/${id}`)}`,
    );
    for (const route of ['/', '/paths', worst, ...agents, '/rules', '/sources']) {
      await page.goto(new URL(route, served.address).href);
      await drawn(page);
      expect.soft(await page.locator('main script, main img').count()).toBe(0);
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect.soft([route, wide]).toEqual([route, 0]);
    }
    for (const name of ['<script>alert(1)</script>', '"\'`{{constructor}}']) {
      await page.goto(new URL('/', served.address).href);
      await drawn(page);
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').fill(name);
      await page.getByRole('option', { name }).first().waitFor();
    }
    expect(served.faults).toEqual([]);
    await page.context().close();
  });
});
