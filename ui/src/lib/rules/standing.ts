import type { Result } from '../severity.ts';
import { several } from '../text/format.ts';

interface Ran {
  openFindings: number;
  ranAt: string | null;
  population: { of: number | null; truncated: string | null } | null;
}

/** What a rule came to, and why where that is not plain. */
export interface Standing {
  result: Result;
  word: string;
  why: string;
}

/**
 * What a rule came to when it last ran. It is proved only where it ran whole over somebody: none
 * among none, or among an unknown number, proves nothing.
 */
export function standingOf({ openFindings, ranAt, population }: Ran): Standing {
  if (openFindings > 0) return { result: 'refuted', word: 'Found', why: '' };
  const unknown = (why: string): Standing => ({ result: 'unknown', word: 'Unknown', why });
  if (ranAt === null || population === null) return unknown('it has not run');
  if (population.truncated !== null) return unknown(population.truncated);
  if (population.of === null) return unknown('of how many it speaks could not be counted');
  if (population.of === 0) return unknown('nothing of what it speaks about was collected');
  return { result: 'proved', word: 'None', why: '' };
}

/** The population in words: `3 of 412`; never a bare count. */
export function populationOf({ openFindings, population }: Ran): string {
  if (population === null) return 'not run';
  if (population.of === null) return 'not counted';
  return openFindings > 0 ? `among ${population.of}` : `0 of ${population.of}`;
}

/** How many rules found something, how many ran whole and found nothing, and of which neither. */
export function leadOf(rules: readonly Ran[]): string {
  const of = (result: Result) => rules.filter((rule) => standingOf(rule).result === result).length;
  const [found, none, unknown] = [of('refuted'), of('proved'), of('unknown')];
  const some = `${found} of ${several(rules.length, 'rule')} ${found === 1 ? 'has' : 'have'}`;
  return [
    `${some} open findings.`,
    `${none} ran and found none.`,
    ...(unknown > 0 ? [`Of ${unknown} it is unknown.`] : []),
  ].join(' ');
}
