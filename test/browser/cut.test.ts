import { describe, expect, test } from 'vitest';
import { noBrowser, servedEstate } from './served.ts';

interface Told {
  id: string;
  rule: string;
  path: unknown;
  fix: { say: string; enough: boolean };
  remedy: { changes: { say: string }[]; price: number; notes: string[] };
}

describe.skipIf(noBrowser !== '')('what a finding proposes', () => {
  const served = servedEstate();

  test('its panel tells the changes, price and proof that the command line tells', async () => {
    const told = JSON.parse(await served.cutset('findings', '--cuts', '--json')) as Told[];
    const several = told.find(({ remedy }) => remedy.changes.length > 1);
    const posture = told.find(({ path }) => path === null);
    if (!several || !posture) throw new Error('the demo has no such finding');

    const page = await served.open(`/explorer?finding=${several.id}`);
    const panel = page.getByRole('complementary', { name: 'Details' });
    await panel.getByText(/hop 1$/i).waitFor();
    await page.keyboard.press('Escape');
    let broken = true;
    await page.route('**/graphql*', (route) =>
      broken && /query Cut\b/.test(route.request().postData() ?? '')
        ? route.fulfill({ status: 503, body: '' })
        : route.continue(),
    );
    await panel.getByRole('button', { name: 'Find it' }).click();
    await panel.getByRole('alert').waitFor();
    broken = false;
    await panel.getByRole('button', { name: 'Try again' }).click();

    const first = panel.locator('.offer').first();
    await first.waitFor();
    const text = await first.innerText();
    const { changes, price, notes } = several.remedy;
    expect(await first.getByRole('listitem').count()).toBe(changes.length);
    for (const { say } of changes) expect(text).toContain(say);
    expect(text).toContain(`price ${price}, proved the cheapest`);
    for (const note of notes) expect(text).toContain(note);

    await page.goto(`${served.address}/explorer?finding=${posture.id}`);
    await panel.getByText(posture.fix.say).waitFor();
    expect(await panel.getByRole('heading', { name: 'Smallest cut' }).count()).toBe(0);
    expect(served.faults.filter((fault) => !fault.includes('503'))).toEqual([]);
  });
});
