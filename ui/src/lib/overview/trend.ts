import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { severityLook, severityOrder, type Severity } from '../severity.ts';
import { day } from '../text/format.ts';

export interface TrendDay {
  at: string;
  open: readonly { severity: Severity; count: number }[];
}

export interface Curve {
  severity: Severity;
  tone: string;
  /** SVG path data. */
  d: string;
  /** The last value and where it is written. */
  last: { value: number; x: number; y: number; labelY: number };
}

export interface Chart {
  curves: readonly Curve[];
  ticks: readonly { value: number; y: number }[];
  days: readonly { text: string; x: number; anchor: 'start' | 'middle' | 'end' }[];
}

/** Dimensions in px: the plot lies within these margins of a 400 by 216 drawing. */
export const plot = { width: 400, height: 216, left: 32, right: 32, top: 12, bottom: 20 };

/** Least distance of two values written at the right, in px. */
const apart = 13;

/** Draws open findings by severity over days. A severity that never occurs is left out. */
export function chartOf(all: readonly TrendDay[], now: number): Chart {
  // Before the first finding nothing was known: a line at zero would claim that nothing was open.
  const began = all.findIndex(({ open }) => open.some(({ count }) => count > 0));
  const days = all.slice(Math.max(0, began));
  const counts = (severity: Severity) =>
    days.map(({ open }) => open.find((one) => one.severity === severity)?.count ?? 0);
  const shown = severityOrder.filter((severity) => counts(severity).some((count) => count > 0));
  const most = Math.max(1, ...shown.flatMap(counts));
  const x = scaleLinear(
    [Math.min(0, days.length - 2), days.length - 1],
    [plot.left, plot.width - plot.right],
  );
  const y = scaleLinear([0, most], [plot.height - plot.bottom, plot.top]).nice(3);
  const draw = line<number>()
    .x((_, n) => x(n))
    .y((count) => y(count));

  const ends = shown
    .map((severity) => ({ severity, value: counts(severity).at(-1) ?? 0 }))
    .sort((a, b) => y(a.value) - y(b.value));
  let above = -Infinity;
  const drawn = ends.map(({ severity, value }) => {
    const labelY = Math.max(y(value), above + apart);
    above = labelY;
    return {
      severity,
      tone: severityLook[severity].tone,
      d: draw(counts(severity)) ?? '',
      last: { value, x: x(days.length - 1), y: y(value), labelY },
    };
  });
  const curves = shown.flatMap(
    (severity) => drawn.find((curve) => curve.severity === severity) ?? [],
  );
  const marked = days.length < 3 ? [0, days.length - 1] : [0, days.length >> 1, days.length - 1];
  const anchors = ['start', 'middle', 'end'] as const;
  return {
    curves,
    ticks: y
      .ticks(3)
      .filter(Number.isInteger)
      .map((value) => ({ value, y: y(value) })),
    days: [...new Set(marked)].flatMap((n, place, all) => {
      const at = days[n]?.at;
      const anchor = all.length === 2 && place === 1 ? 'end' : (anchors[place] ?? 'end');
      return at === undefined ? [] : [{ text: day(at, now), x: x(n), anchor }];
    }),
  };
}
