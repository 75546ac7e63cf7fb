import type { Page } from 'playwright-core';

/** Address of the explorer on the worst finding, as the overview links it. */
export async function worstFinding(page: Page): Promise<string> {
  const link = page.getByTestId('worst');
  await link.waitFor();
  return (await link.getAttribute('href')) ?? '';
}

/** Waits until a page has drawn its answers. */
export async function drawn(page: Page): Promise<void> {
  await page.getByRole('main').waitFor();
  await page.waitForFunction(
    () =>
      document.querySelector('main h1, main h2, main table, main [role=group]') !== null &&
      document.querySelector('[aria-busy=true]') === null,
  );
}
