import { expect, test } from 'vitest';
import { and, every, not, or, some, type Ternary } from '../../../graph/access/aws/ternary.ts';

const k: Ternary = ['k'];
const l: Ternary = ['l'];

test.each<[Ternary, Ternary, Ternary, Ternary]>([
  [true, true, true, true],
  [true, false, false, true],
  [false, false, false, false],
  [k, true, k, true],
  [k, false, false, k],
  [true, k, k, true],
  [false, k, false, k],
  [k, l, ['k', 'l'], ['k', 'l']],
  [k, k, k, k],
])('%j with %j: and %j, or %j', (a, b, conjunction, disjunction) => {
  expect(and(a, b)).toEqual(conjunction);
  expect(or(a, b)).toEqual(disjunction);
});

test('negation keeps what is unknown', () => {
  expect([not(true), not(false), not(k)]).toEqual([false, true, k]);
});

test('over lists: a false one decides a conjunction, a true one a disjunction', () => {
  const say = (value: Ternary) => value;
  expect(every([k, false, l], say)).toBe(false);
  expect(every([k, true], say)).toEqual(k);
  expect(every([], say)).toBe(true);
  expect(some([k, true, l], say)).toBe(true);
  expect(some([k, false], say)).toEqual(k);
  expect(some([], say)).toBe(false);
});
