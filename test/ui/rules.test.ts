import { describe, expect, test } from 'vitest';
import { formatRules, meant, parseRules } from '#lib/rules/filter.ts';
import { leadOf, populationOf, standingOf } from '#lib/rules/standing.ts';

const ran = {
  openFindings: 0,
  ranAt: '2026-11-24T17:00:00.000Z',
  population: { of: 12, truncated: null as string | null },
};

describe('what a rule came to', () => {
  test('is proved only where it ran whole over somebody', () => {
    expect(standingOf(ran).result).toBe('proved');
    expect(standingOf({ ...ran, openFindings: 1 }).result).toBe('refuted');
  });

  test.each([
    ['it has not run', { ...ran, ranAt: null }],
    ['it was never evaluated', { ...ran, population: null }],
    ['it was cut short', { ...ran, population: { of: 12, truncated: 'stopped after 10 s' } }],
    ['nobody was counted', { ...ran, population: { of: null, truncated: null } }],
    ['there is nobody', { ...ran, population: { of: 0, truncated: null } }],
  ])('is unknown where %s', (_, rule) => {
    expect(standingOf(rule).result).toBe('unknown');
    expect(standingOf(rule).why).not.toBe('');
  });

  test('a count is never bare', () => {
    expect(populationOf(ran)).toBe('0 of 12');
    expect(populationOf({ ...ran, openFindings: 3 })).toBe('among 12');
    expect(populationOf({ ...ran, population: null })).toBe('not run');
  });
});

const rules = [
  { id: 'TC-02', title: 'Public prompt', severity: 'critical', legs: ['exposed'], openFindings: 2 },
  { id: 'TC-19', title: 'Poisoned index', severity: 'high', legs: ['feeds'], openFindings: 0 },
] as const;
const idsOf = (address: string) =>
  meant(rules, parseRules(new URL(address, 'http://localhost').searchParams)).map(({ id }) => id);

test.each([
  ['/rules', ['TC-02', 'TC-19']],
  ['/rules?text=tc-19', ['TC-19']],
  ['/rules?text=exposed%20PUBLIC', ['TC-02']],
  ['/rules?text=exposed%20poisoned', []],
  ['/rules?severity=high', ['TC-19']],
  ['/rules?severity=nonsense', ['TC-02', 'TC-19']],
  ['/rules?found=yes', ['TC-02']],
])('%s lists %j', (address, ids) => {
  expect(idsOf(address)).toEqual(ids);
});

test('an address keeps its view', () => {
  const address = '/rules?id=TC-02&text=a+b&severity=critical&severity=low&found=yes';
  expect(formatRules(parseRules(new URL(address, 'http://localhost').searchParams))).toBe(address);
});

test('rules of which nothing is known are neither found nor none', () => {
  const sentence = leadOf([ran, { ...ran, openFindings: 4 }, { ...ran, ranAt: null }]);
  expect(sentence).toBe(
    '1 of 3 rules has open findings. 1 ran and found none. Of 1 it is unknown.',
  );
  expect(leadOf([ran])).not.toContain('unknown');
});
