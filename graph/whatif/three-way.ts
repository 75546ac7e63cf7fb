import { canonical } from '../claim.ts';

type Fields = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const same = (a: unknown, b: unknown) => canonical(a) === canonical(b);

/** What makes a member of a list the same one when it says something else. */
function nameIn(member: unknown): string {
  const name = isRecord(member) ? (member['name'] ?? member['Sid']) : undefined;
  return typeof name === 'string' ? `name ${name}` : canonical(member);
}

/** Members by name; null where two have the same, and names tell nothing. */
function named(members: readonly unknown[]): Map<string, unknown> | null {
  const all = new Map(members.map((member) => [nameIn(member), member]));
  return all.size === members.length ? all : null;
}

function lists(was: readonly unknown[], is: readonly unknown[], now: readonly unknown[]): unknown {
  const [before, after, there] = [named(was), named(is), named(now)];
  if (!before || !after || !there) return is;
  const kept = [...there].flatMap(([name, member]) => {
    if (!before.has(name)) return after.has(name) ? [after.get(name)] : [member];
    return after.has(name) ? [threeWay(before.get(name), after.get(name), member)] : [];
  });
  const added = [...after].flatMap(([name, member]) =>
    before.has(name) || there.has(name) ? [] : [member],
  );
  return [...kept, ...added];
}

/**
 * What is there with a change that was made to something else: what differs between `was` and `is`
 * differs likewise from what is there `now`, and what only is there stays.
 */
export function threeWay(was: unknown, is: unknown, now: unknown): unknown {
  if (same(was, is)) return now;
  if (same(was, now)) return is;
  if (Array.isArray(was) && Array.isArray(is) && Array.isArray(now)) return lists(was, is, now);
  if (!isRecord(was) || !isRecord(is) || !isRecord(now)) return is;
  const names = new Set([...Object.keys(now), ...Object.keys(is)]);
  const entries = [...names].map(
    (name) => [name, threeWay(was[name], is[name], now[name])] as const,
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
