import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Versions } from '../../../graph/share/versions.ts';

const word = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 40 });

test('what is known does not depend on the order or the repetition of word', () => {
  fc.assert(
    fc.property(word, fc.nat(4), (told, begin) => {
      const versions = new Versions(begin);
      for (const version of told) versions.add(version);
      for (let version = 1; version <= 13; version++)
        expect(versions.knows(version)).toBe(version <= begin || told.includes(version));
      let upTo = begin;
      while (told.includes(upTo + 1)) upTo += 1;
      expect(versions.upTo).toBe(upTo);
    }),
  );
});

test('what is missing holds the number back until everything is read anew', () => {
  const versions = new Versions(3);
  versions.add(5);
  versions.add(8);
  expect(versions.upTo).toBe(3);
  versions.reset(7);
  expect(versions.upTo).toBe(8);
});

test('of a store that was restored no later number is known', () => {
  const versions = new Versions(7);
  versions.add(9);
  versions.reset(4);
  expect([5, 8, 9].filter((version) => versions.knows(version))).toEqual([]);
  versions.add(5);
  expect(versions.upTo).toBe(5);
});

test('a copy goes its own way', () => {
  const versions = new Versions(1);
  versions.add(3);
  const copy = versions.copy();
  copy.add(2);
  expect([copy.upTo, versions.upTo]).toEqual([3, 1]);
});
