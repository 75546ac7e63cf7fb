import type { Page } from 'playwright-core';
import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, test } from 'vitest';
import { noBrowser, servedEstate } from './served.ts';

/** Presses Tab until an element has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, selector: string, most = 60): Promise<void> {
  for (let n = 0; n < most; n++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((css) => document.activeElement?.matches(css) ?? false, selector))
      return;
  }
  throw new Error(`${most} tabs did not lead to ${selector}`);
}

const serious = async (page: Page) =>
  (await new AxeBuilder({ page }).analyze()).violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`);

describe.skipIf(noBrowser !== '')('by keyboard alone', () => {
  const served = servedEstate();

  test('overview, worst finding, its path, the evidence of an edge, and back', async () => {
    const page = await served.open('/');
    await page.getByText('Are we protected?').waitFor();
    await tabTo(page, '[data-testid=worst]');
    const path = await page.getByTestId('worst').innerText();
    await page.keyboard.press('Enter');

    const drawing = page.getByRole('group', { name: /^Internet to / });
    await drawing.waitFor();
    expect(await drawing.getAttribute('aria-roledescription')).toBe('attack path graph');
    const target = (await page.getByRole('heading', { level: 1 }).innerText()).replace(
      /^Internet to /,
      '',
    );
    expect(path).toContain(target);

    // Drawing and text tell the same steps in the same order.
    const hops = page.getByRole('region', { name: 'Text view' }).getByRole('listitem');
    const count = await hops.count();
    expect(count).toBeGreaterThan(2);
    expect(await hops.last().innerText()).toContain(target);

    const panel = page.getByRole('complementary', { name: 'Details' });
    const told = new Set<string>();
    for (let hop = 1; hop <= count; hop++) {
      await panel.getByText(new RegExp(`hop ${hop}$`, 'i')).waitFor();
      await panel.getByRole('heading', { name: 'Evidence' }).waitFor();
      told.add(await panel.innerText());
      await page.keyboard.press(']');
    }
    // Each hop has evidence of its own.
    expect(told.size).toBe(count);
    expect(await serious(page)).toEqual([]);

    await page.keyboard.press('?');
    const help = page.getByRole('dialog');
    await help.getByText('Next hop').waitFor();
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });

    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.getByText('Are we protected?').waitFor();
    expect(served.faults).toEqual([]);
  });

  test('the graph is walked by arrows, and what is hidden comes back', async () => {
    const page = await served.open('/explorer');
    const drawing = page.getByRole('group', { name: /^Internet to / });
    await drawing.waitFor();
    const nodes = drawing.getByRole('button');
    const before = await nodes.count();
    await tabTo(page, '[aria-roledescription="attack path graph"] [role=button]');
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    const first = await focused();
    await page.keyboard.press('ArrowRight');
    expect(await focused()).not.toBe(first);
    await page.keyboard.press('ArrowLeft');
    expect(await focused()).toBe(first);

    // What the path passes stays; what stands beside it can go.
    await page.keyboard.press('h');
    expect(await nodes.count()).toBe(before);
    await drawing.locator('.node:not(.on) [role=button]').first().focus();
    await page.keyboard.press('h');
    await expect.poll(() => nodes.count()).toBeLessThan(before);
    await page.keyboard.press('Control+z');
    await expect.poll(() => nodes.count()).toBe(before);

    // What is pinned is so for whoever opens the address.
    await drawing.locator('.node:not(.on) [role=button]').first().focus();
    const pinned = await focused();
    await page.keyboard.press('p');
    await drawing.getByRole('button', { name: `${pinned}, pinned`, exact: true }).waitFor();
    await page.reload();
    await drawing.getByRole('button', { name: `${pinned}, pinned`, exact: true }).waitFor();
    expect(served.faults).toEqual([]);
  });

  test('a kind of edge is left out of the question, and comes back with the chip', async () => {
    const page = await served.open('/explorer');
    const text = page.getByRole('region', { name: 'Text view' });
    await page.getByRole('complementary', { name: 'Details' }).getByText('REACHES').waitFor();
    const before = await text.getByRole('listitem').count();
    await page.getByRole('button', { name: 'Without its kind' }).click();
    await page.getByTestId('no-path').getByText('Only paths that keep to 1 limit').waitFor();
    const chip = page.getByRole('toolbar', { name: 'Question' });
    expect(await chip.innerText()).toContain('Edges “reaches”');
    await page.getByRole('button', { name: 'Remove Avoid' }).click();
    await expect.poll(() => text.getByRole('listitem').count()).toBe(before);

    await page.getByRole('button', { name: 'Avoid, through' }).click();
    await page.getByRole('menuitem', { name: 'Avoid…' }).click();
    await page.getByRole('combobox').fill('kind:can_call');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toContain('avoid=kind%3ACAN_CALL');
    await expect.poll(() => text.getByRole('listitem').count()).toBeGreaterThan(0);
    await page.context().close();
    expect(served.faults).toEqual([]);
  });
});
