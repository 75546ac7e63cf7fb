import type { Evaluation } from '../findings/evaluate.ts';
import { pathsThrough, type HeldSteps } from '../findings/held-steps.ts';
import type { JoinQuery, Path } from '../projection/search.ts';
import { trailOf } from './known-paths.ts';
import type { Survivors } from './smallest-cut.ts';

/** Paths that one look brings up: each is one thing more to end. */
const most = 512;

/** Paths of whatever length that join two sets of states. */
export const survivorsBetween =
  (
    projection: { witnesses(query: JoinQuery, most: number): Path[] },
    { from, to }: Pick<JoinQuery, 'from' | 'to'>,
  ): Survivors =>
  (avoid) =>
    projection.witnesses({ from, to, avoid }, most).map(trailOf);

/** Paths through steps by which findings hold. */
export function survivorsThrough(
  graph: Pick<Evaluation, 'view' | 'projection'>,
  held: Iterable<HeldSteps>,
): Survivors {
  const paths = pathsThrough(graph, held);
  return (gone) => paths(gone, most).map(trailOf);
}
