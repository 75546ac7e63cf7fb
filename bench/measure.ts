import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Level = 'median' | 'p95';

/** What a level of a figure is held against. */
export type Goal = { of: Level } & ({ atMost: number } | { atLeast: number });

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
  goal?: Goal & { met: boolean };
  note?: string;
}

interface Options {
  /** Default milliseconds. */
  unit?: string;
  goal?: Goal;
  note?: string;
}

/** A goal in words. */
export const goalText = (goal: Goal): string =>
  'atMost' in goal ? `${goal.of} <= ${goal.atMost}` : `${goal.of} >= ${goal.atLeast}`;

const keeps = (value: number, goal: Goal) =>
  'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast;

const round = (value: number) => Number(value.toPrecision(4));

/** Value below which a share of the sorted values lies (nearest rank). */
export const percentile = (sorted: readonly number[], share: number): number =>
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
    ...(goal && { goal: { ...goal, met: keeps(levels[goal.of], goal) } }),
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

/** Bytes in use, after collecting garbage. */
export function bytesInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
