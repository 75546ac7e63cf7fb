import { canonical } from '../claim.ts';
import type { Finding } from '../findings/finding.ts';

/** What differs between two states: what is only in the later, only in the earlier, and in both. */
export interface Difference<T> {
  opened: T[];
  closed: T[];
  changed: { before: T; after: T }[];
}

/** How what two states have by id differs. */
export function difference<T>(
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
