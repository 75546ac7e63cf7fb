import type { Finding } from './finding.ts';

/** What is known of the path by which a finding held at a time. */
interface PathAsOf {
  /** Uids in the order of the attacker, and ids of the edges between them. */
  nodes: string[];
  edges: string[];
  /** Why it may have been another path then; null where nothing was said of it since. */
  doubt: string | null;
}

/**
 * The path of a finding as it is kept, which is the one that it had last: facts are kept as they
 * are now. Where records after the time speak of what it rests on, that is said. Null for a finding
 * about posture, which has none. `at`: milliseconds since 1970.
 */
export function pathAsOf(
  { path, evidence }: Pick<Finding, 'path' | 'evidence'>,
  at: number,
): PathAsOf | null {
  if (!path) return null;
  const since = evidence.filter((item) => item.mode === 'state' && item.at > at);
  const [newest] = since.sort((a, b) => b.at - a.at);
  return {
    nodes: [path.hops[0]?.from ?? '', ...path.hops.map(({ to }) => to)],
    edges: path.hops.map(({ edge }) => edge),
    doubt: newest
      ? `as ${newest.source} ${newest.record} told it on ${new Date(newest.at).toISOString()}; ` +
        'it may have been another then'
      : null,
  };
}
