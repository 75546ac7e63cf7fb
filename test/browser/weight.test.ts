import { describe, expect, test } from 'vitest';
import { gzipSync } from 'node:zlib';
import { drawn, worstFinding } from './pages.ts';
import { noBrowser, servedEstate } from './served.ts';

describe.skipIf(noBrowser !== '')('what a page loads', () => {
  const served = servedEstate();

  test('is at most 180 kB of JavaScript, compressed, and comes from here alone', async () => {
    const page = await served.open('/');
    const worst = await worstFinding(page);
    for (const route of ['/', '/paths', '/rules', '/sources', worst]) {
      const sizes = new Map<string, Promise<number>>();
      const elsewhere: string[] = [];
      page.on('response', (response) => {
        if (!response.url().startsWith(served.address)) elsewhere.push(response.url());
        if (response.ok() && response.request().resourceType() === 'script')
          sizes.set(
            response.url(),
            response.body().then((body) => gzipSync(body).length),
          );
      });
      await page.goto(new URL(route, served.address).href);
      await drawn(page);
      const total = (await Promise.all(sizes.values())).reduce((sum, size) => sum + size, 0);
      expect.soft(total, route).toBeLessThan(180_000);
      expect(total).toBeGreaterThan(10_000);
      expect(elsewhere).toEqual([]);
      page.removeAllListeners('response');
    }
    await page.context().close();
  });
});
