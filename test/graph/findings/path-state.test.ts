import { expect, test } from 'vitest';
import { pathState } from '../../../graph/findings/path-state.ts';

const configured = { basis: 'configured' } as const;
const observed = { basis: 'observed', lastSeen: 1 } as const;
const validated = { basis: 'validated' } as const;

test.each([
  [[], 'theoretical'],
  [[configured], 'theoretical'],
  [[configured, { basis: 'inferred' } as const], 'theoretical'],
  [[configured, observed], 'partly-observed'],
  [[observed, observed], 'exercised'],
  [[observed, validated], 'exercised'],
  [[validated, validated], 'validated'],
])('%j is %s', (edges, state) => {
  expect(pathState(edges)).toBe(state);
});
