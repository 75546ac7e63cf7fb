import type { Evaluation } from '../findings/evaluate.ts';
import { pathsThrough, type HeldSteps } from '../findings/held-steps.ts';
import type { Searches } from '../projection/projection.ts';
import type { JoinQuery } from '../projection/search.ts';
import type { Weights } from './in-part.ts';
import { trailOf } from './known-paths.ts';
import type { Survivors } from './smallest-cut.ts';

/** Paths that one look brings up: each is one thing more to end. */
const most = 512;

/** Paths of whatever length that join two sets of states. */
export function survivorsBetween(
  projection: Pick<Searches, 'witnesses' | 'between'>,
  { from, to }: Pick<JoinQuery, 'from' | 'to'>,
): Survivors {
  let between: ReturnType<Searches['between']> | undefined;
  return Object.assign(
    (avoid: ReadonlySet<string>) => projection.witnesses({ from, to, avoid }, most).map(trailOf),
    {
      lighter: (weights: Weights) =>
        (between ??= projection.between({ from, to })).lightest(weights),
    },
  );
}

/** Paths through steps by which findings hold. */
export function survivorsThrough(
  graph: Pick<Evaluation, 'view' | 'projection'>,
  held: Iterable<HeldSteps>,
): Survivors {
  const paths = pathsThrough(graph, held);
  return (gone) => paths(gone, most).map(trailOf);
}
