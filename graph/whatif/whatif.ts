import { setImmediate } from 'node:timers/promises';
import type { Estate } from '../estate.ts';
import type { Finding } from '../findings/finding.ts';
import { Failure } from '../errors.ts';
import { endsFrom, endsTo } from '../projection/ends.ts';
import type { Searches } from '../projection/projection.ts';
import type { Path } from '../projection/search.ts';
import type { View } from '../view.ts';
import { applyEdits } from './apply-edits.ts';
import { findingsDifference, type Difference } from './difference.ts';
import type { Edits } from './edits.ts';
import { pathsDifference } from './path-difference.ts';

export interface WhatIf {
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

/** What a question comes to; null where what it names is not there. */
function orNothing<T>(ask: () => T): T | null {
  try {
    return ask();
  } catch (error) {
    if (error instanceof Failure && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}

/**
 * What would open, close and change if the estate were otherwise, by the engines that it really
 * uses; the estate stays as it is. Ends that are gone in one state have no paths there. Throws NOT_FOUND
 * for one that is in neither.
 */
export async function whatIf(
  estate: Pick<Estate, 'imagine'>,
  edits: Edits,
  { between = usual, at = Date.now() }: { between?: Between; at?: number } = {},
): Promise<WhatIf> {
  const started = performance.now();
  const ends = (view: View) => ({
    from: endsFrom(view, between.from),
    to: between.to.flatMap((end) => endsTo(view, end)),
  });
  const { named, was, draft, nodes, edges } = await estate.imagine(async (made) => {
    if (edits.base?.length) {
      await applyEdits(made, { base: edits.base }, at);
      await made.settle();
    }
    // Names are told by what is, else by what would be; a set may have other members then.
    const before = {
      named: orNothing(() => ends(made.view)),
      was: { findings: [...made.findings.values()], projection: made.projection.copy() },
    };
    // Large copies take a turn each.
    await setImmediate();
    await applyEdits(made, edits, at);
    return { ...before, draft: made, ...(await made.settle()) };
  });
  // Nobody waits for the searches: they read what is left of the draft.
  const { view, projection } = draft;
  const isSet = (end: string) => /^(internet|sensitive|admin|kind:.*)$/.test(end);
  const later = named && {
    from: isSet(between.from) ? endsFrom(view, between.from) : named.from,
    to: between.to.every(isSet) ? between.to.flatMap((end) => endsTo(view, end)) : named.to,
  };
  return {
    paths: await pathsDifference(
      { searched: was.projection, ends: named ?? { from: [], to: [] } },
      { searched: projection, ends: later ?? ends(view) },
    ),
    findings: findingsDifference(was.findings, draft.findings.values()),
    view,
    projection,
    nodes,
    edges,
    milliseconds: performance.now() - started,
  };
}
