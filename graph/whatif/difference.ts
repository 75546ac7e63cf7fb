import { canonical } from '../claim.ts';
import type { Finding } from '../findings/finding.ts';
import type { JoinQuery, Path, PathAnswer, PathQuery } from '../projection/search.ts';

/** What differs between two states: what is only in the later, only in the earlier, and in both. */
export interface Difference<T> {
  opened: T[];
  closed: T[];
  changed: { before: T; after: T }[];
}

function difference<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  same: (a: T, b: T) => boolean,
): Difference<T> {
  const found: Difference<T> = { opened: [], closed: [], changed: [] };
  for (const id of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const [was, is] = [before.get(id), after.get(id)];
    if (was === undefined && is !== undefined) found.opened.push(is);
    if (was !== undefined && is === undefined) found.closed.push(was);
    if (was !== undefined && is !== undefined && !same(was, is))
      found.changed.push({ before: was, after: is });
  }
  return found;
}

const openOf = (findings: Iterable<Finding>) =>
  new Map([...findings].flatMap((f) => (f.status === 'open' ? [[f.id, f] as const] : [])));

/** What a finding says, without when and where it was read. */
const substance = ({ history: _, evidence: __, ...rest }: Finding) => canonical(rest);

/** Findings that are open in one state and not in the other, or differ in what they say. */
export const findingsDifference = (
  before: Iterable<Finding>,
  after: Iterable<Finding>,
): Difference<Finding> =>
  difference(openOf(before), openOf(after), (a, b) => substance(a) === substance(b));

/** What comparing paths needs of the projection. */
export interface PathSearch {
  witnesses(query: JoinQuery, most: number): Path[];
  paths(query: PathQuery): PathAnswer;
}

/** The best path of each pair of an entry and a target that paths join, by pair. */
export function bestPaths(
  projection: PathSearch,
  { from, to }: Pick<JoinQuery, 'from' | 'to'>,
): Map<string, Path> {
  const best = new Map<string, Path>();
  for (const [entry, starts] of Map.groupBy(from, ({ uid }) => uid))
    for (const witness of projection.witnesses({ from: starts, to }, Infinity)) {
      const target = witness.hops.at(-1)?.to ?? '';
      const ends = to.filter(({ uid }) => uid === target);
      const found = projection.paths({ from: starts, to: ends, k: 1 }).paths[0];
      best.set(`${entry}\n${target}`, found ?? witness);
    }
  return best;
}

const wayOf = ({ hops, likelihood }: Path) =>
  `${likelihood} ${hops.map(({ edge, gains }) => `${edge} ${gains}`).join('\n')}`;

/** Pairs that paths join in one state and not in the other, or by another best path. */
export const pathsDifference = (
  before: ReadonlyMap<string, Path>,
  after: ReadonlyMap<string, Path>,
): Difference<Path> => difference(before, after, (a, b) => wayOf(a) === wayOf(b));
