import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure } from '../../graph/errors.ts';
import { detectSource } from '../../ingest/detect.ts';
import { mapRecord } from '../../ingest/map-record.ts';
import { placeOf } from '../../ingest/place.ts';
import { sources } from '../../ingest/registry.ts';

/** A recorded example, as far as this test needs it. */
interface Case {
  path: string;
  record: unknown;
}

const folder = fileURLToPath(new URL('./fixtures/', import.meta.url));

const casesOf = (name: string): Case[] =>
  readdirSync(folder + name)
    .filter((file) => file.endsWith('.case.json'))
    .map((file) => JSON.parse(readFileSync(`${folder}${name}/${file}`, 'utf8')) as Case);

/** What takes the place of a value: other types, and names that mean something elsewhere. */
const junk: readonly unknown[] = [
  null,
  -1,
  1e308,
  true,
  '',
  '|',
  '\u0000',
  '__proto__',
  'constructor',
  '%E0%A4%A',
  'arn:aws:',
  'arn:aws:iam::111122223333:role/x',
  'a'.repeat(3_000),
  [],
  [null],
  [[]],
  {},
  { a: null },
  { Statement: [null] },
];

/** The value with a few of its parts replaced or left out, as a stream of numbers below 1 says. */
function mutated(value: unknown, next: () => number): unknown {
  if (next() < 0.04) return structuredClone(junk[Math.floor(next() * junk.length)]);
  if (Array.isArray(value))
    return value.filter(() => next() > 0.05).map((item) => mutated(item, next));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(() => next() > 0.03)
      .map(([key, item]) => [key, mutated(item, next)]),
  );
}

/** A stream of numbers from one seed (Numerical Recipes' linear congruential generator). */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test.each(sources.map((source) => [source.name, source] as const))(
  '%s reads a damaged record, or refuses it with a reason',
  (name, source) => {
    const cases = casesOf(name);
    expect(cases.length).toBeGreaterThan(0);
    fc.assert(
      fc.property(fc.constantFrom(...cases), fc.integer(), ({ path, record }, seed) => {
        const damaged = mutated(record, numbers(seed));
        const home = { account: '111122223333', region: 'us-east-1' };
        const origin = { ...home, ...placeOf(path), path, at: 1 };
        try {
          mapRecord(source, damaged, path, origin, 'key');
          detectSource(damaged, origin);
        } catch (error) {
          if (!(error instanceof Failure)) throw error;
          expect(error.message).not.toBe('');
        }
      }),
      { numRuns: 150 },
    );
  },
);
