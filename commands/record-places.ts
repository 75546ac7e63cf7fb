import { readFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import type { EvidenceItem } from '../graph/entity.ts';
import type { Finding } from '../graph/findings/finding.ts';
import { placeOfValue, type Place } from '../report/place.ts';

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** Keys by which records name what they merely refer to. */
const reference =
  '(?:[Rr]ole|[Pp]olicy|InstanceProfile|[Ss]ecret|EventSource|[Dd]estination|RotationLambda' +
  '|(?:KMS|[Kk]ms|[Ee]ncryption)\\w*Key)A(?:rn|RN)"';

/** Keys by which records say what they describe, such as FunctionArn. */
const own = `(?:id|arn|(?!\\w*${reference})\\w*A(?:rn|RN))`;

/** What is told of a finding: its evidence, what it rests on, and what its fix changes. */
interface Told {
  evidence: readonly Pick<EvidenceItem, 'record'>[];
  restsOn: readonly string[];
  fix: Pick<Finding['fix'], 'causes'>;
}

/**
 * Where files that were given describe what a finding rests on, what its fix changes first; null
 * where none of them does.
 */
export function recordPlaces(given: readonly string[], cwd: string) {
  const roots = given.map((path) => resolve(cwd, path));
  const texts = new Map<string, string | null>();
  return ({ evidence, restsOn, fix }: Told): Place | null => {
    const holders = fix.causes.map((cause) => cause.slice(0, cause.indexOf('#')));
    const paths = evidence
      .map(({ record }) => resolve(cwd, record.slice(0, record.lastIndexOf('#'))))
      .filter((path) => roots.some((root) => path === root || path.startsWith(`${root}${sep}`)));
    for (const uid of new Set([...holders, ...restsOn]))
      for (const path of new Set(paths)) {
        if (!texts.has(path)) texts.set(path, textOf(path));
        const place = placeOfValue(relative(cwd, path), texts.get(path) ?? '', own, uid);
        if (place) return place;
      }
    return null;
  };
}
