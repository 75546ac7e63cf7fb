const units: readonly [name: string, milliseconds: number][] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
];

/** A time in milliseconds, from RFC 3339 text or a number; null stays null. */
export const instant = (at: string | number | null | undefined): number | null => {
  const value = typeof at === 'string' ? Date.parse(at) : (at ?? NaN);
  return Number.isFinite(value) ? value : null;
};

/** A span in its largest unit: `38 s`, `3 h`, `41 d`; one decimal under 10 days if asked. */
export function span(milliseconds: number, { fine = false } = {}): string {
  const value = Math.max(0, milliseconds);
  const [name, size] = units.find(([, unit]) => value >= unit) ?? ['s', 1_000];
  const many = value / size;
  return `${fine && many < 10 && name === 'd' ? many.toFixed(1) : Math.floor(many)} ${name}`;
}

/** How long ago: `38 s`; `not known` where it is not. */
export function ago(at: string | number | null | undefined, now: number): string {
  const then = instant(at);
  return then === null ? 'not known' : span(now - then);
}

/** A count for people: `812`, `41 k`, `1.2 M`. */
export function count(value: number): string {
  for (const [unit, size] of [
    ['G', 1e9],
    ['M', 1e6],
    ['k', 1e4],
  ] as const) {
    if (value < size) continue;
    const many = value / (unit === 'k' ? 1e3 : size);
    return `${many < 10 ? many.toFixed(1) : Math.round(many)} ${unit}`;
  }
  return value.toLocaleString('en').replaceAll(',', ' ');
}

/** `1 path`, `3 paths`; `path` may bring its own plural. */
export const several = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** A share in per cent; never 0 or 100 % for a part that is not. */
export function percent(part: number, whole: number): string {
  if (whole <= 0) return '–';
  const share = (100 * part) / whole;
  if (share > 0 && share < 1) return '< 1 %';
  if (share > 99 && share < 100) return '> 99 %';
  return `${Math.round(share)} %`;
}

/** A likelihood as the reference has it: `.88`, and `1` or `0` only where it is. */
export function likelihood(value: number): string {
  if (value <= 0) return '0';
  if (value >= 1) return '1';
  if (value < 0.01) return '< .01';
  return Math.min(0.99, value).toFixed(2).slice(1);
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** A day: `22 Nov`; with the year where it is not this one. */
export function day(at: string | number | null | undefined, now: number): string {
  const then = instant(at);
  if (then === null) return 'not known';
  const date = new Date(then);
  const year = date.getFullYear();
  const short = `${date.getDate()} ${months[date.getMonth()]}`;
  return year === new Date(now).getFullYear() ? short : `${short} ${year}`;
}

/** A time of day today, else the day: `09:14`, `22 Nov`. */
export function moment(at: string | number | null | undefined, now: number): string {
  const then = instant(at);
  if (then === null) return 'not known';
  const date = new Date(then);
  const two = (value: number) => String(value).padStart(2, '0');
  return date.toDateString() === new Date(now).toDateString()
    ? `${two(date.getHours())}:${two(date.getMinutes())}`
    : day(then, now);
}

/** A list for people: `a`, `a and b`, `a, b and c`. */
export const listed = (words: readonly string[]): string =>
  words.length < 2
    ? (words[0] ?? '')
    : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
