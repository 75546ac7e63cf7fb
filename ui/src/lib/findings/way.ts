import type { FindingRow } from './export.ts';

/**
 * The question whose answers are the paths of a finding: from its first step, which lies before its
 * entry where the rule names who enters, through the others in their order.
 */
export function wayOf({ entry, target, steps }: Pick<FindingRow, 'entry' | 'target' | 'steps'>) {
  const uids = steps.map(({ uid }) => uid);
  const from = uids[0] ?? entry.uid;
  const to = uids.at(-1) ?? target.uid;
  return { from, to, through: uids.slice(1, -1).filter((uid) => uid !== from && uid !== to) };
}
