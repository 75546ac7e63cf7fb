import { expect, test } from 'vitest';
import { leadOf, placesOf, type Source } from '#lib/sources/freshness.ts';

const hour = 3_600_000;
const now = Date.parse('2026-11-24T17:00:00Z');
const source = (owner: string, hours: number, silent = false): Source => ({
  owner,
  source: 'aws.iam',
  lastAt: new Date(now - hours * hour).toISOString(),
  silent,
  silentAfter: 24 * hour,
});

test('sources that speak are said to, with the age of the newest record', () => {
  expect(leadOf([source('a', 2), source('b', 5)], now)).toBe(
    'All 2 sources speak; the newest record is 2 h old.',
  );
});

test('silent ones are named with their gap, the longest first', () => {
  const lead = leadOf([source('a', 2), source('b', 30, true), source('c', 90, true)], now);
  expect(lead).toBe(
    '2 of 3 sources are silent: c for 3 d and b for 1 d. What happened there since is unknown.',
  );
});

test('many silent ones are counted after the first', () => {
  const many = ['a', 'b', 'c', 'd', 'e'].map((owner, n) => source(owner, 100 - n, true));
  expect(leadOf(many, now)).toContain('a for 4 d, b for 4 d, c for 4 d and 2 more');
});

test('sources stand by their place, the silent ones first', () => {
  const places = placesOf([
    source('otel:prod', 1),
    source('aws:1/s3', 1),
    source('aws:1/iam', 1),
    source('aws:1/kms', 50, true),
  ]);
  expect(places.map(({ name, sources }) => [name, sources.map((one) => one.name)])).toEqual([
    ['aws:1', ['kms', 'iam', 's3']],
    ['Elsewhere', ['otel:prod']],
  ]);
});
