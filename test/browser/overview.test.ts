import { describe, expect, test } from 'vitest';
import { noBrowser, servedEstate } from './served.ts';

describe.skipIf(noBrowser !== '')('the overview', () => {
  const served = servedEstate();

  test('answers the question, says that it is a demo, and leads to the list', async () => {
    const page = await served.open('/');
    await page.getByText('Are we protected?').waitFor();
    await page.getByText(/^This is the demo estate/).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.getByRole('heading', { name: 'Attack paths' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/paths');
    expect(served.faults).toEqual([]);
  });
});
