import type { Finding, Transition } from './finding.ts';

/** A turn in the life of a finding. */
export interface Turn extends Transition {
  finding: Finding;
  /** It had been closed before: what was once mended is broken again. */
  regression: boolean;
}

/** Every turn of findings, the newest first; of those at one time the last noticed first. */
export function turnsOf(findings: Iterable<Finding>): Turn[] {
  const turns: Turn[] = [];
  for (const finding of findings)
    for (const transition of finding.history)
      turns.push({ ...transition, finding, regression: transition.status === 'reopened' });
  return turns.sort(
    (a, b) => b.at - a.at || b.noticedAt - a.noticedAt || (a.finding.id < b.finding.id ? -1 : 1),
  );
}

/**
 * The turn by which a finding was as it was at a time, by what records say of when; null where it
 * was not known yet. `at`: milliseconds since 1970.
 */
export const lastTurn = ({ history }: Pick<Finding, 'history'>, at: number): Transition | null =>
  history.findLast((turn) => turn.at <= at) ?? null;

/** True where a finding was open at a time. */
export const openAsOf = (finding: Pick<Finding, 'history'>, at: number): boolean => {
  const turn = lastTurn(finding, at);
  return turn !== null && turn.status !== 'closed';
};
