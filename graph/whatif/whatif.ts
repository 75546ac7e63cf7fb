import type { Estate } from '../estate.ts';
import type { Finding } from '../findings/finding.ts';
import { endsFrom, endsTo } from '../projection/ends.ts';
import type { Searches } from '../projection/projection.ts';
import type { Path } from '../projection/search.ts';
import type { View } from '../view.ts';
import { applyEdits } from './apply-edits.ts';
import {
  bestPaths,
  findingsDifference,
  pathsDifference,
  type Difference,
  type PathSearch,
} from './difference.ts';
import type { Edits } from './edits.ts';

export interface WhatIf {
  /** The best path of each pair of an entry and a target. */
  paths: Difference<Path>;
  findings: Difference<Finding>;
  /** The graph as it would be, for telling what is new in it. */
  view: View;
  projection: Searches;
  /** Nodes and edges that differ. */
  nodes: number;
  edges: number;
  milliseconds: number;
}

/** Ends between which paths are compared, as `cutset paths` names them. */
export interface Between {
  from: string;
  to: readonly string[];
}

const usual: Between = { from: 'internet', to: ['sensitive', 'admin'] };

/**
 * What would open, close and change if the estate were otherwise, by the engines that it really
 * uses; the estate stays as it is. Ends that are gone in one state have no paths there.
 */
export function whatIf(
  estate: Pick<Estate, 'view' | 'imagine'> & { projection: PathSearch },
  edits: Edits,
  { between = usual, at = Date.now() }: { between?: Between; at?: number } = {},
): Promise<WhatIf> {
  const started = performance.now();
  const ends = (view: View) => ({
    from: endsFrom(view, between.from),
    to: between.to.flatMap((end) => endsTo(view, end)),
  });
  // Names are told by the estate as it is; a set may have other members in the draft.
  const named = ends(estate.view);
  return estate.imagine(async (draft) => {
    const before = [...draft.findings.values()];
    const paths = bestPaths(estate.projection, named);
    await applyEdits(draft, edits, at);
    const { nodes, edges } = await draft.settle();
    const isSet = (end: string) => /^(internet|sensitive|admin|kind:.*)$/.test(end);
    const again = {
      from: isSet(between.from) ? endsFrom(draft.view, between.from) : named.from,
      to: between.to.every(isSet) ? between.to.flatMap((end) => endsTo(draft.view, end)) : named.to,
    };
    return {
      paths: pathsDifference(paths, bestPaths(draft.projection, again)),
      findings: findingsDifference(before, draft.findings.values()),
      view: draft.view,
      projection: draft.projection,
      nodes,
      edges,
      milliseconds: performance.now() - started,
    };
  });
}
