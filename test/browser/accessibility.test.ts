import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, test } from 'vitest';
import { drawn, worstFinding } from './pages.ts';
import { noBrowser, servedEstate } from './served.ts';

const agent = 'arn:aws:bedrock:us-east-1:111122223333:agent/SHOPASSIST';
const routes = [
  '/',
  '/paths',
  '/paths?status=closed',
  '/explorer',
  '/rules',
  '/sources',
  `/entity?uid=${encodeURIComponent(agent)}`,
];

describe.skipIf(noBrowser !== '')('for everyone', () => {
  const served = servedEstate();

  test.each(['dark', 'light'] as const)(
    'axe finds nothing serious on any page, %s',
    async (colorScheme) => {
      const page = await served.open('/', { colorScheme });
      const worst = await worstFinding(page);
      for (const route of [...routes, worst]) {
        await page.goto(new URL(route, served.address).href);
        await drawn(page);
        const { violations } = await new AxeBuilder({ page }).analyze();
        const serious = violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(
            ({ id, nodes }) => `${route}: ${id} at ${nodes.map(({ target }) => target).join(', ')}`,
          );
        expect.soft(serious).toEqual([]);
      }
      await page.context().close();
    },
  );

  test('nothing is cut off at 320 px, and the text of a path comes before its drawing', async () => {
    const page = await served.open('/', { viewport: { width: 320, height: 640 } });
    const worst = await worstFinding(page);
    for (const route of [...routes, worst]) {
      await page.goto(new URL(route, served.address).href);
      await drawn(page);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect.soft([route, width]).toEqual([route, 320]);
    }
    await page.context().close();
  });

  test('no page says anything on its console', () => {
    expect(served.faults).toEqual([]);
  });
});
