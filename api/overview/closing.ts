import type { Finding } from '../../graph/findings/finding.ts';

/** Median, or null of nothing. */
function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[middle - 1], sorted[middle]];
  if (high === undefined) return null;
  return sorted.length % 2 === 1 || low === undefined ? high : (low + high) / 2;
}

/**
 * Median milliseconds from opening to closing, of all closings since a time; null where there were
 * none.
 */
export function timeToClose(
  findings: Iterable<Pick<Finding, 'history'>>,
  since: number,
): number | null {
  const spans: number[] = [];
  for (const { history } of findings)
    for (const [index, turn] of history.entries()) {
      const opened = history[index - 1];
      if (turn.status === 'closed' && turn.at >= since && opened && opened.status !== 'closed')
        spans.push(turn.at - opened.at);
    }
  return median(spans);
}
