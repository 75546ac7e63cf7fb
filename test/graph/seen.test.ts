import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countOf, join, observe, type Seen } from '../../graph/seen.ts';

const event = fc
  .record({
    at: fc.integer({ min: 0, max: 400 * 86_400_000 }),
    id: fc.string({ minLength: 1, maxLength: 2 }),
    name: fc.option(fc.constantFrom('x', 'y'), { nil: undefined }),
  })
  .map(({ at, id, name }) => observe(at, id, `record-${id}`, name === undefined ? {} : { name }));

const joined = (events: Seen[]) => events.reduce(join);
const seen = fc.array(event, { minLength: 1, maxLength: 120 }).map(joined);

test('joining observations is commutative, associative and idempotent', () => {
  fc.assert(
    fc.property(seen, seen, seen, (a, b, c) => {
      expect(join(a, b)).toEqual(join(b, a));
      expect(join(join(a, b), c)).toEqual(join(a, join(b, c)));
      expect(join(a, a)).toEqual(a);
    }),
    { numRuns: 300 },
  );
});

const events = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) =>
    observe((from + i) * 60_000, `event-${from + i}`, 'r', {}),
  );

test('counts are exact while few, and repetition adds nothing', () => {
  expect(countOf(joined(events(0, 1)))).toBe(1);
  expect(countOf(joined(events(0, 63)))).toBe(63);
  expect(countOf(joined([...events(0, 40), ...events(0, 40), ...events(20, 50)]))).toBe(50);
});

test.each([500, 5_000, 20_000])('the estimate of %i events is within four standard errors', (n) => {
  const estimate = countOf(joined(events(0, n)));
  expect(Math.abs(estimate - n) / n).toBeLessThan(4 / Math.sqrt(62));
});

test('first, last, days and the newest samples are kept', () => {
  const all = joined(events(0, 3_000));
  expect([all.first, all.last]).toEqual([0, 2_999 * 60_000]);
  expect(all.days).toEqual(['1970-01-01', '1970-01-02', '1970-01-03']);
  expect(all.samples.map(({ id }) => id)).toEqual(
    Array.from({ length: 8 }, (_, i) => `event-${2_999 - i}`),
  );
});
