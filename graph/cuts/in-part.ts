import type { KnownPaths, Trail } from './known-paths.ts';
import type { Relaxation } from './relaxation.ts';

/** By id, how far edges end; the others do not. */
export type Weights = ReadonlyMap<string, number>;

/** Some of the paths whose edges weigh less than one together; none where there is none. */
export type Lighter = (weights: Weights) => readonly Trail[];

/**
 * Learns the paths that count: those that go on where the changes that are cheapest for the paths
 * known so far are made in part, and again until none goes on or the time is up. The relaxation
 * has taken in all that is known then.
 */
export function learnInPart(
  known: KnownPaths,
  relaxation: Relaxation,
  lighter: Lighter,
  { learn, until }: { learn: (trail: Trail) => void; until: number },
): void {
  for (let before = -1; before < known.size;) {
    before = known.size;
    relaxation.add(known.covering(known.news()));
    const left = until - performance.now();
    const partly = left > 0 ? relaxation.partly(left) : null;
    if (!partly) return;
    for (const trail of lighter(known.weights(partly.made))) learn(trail);
  }
}
