import { expect, test } from 'vitest';
import { met, priceOf, type Covering, type Ending } from '../../../graph/cuts/covering.ts';
import { cheapestCover } from '../../../graph/cuts/hitting-set.ts';
import { loadSolver } from '../../../graph/cuts/solver.ts';
import { Clock } from '../../../graph/projection/clock.ts';
import { pick, random } from '../../../bench/random.ts';

const seeds = 10_000;

/** Sets of edges over a few changes, some of them apart from the others; prices are halves. */
function covering(next: () => number): Covering {
  const size = 3 + Math.floor(next() * 7);
  const prices = Array.from({ length: size }, () => (1 + Math.floor(next() * 8)) / 2);
  const half = Math.ceil(size / 2);
  const apart = next() < 0.3;
  const ending = (low: number, high: number): Ending =>
    Array.from({ length: next() < 0.7 ? 1 : 2 }, () =>
      Array.from({ length: next() < 0.8 ? 1 : 2 }, () => low + Math.floor(next() * (high - low))),
    );
  const some = (most: number, low = 0, high = size) =>
    Array.from({ length: 1 + Math.floor(next() * most) }, () => ending(low, high));
  const sets = Array.from({ length: 1 + Math.floor(next() * 20) }, () =>
    apart ? (next() < 0.5 ? some(4, 0, half) : some(4, half, size)) : some(4),
  );
  const losses =
    next() < 0.5 ? [] : some(3).map((one) => ({ ending: one, price: pick(next, [1, 2]) }));
  return { prices, sets, losses };
}

function cheapest(given: Covering): number {
  let best = Infinity;
  for (let bits = 0; bits < 1 << given.prices.length; bits++) {
    const chosen = new Set(
      given.prices.flatMap((_, change) => (bits & (1 << change) ? [change] : [])),
    );
    if (given.sets.every((set) => met(set, chosen))) best = Math.min(best, priceOf(given, chosen));
  }
  return best;
}

test(`covers of ${seeds} random coverings cost what the cheapest of all sets costs`, () => {
  for (let seed = 1; seed <= seeds; seed++) {
    const given = covering(random(seed));
    const cover = cheapestCover(given, new Clock(60_000));
    const wanted = cheapest(given);
    expect([cover?.price, cover?.bound], `seed ${seed}`).toEqual([wanted, wanted]);
    const chosen = new Set(cover?.changes);
    expect(given.sets.every((set) => met(set, chosen))).toBe(true);
    expect(priceOf(given, chosen)).toBe(wanted);
  }
});

test('out of time there is a cover all the same, and a bound that holds', () => {
  for (let seed = 1; seed <= 2_000; seed++) {
    const given = covering(random(seed));
    const clock = new Clock(60_000);
    clock.limit(1);
    const cover = cheapestCover(given, clock);
    const wanted = cheapest(given);
    expect(given.sets.every((set) => met(set, new Set(cover?.changes)))).toBe(true);
    expect(cover?.bound).toBeLessThanOrEqual(wanted);
    expect(cover?.price).toBeGreaterThanOrEqual(wanted);
  }
});

test('an edge that nothing ends has no cover', () => {
  expect(cheapestCover({ prices: [1], sets: [[[[]]]], losses: [] }, new Clock(1_000))).toBe(null);
});

test('the solver finds what by hand is found', async () => {
  const solver = await loadSolver();
  expect(solver).not.toBe(null);
  let lossy = 0;
  for (let seed = 1; seed <= 1_000; seed++) {
    const given = covering(random(seed));
    const cover = solver?.cover(given, 60_000);
    const wanted = cheapest(given);
    expect([cover?.price, cover?.bound], `seed ${seed}`).toEqual([wanted, wanted]);
    expect(priceOf(given, new Set(cover?.changes)), `seed ${seed}`).toBe(wanted);
    if (wanted > priceOf({ ...given, losses: [] }, new Set(cover?.changes))) lossy++;
  }
  expect(lossy).toBeGreaterThan(50);
});

/** Rings of five changes, of which each must lose three; a set that all meet makes them one part. */
function rings(count: number): Covering {
  const sets = Array.from({ length: 5 * count }, (_, i): Ending[] => [
    [[i]],
    [[i - (i % 5) + ((i + 1) % 5)]],
  ]);
  return { prices: sets.map(() => 1), sets: [...sets, sets.flat()], losses: [] };
}

test('what halves of changes would cover is proved to need whole ones', async () => {
  const solver = await loadSolver();
  const cover = solver?.cover(rings(20), 60_000);
  expect([cover?.price, cover?.bound]).toEqual([60, 60]);
});

test('a part with many sets goes to the solver, and what that cannot solve is solved by hand', () => {
  const asked: number[] = [];
  const cover = cheapestCover(rings(5), new Clock(60_000), ({ sets }) => {
    asked.push(sets.length);
    return null;
  });
  expect(asked).toEqual([26]);
  expect([cover?.price, cover?.bound]).toEqual([15, 15]);
});

test('the solver throws at nothing, however little time it has', async () => {
  const solver = await loadSolver();
  expect(solver?.cover({ prices: [1], sets: [[[[]]]], losses: [] }, 60_000)).toBe(null);
  const hurried = solver?.cover(rings(40), 0);
  if (hurried) expect(hurried.bound).toBeLessThanOrEqual(hurried.price);
});
