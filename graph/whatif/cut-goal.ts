import { trailOf, type Trail } from '../cuts/known-paths.ts';
import type { Survivors } from '../cuts/smallest-cut.ts';
import { survivorsBetween, survivorsThrough } from '../cuts/survivors.ts';
import type { Estate } from '../estate.ts';
import type { HeldSteps } from '../findings/held-steps.ts';
import type { Searches } from '../projection/projection.ts';
import type { JoinQuery } from '../projection/search.ts';
import type { View } from '../view.ts';

/** What is searched for paths. */
export interface Graph {
  view: View;
  projection: Searches;
}

/** An estate in which changes were made, as far as it is read. */
export type Draft = Pick<Estate, 'view' | 'projection' | 'findings'>;

/** What is to be ended. */
export interface CutGoal {
  /** Paths in a graph that is known so far. */
  survivors(graph: Graph): Survivors;
  /** Paths that are left in an estate in which changes were made. */
  left(draft: Draft): readonly Trail[];
}

const most = 32;

/** All paths from one set of states to another. */
export const goalBetween = (ends: Pick<JoinQuery, 'from' | 'to'>): CutGoal => ({
  survivors: ({ projection }) => survivorsBetween(projection, ends),
  left: ({ projection }) => projection.witnesses(ends, most).map(trailOf),
});

/**
 * All paths by which findings hold: also those through their steps that are left when the rule
 * speaks of them no more.
 */
export const goalThrough = (held: ReadonlyMap<string, HeldSteps>): CutGoal => ({
  survivors: (graph) => survivorsThrough(graph, held.values()),
  left: (draft) => {
    const open = [...held.keys()].flatMap((id) => {
      const now = draft.findings.get(id);
      return now?.status === 'open' && now.path ? [trailOf(now.path)] : [];
    });
    return [...open, ...survivorsThrough(draft, held.values())(new Set())];
  },
});
