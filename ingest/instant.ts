/**
 * Milliseconds since 1970 of a time as logs write it: ISO 8601, or with a space for the T, or with
 * more than three digits after the second. Without a zone it is UTC. Null where it is no time.
 */
export function instant(text: unknown): number | null {
  if (typeof text !== 'string') return null;
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?$/.exec(text);
  if (!match) return null;
  const [, day = '', time = '', fraction = '', zone = 'Z'] = match;
  const at = Date.parse(`${day}T${time}${fraction.slice(0, 4)}${zone}`);
  return Number.isNaN(at) ? null : at;
}
