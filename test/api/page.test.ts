import fc from 'fast-check';
import { expect, test } from 'vitest';
import { page, pageComplexity } from '../../api/page.ts';

const rows = (count: number) => Array.from({ length: count }, (_, i) => `row ${i}`);
const itself = (row: string) => row;
const cut = (list: string[], args: Parameters<typeof page>[1]) => page(list, args, itself);

test.each([
  ['the first', { first: 2 }, ['row 0', 'row 1'], { hasPreviousPage: false, hasNextPage: true }],
  [
    'after a cursor',
    { first: 2, after: 'row 1' },
    ['row 2', 'row 3'],
    { hasPreviousPage: true, hasNextPage: true },
  ],
  [
    'past the end',
    { first: 9, after: 'row 3' },
    ['row 4'],
    { hasPreviousPage: true, hasNextPage: false },
  ],
  ['the last', { last: 2 }, ['row 3', 'row 4'], { hasPreviousPage: true, hasNextPage: false }],
  [
    'before a cursor',
    { last: 1, before: 'row 2' },
    ['row 1'],
    { hasPreviousPage: true, hasNextPage: true },
  ],
  ['nothing', { first: 0 }, [], { hasPreviousPage: false, hasNextPage: true }],
])('%s', (_, args, expected, pageInfo) => {
  const found = cut(rows(5), args);
  expect(found.edges.map(({ node }) => node)).toEqual(expected);
  expect(found.totalCount).toBe(5);
  expect(found.pageInfo).toMatchObject(pageInfo);
});

test('an empty list is an empty page', () => {
  expect(cut([], {})).toEqual({
    edges: [],
    totalCount: 0,
    pageInfo: { hasPreviousPage: false, hasNextPage: false, startCursor: null, endCursor: null },
  });
});

test('page after page gives every row once, in order, even when rows come and go before it', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 60 }),
      fc.integer({ min: 1, max: 10 }),
      fc.boolean(),
      (list, first, changing) => {
        const seen: string[] = [];
        let after: string | null = null;
        for (let more = true, turn = 0; more; turn += 1) {
          const now = changing
            ? [...Array.from({ length: turn }, (_, i) => `new ${i} ${list.join()}`), ...list]
            : list;
          const found = cut(
            now,
            after === null && changing ? { first, after: now[turn - 1] ?? null } : { first, after },
          );
          seen.push(...found.edges.map(({ node }) => node));
          ({ hasNextPage: more, endCursor: after } = found.pageInfo);
        }
        expect(seen).toEqual(list);
      },
    ),
  );
});

test.each([{ first: 201 }, { first: -1 }, { last: 201 }])('%o is refused', (args) => {
  expect(() => cut(rows(1), args)).toThrow(/0 to 200/);
});

test('a page is reckoned by its rows', () => {
  expect(pageComplexity({ first: 7 }).multiplier).toBe(7);
  expect(pageComplexity({}).multiplier).toBe(50);
});
