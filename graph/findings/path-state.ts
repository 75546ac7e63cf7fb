import type { Edge } from '../entity.ts';
import type { PathState } from './finding.ts';

/** How real a path is, by what was seen of its edges; one without edges is theoretical. */
export function pathState(edges: readonly Pick<Edge, 'basis' | 'lastSeen'>[]): PathState {
  if (edges.length > 0 && edges.every(({ basis }) => basis === 'validated')) return 'validated';
  const seen = edges.filter(
    ({ basis, lastSeen }) =>
      lastSeen !== undefined || basis === 'observed' || basis === 'validated',
  );
  if (seen.length === 0) return 'theoretical';
  return seen.length === edges.length ? 'exercised' : 'partly-observed';
}
