import { expect, test } from 'vitest';
import { filled, reached, readOnFrom } from '../../../ingest/stream/offsets.ts';

const firsts = [
  { partition: 0, low: '40' },
  { partition: 1, low: '0' },
];

test('a group reads on from what it committed, or from the first record that is kept', () => {
  const committed = [
    { partition: 0, offset: '-1' },
    { partition: 1, offset: '7' },
    { partition: 2, offset: '-1' },
  ];
  const wanted = new Map([
    [0, 40n],
    [1, 7n],
    [2, 0n],
  ]);
  expect(readOnFrom(committed, firsts)).toEqual(wanted);
});

test('a partition whose records are all past their retention holds none', () => {
  const ends = new Map([
    [0, 40n],
    [1, 3n],
  ]);
  expect([...filled(ends, firsts).keys()]).toEqual([1]);
});

test('the end is reached when every partition of every topic is there', () => {
  const ends = new Map([['t', new Map([[0, 5n] as const, [1, 2n] as const])]]);
  const at = (zero: bigint, one?: bigint) =>
    new Map([['t', new Map([[0, zero], ...(one === undefined ? [] : [[1, one] as const])])]]);
  expect(reached(ends, at(5n, 2n))).toBe(true);
  expect(reached(ends, at(6n, 9n))).toBe(true);
  expect(reached(ends, at(4n, 2n))).toBe(false);
  expect(reached(ends, at(5n))).toBe(false);
  expect(reached(ends, new Map())).toBe(false);
});
