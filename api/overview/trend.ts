import { severities, type Finding, type Severity } from '../../graph/findings/finding.ts';

const day = 86_400_000;

/** Open findings by severity at one moment. */
export interface TrendDay {
  /** Milliseconds since 1970. */
  at: number;
  open: Record<Severity, number>;
}

/** Whether a finding was open at a time, by its own history. */
export function openAt({ history }: Pick<Finding, 'history'>, at: number): boolean {
  const last = history.findLast((turn) => turn.at <= at);
  return last !== undefined && last.status !== 'closed';
}

/**
 * Open findings at the end of each of the last days (UTC), oldest first; today as of now. A finding
 * counts with the severity that it has now.
 */
export function trendOf(
  findings: readonly Pick<Finding, 'history' | 'severity'>[],
  now: number,
  days: number,
): TrendDay[] {
  const today = Math.floor(now / day) * day;
  const ends = Array.from({ length: days }, (_, index) => today - (days - 1 - index) * day + day);
  return ends.map((end) => {
    const at = Math.min(end - 1, now);
    const open = findings.filter((finding) => openAt(finding, at));
    return {
      at,
      open: Object.fromEntries(
        severities.map((one) => [one, open.filter(({ severity }) => severity === one).length]),
      ) as Record<Severity, number>,
    };
  });
}
