import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compile, exampleOf, literally, matches } from '../../../graph/access/aws/wildcard.ts';
import { below } from '../../../graph/access/aws/witness.ts';

/** Whether a pattern matches, by the definition: a table over both lengths. */
function byDefinition(pattern: string, text: string): boolean {
  let row = [true, ...Array<boolean>(text.length).fill(false)];
  for (const p of pattern) {
    const next = [p === '*' && row[0] === true];
    for (let t = 1; t <= text.length; t++)
      next.push(
        p === '*'
          ? row[t] === true || next[t - 1] === true
          : row[t - 1] === true && (p === '?' || p === text[t - 1]),
      );
    row = next;
  }
  return row[text.length] === true;
}

const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '/', ':', '*', '?'), maxLength: 10 });
const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', ':'), maxLength: 12 });

test('matching is what the definition says', () => {
  fc.assert(
    fc.property(pattern, text, (p, t) => {
      expect(matches(compile(p), t)).toBe(byDefinition(p, t));
    }),
    { numRuns: 5_000 },
  );
});

test('an example of a pattern matches it', () => {
  fc.assert(
    fc.property(pattern, (p) => {
      expect(matches(compile(p), exampleOf(compile(p), 'any'))).toBe(true);
    }),
  );
});

test('what lies below a prefix by a pattern is there, and matches', () => {
  fc.assert(
    fc.property(pattern, text, (p, t) => {
      const found = below(compile(p), `${t}/`);
      if (found === null) return;
      expect(found.startsWith(`${t}/`)).toBe(true);
      expect(matches(compile(p), found)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['*a'.repeat(5_000) + 'b', 'a'.repeat(50_000), false],
  ['*a'.repeat(5_000), 'a'.repeat(50_000), true],
  ['*?'.repeat(3_000), 'a'.repeat(20_000), true],
  ['?*'.repeat(200) + 'z', 'a'.repeat(10_000), false],
  [`${'a*'.repeat(2_000)}c`, 'ab'.repeat(20_000), false],
])('patterns made to be slow end (%#)', (p, t, expected) => {
  expect(matches(compile(p), t)).toBe(expected);
});

test('text that looks like an inner mark is no wildcard', () => {
  expect(matches(compile('a\uE000c'), 'abc')).toBe(false);
  expect(matches(literally('a*c'), 'abc')).toBe(false);
  expect(matches(literally('a*c'), 'a*c')).toBe(true);
});
