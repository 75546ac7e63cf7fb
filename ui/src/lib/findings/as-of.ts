import { instant } from '../text/format.ts';

const days = [
  { days: 1, text: 'A day ago' },
  { days: 7, text: 'A week ago' },
  { days: 30, text: '30 days ago' },
];

/** Times that are offered, counted back from now: RFC 3339, to the minute. */
export const offered = (now: number) =>
  days.map(({ days, text }) => ({ text, at: minuteOf(now - days * 86_400_000) }));

const minuteOf = (at: number) => new Date(Math.floor(at / 60_000) * 60_000).toISOString();

/** A time that an address names, as RFC 3339 in UTC; empty where it is none. */
export function parseTime(text: string | null): string {
  const at = instant(text);
  return at === null ? '' : minuteOf(at);
}

/** As a field for a date and a time has it: in the zone of the reader, without naming it. */
export function fieldOf(time: string): string {
  const at = new Date(time);
  return minuteOf(at.getTime() - at.getTimezoneOffset() * 60_000).slice(0, 16);
}
