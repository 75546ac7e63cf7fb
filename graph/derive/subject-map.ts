import type { Renewed } from './derivation.ts';

/** Subjects, each with all that its claim follows from. */
export type SubjectMap<T> = ReadonlyMap<string, T>;

/** An index that is such a map, made anew: touched is whose entry differs, came or went. */
export function renewedMap<T>(
  before: SubjectMap<T>,
  now: SubjectMap<T>,
  same: (a: T, b: T) => boolean,
): Renewed<SubjectMap<T>> {
  const touched = new Set([...before.keys()].filter((subject) => !now.has(subject)));
  for (const [subject, entry] of now) {
    const known = before.get(subject);
    if (known === undefined || !same(known, entry)) touched.add(subject);
  }
  return { index: now, touched };
}
