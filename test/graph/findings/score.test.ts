import fc from 'fast-check';
import { expect, test } from 'vitest';
import { severities, type Severity } from '../../../graph/findings/finding.ts';
import { priors } from '../../../graph/findings/priors.ts';
import { scoreOf, type ScoreFacts } from '../../../graph/findings/score.ts';
import { shares, wholeParts } from '../../../graph/findings/shapley.ts';
import { capabilityOrder } from '../../../graph/schema/capability.ts';

test('shares of two factors, by hand', () => {
  // Orders ab and ba: a adds (1-.5)*.2 first and (1-.5)*1 second; b adds .5*(1-.2) and 1*(1-.2).
  const { a, b } = shares([
    { name: 'a', actual: 1, reference: 0.5 },
    { name: 'b', actual: 1, reference: 0.2 },
  ]);
  expect(a).toBeCloseTo((0.5 * 0.2 + 0.5 * 1) / 2, 12);
  expect(b).toBeCloseTo((0.5 * 0.8 + 1 * 0.8) / 2, 12);
  expect(a + b + 0.5 * 0.2).toBeCloseTo(1, 12);
});

test.each([
  [
    [33.4, 33.3, 33.3],
    [34, 33, 33],
  ],
  [
    [0.5, 0.5],
    [1, 0],
  ],
  [
    [10, 0.2],
    [10, 0],
  ],
  [[], []],
])('%j in whole numbers is %j', (parts, whole) => {
  expect(wholeParts(parts)).toEqual(whole);
});

const share = fc.double({ min: 0, max: 1, noNaN: true });
const hop = fc.record({
  gains: fc.constantFrom(...capabilityOrder),
  likelihood: share,
  condition: fc.constantFrom(null, 'aws:SourceVpce', 'aws:SourceIp'),
});
const facts: fc.Arbitrary<ScoreFacts> = fc.record({
  start: share,
  hops: fc.array(
    hop.map((h) => ({
      ...h,
      likelihood: h.condition ? h.likelihood * priors.conditional : h.likelihood,
    })),
    { maxLength: 9 },
  ),
  impact: share,
  severity: fc.constantFrom<Severity>(...severities),
});

test('the terms of a score add up to it exactly, and it lies in the band of its severity', () => {
  fc.assert(
    fc.property(facts, (given) => {
      const { score, terms } = scoreOf(given);
      expect(terms.reduce((sum, { points }) => sum + points, 0)).toBe(score);
      expect(terms.every(({ points }) => Number.isInteger(points))).toBe(true);
      const [least, beyond] = priors.bands[given.severity];
      expect(score).toBeGreaterThanOrEqual(least);
      expect(score).toBeLessThan(beyond);
    }),
    { numRuns: 2_000 },
  );
});

test('no leg takes points away; only the severity may hold a score down', () => {
  fc.assert(
    fc.property(facts, (given) => {
      const lowered = scoreOf(given).terms.filter(({ points }) => points < 0);
      expect(lowered.map(({ name }) => name).filter((name) => name !== 'severity')).toEqual([]);
    }),
  );
});

const worse = fc
  .tuple(facts, share, fc.nat(8))
  .map(([given, by, at]): [ScoreFacts, ScoreFacts[]] => {
    const raised = (value: number) => Math.max(value, by);
    const level = Math.max(0, severities.indexOf(given.severity) - 1);
    return [
      given,
      [
        { ...given, start: raised(given.start) },
        { ...given, impact: raised(given.impact) },
        { ...given, severity: severities[level] ?? given.severity },
        {
          ...given,
          hops: given.hops.map((h, i) =>
            i === at && h.condition === null ? { ...h, likelihood: raised(h.likelihood) } : h,
          ),
        },
        {
          ...given,
          hops: given.hops.map((h, i) =>
            i === at && h.condition !== null
              ? { ...h, condition: null, likelihood: h.likelihood / priors.conditional }
              : h,
          ),
        },
      ],
    ];
  });

test('a worse fact never lowers a score', () => {
  fc.assert(
    fc.property(worse, ([given, ones]) => {
      const before = scoreOf(given).score;
      for (const one of ones) expect(scoreOf(one).score).toBeGreaterThanOrEqual(before);
    }),
    { numRuns: 2_000 },
  );
});

test('hops that wait for the same condition count it once', () => {
  const conditional = { gains: 'C' as const, likelihood: 0.5, condition: 'aws:SourceIp' };
  const severity = 'low' as const;
  const at = (hops: ScoreFacts['hops']) =>
    scoreOf({ start: 1, hops, impact: 0.1, severity })
      .terms.filter(({ name }) => name !== 'severity')
      .reduce((sum, { points }) => sum + points, 0);
  expect(at([conditional, conditional])).toBe(at([conditional]));
  expect(at([conditional, { ...conditional, condition: 'aws:SourceVpce' }])).toBe(3);
});

test('an open path from the internet to a crown jewel has the whole score', () => {
  const hops = (['R', 'I', 'D'] as const).map((gains) => ({
    gains,
    likelihood: 1,
    condition: null,
  }));
  const { score, terms } = scoreOf({ start: 1, hops, impact: 1, severity: 'critical' });
  expect(score).toBe(100);
  expect(terms.map(({ name }) => name)).toEqual(['exposure', 'unguarded', 'data']);
});
