import { describe, expect, test } from 'vitest';
import { noBrowser, servedEstate } from './served.ts';

const aigoat = new URL('../accounts/aigoat-111122223333', import.meta.url).pathname;

describe.skipIf(noBrowser !== '')('an open page', () => {
  const served = servedEstate();

  test('tells what another terminal ingests, and shows it once that is applied', async () => {
    const page = await served.open('/paths');
    await page.getByText(/^Live/).waitFor();
    await page.getByText(/^This is the demo estate/).waitFor();
    const before = await page.getByRole('row').count();
    expect(before).toBeGreaterThan(10);

    await served.cutset('ingest', aigoat);
    const pill = page.getByTestId('live-pill');
    await pill.getByText(/new/).waitFor();
    expect(await page.getByRole('row').count()).toBe(before);

    await pill.getByRole('button', { name: 'Apply' }).click();
    await page.getByText(/^This is the demo estate/).waitFor({ state: 'detached' });
    await expect.poll(() => page.getByRole('row').count()).not.toBe(before);
    await page.context().close();
  });

  test('a restart keeps everything', async () => {
    const query = 'MATCH (n:Entity) RETURN count(n) AS n';
    const before = await served.cutset('query', query, '--json');
    const findings = await served.cutset('findings', '--json');
    await served.restart();
    expect(await served.cutset('query', query, '--json')).toBe(before);
    const ids = (text: string) => (JSON.parse(text) as { id: string }[]).map(({ id }) => id);
    expect(ids(await served.cutset('findings', '--json'))).toEqual(ids(findings));
    expect(ids(findings).length).toBeGreaterThan(0);
  });
});
