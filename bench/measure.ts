type Level = 'median' | 'p95';

/** What one series of measurements says. */
export interface Figure {
  what: string;
  unit: string;
  /** Measurements behind it. */
  n: number;
  median: number;
  p95: number;
  least: number;
  most: number;
  /** What it is held against, and whether the named level keeps that. */
  goal?: { of: Level; atMost: number; met: boolean };
  note?: string;
}

interface Options {
  /** Default milliseconds. */
  unit?: string;
  goal?: { of: Level; atMost: number };
  note?: string;
}

const round = (value: number) => Number(value.toPrecision(4));

/** Value below which a share of the sorted values lies (nearest rank). */
const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;

export function figure(
  what: string,
  values: readonly number[],
  { unit = 'ms', goal, note }: Options = {},
): Figure {
  const sorted = values.toSorted((a, b) => a - b);
  const levels = { median: percentile(sorted, 0.5), p95: percentile(sorted, 0.95) };
  return {
    what,
    unit,
    n: values.length,
    median: round(levels.median),
    p95: round(levels.p95),
    least: round(sorted[0] ?? NaN),
    most: round(sorted.at(-1) ?? NaN),
    ...(goal && { goal: { ...goal, met: levels[goal.of] <= goal.atMost } }),
    ...(note !== undefined && { note }),
  };
}

/** Milliseconds that each of several runs takes; `before` runs untimed ahead of each. */
export function times(
  runs: number,
  work: (run: number) => void,
  before?: (run: number) => void,
): number[] {
  return Array.from({ length: runs }, (_, run) => {
    before?.(run);
    const started = performance.now();
    work(run);
    return performance.now() - started;
  });
}
