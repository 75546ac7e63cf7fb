const latest = new Map<string, string>();
const most = 4_096;

/**
 * One copy of a text for all who have it: facts name few owners and sources, and a part of a longer
 * text would keep all of that in memory.
 */
export function interned(text: string): string {
  const known = latest.get(text);
  if (known !== undefined) return known;
  if (latest.size === most) latest.clear();
  const own = Buffer.from(text).toString();
  latest.set(own, own);
  return own;
}
