import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitChain } from '#lib/text/fit-chain.ts';

const names = ['', 'POST /chat', 'shop-assistant', 'run_python', 'report-runner', 'prod/shop/db'];

test('where there is room every name is whole', () => {
  expect(fitChain(names, 2_000)).toEqual([0, ...names.slice(1).map(() => Infinity)]);
});

test('the target keeps its name, and the middle gives way first', () => {
  const widths = fitChain(names, 400);
  expect(widths.at(-1)).toBe(Infinity);
  expect(widths[1]).toBeGreaterThan(0);
  expect(widths.slice(2, 5)).toContain(0);
});

test('with no room at all only the target is named', () => {
  expect(fitChain(names, 0).slice(0, -1)).toEqual([0, 0, 0, 0, 0]);
  expect(fitChain(names, 0).at(-1)).toBe(Infinity);
});

test('a name is whole, an icon alone, or wide enough to read; and less room shows no more', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 1, maxLength: 60 }), { minLength: 1, maxLength: 9 }),
      fc.integer({ min: 0, max: 1_200 }),
      (chain, width) => {
        const widths = fitChain(chain, width);
        for (const one of widths) expect(one === 0 || one >= 52).toBe(true);
        const named = (at: number) => fitChain(chain, at).filter((one) => one > 0).length;
        expect(named(width)).toBeLessThanOrEqual(named(width + 100));
        const cut = widths.filter((one) => one > 0 && one < Infinity);
        const fixed = chain.length * 21 + (chain.length - 1) * 18;
        if (cut.length > 0) expect(fixed + cut.length * 52).toBeLessThanOrEqual(width);
      },
    ),
  );
});
