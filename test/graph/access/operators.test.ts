import { expect, test, vi } from 'vitest';
import { operators } from '../../../graph/access/aws/operators.ts';
import { compile } from '../../../graph/access/aws/wildcard.ts';

const isBefore = (value: string, policy: string) =>
  operators.get('datelessthan')?.match(value, compile(policy));

// W3C's profile of ISO 8601, which the IAM User Guide names for dates; a zone is part of it.
test.each([
  ['2026-01-01T01:59:59Z', '2026-01-01T02:00:00Z', true],
  ['2026-01-01T01:59:59Z', '2026-01-01T02:00:00', true],
  ['2026-01-01T02:00:01Z', '2026-01-01T02:00:00', false],
  ['2026-01-01T02:00:01Z', '2026-01-01T02:00:00-01:00', true],
  ['2025-12-31T23:59:59Z', '2026-01-01', true],
  ['2026-01-01T00:00:00Z', '2026-01-01', false],
  ['2025-12-31T23:59:59Z', '1767225600', true],
  ['2025-12-31T23:59:59Z', 'Jan 1 2026', false],
])('%s is before %s: %s, wherever that is asked', (value, policy, expected) => {
  for (const zone of ['UTC', 'Asia/Tokyo', 'America/Los_Angeles']) {
    vi.stubEnv('TZ', zone);
    expect(isBefore(value, policy), zone).toBe(expected);
  }
});
