import { readFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import type { Finding } from '../graph/findings/finding.ts';
import { placeOfValue, type Place } from '../report/place.ts';

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** Keys by which records say what they describe. */
const own = '(?:arn|Arn|[a-z]+Arn|id)';

/**
 * Where files that were given describe what a finding rests on, what its fix changes first; null
 * where none of them does.
 */
export function recordPlaces(given: readonly string[], cwd: string) {
  const roots = given.map((path) => resolve(cwd, path));
  const texts = new Map<string, string | null>();
  return ({ evidence, restsOn, fix }: Finding): Place | null => {
    const holders = fix.causes.map((cause) => cause.slice(0, cause.indexOf('#')));
    for (const { record } of evidence) {
      const path = resolve(cwd, record.slice(0, record.lastIndexOf('#')));
      if (!roots.some((root) => path === root || path.startsWith(`${root}${sep}`))) continue;
      if (!texts.has(path)) texts.set(path, textOf(path));
      for (const uid of [...holders, ...restsOn]) {
        const place = placeOfValue(relative(cwd, path), texts.get(path) ?? '', own, uid);
        if (place) return place;
      }
    }
    return null;
  };
}
