import { Clock } from '../projection/clock.ts';
import { met, priceOf, type Covering, type Ending } from './covering.ts';
import { greedyCover } from './greedy.ts';
import { cheapestCover } from './hitting-set.ts';
import { KnownPaths, type Trail } from './known-paths.ts';
import { learnInPart, type Lighter } from './in-part.ts';
import type { Prices } from './numbered.ts';
import type { Relaxation } from './relaxation.ts';
import type { Solver } from './solver.ts';
import type { Change, Ways } from './ways.ts';

export interface Survivors {
  /** Some of the paths that are left without these edges; none where none is left. */
  (gone: ReadonlySet<string>): readonly Trail[];
  lighter?: Lighter;
}

export interface Cut {
  /** By id; none where there is no path, or none can be ended. */
  changes: Change[];
  price: number;
  /** No changes that leave no path cost less; below the price where time ran out. */
  bound: number;
  /** A path that no change ends that may be made; then there is no cut. */
  impossible: Trail | null;
}

export interface CutOptions {
  prices: Prices;
  /** Milliseconds. */
  timeout: number;
  /** For many paths; they are solved by hand without one. */
  solver: Solver | null;
  /** From so many paths on the paths that count are looked for; default 64. */
  many?: number;
}

/** Thrown inside a search for a path that no change ends. */
class Endless extends Error {
  readonly trail: Trail;

  constructor(trail: Trail) {
    super('no change ends this path');
    this.trail = trail;
  }
}

/** Milliseconds, at least, for some cut and for what is not needed of it, after the time is up. */
const grace = 2_000;

/**
 * The changes that are needed, the dearest left out first. What known paths need is needed; only
 * for the others all paths are looked at.
 */
function needed(
  numbers: Iterable<number>,
  { prices, sets }: Covering,
  suffice: (kept: ReadonlySet<number>) => boolean,
): Set<number> {
  const kept = new Set(numbers);
  const dearest = [...kept].sort((a, b) => (prices[b] ?? 0) - (prices[a] ?? 0) || b - a);
  for (const number of dearest) {
    kept.delete(number);
    if (!sets.every((set) => met(set, kept)) || !suffice(kept)) kept.add(number);
  }
  return kept;
}

/**
 * The cheapest changes after which no path is left (an implicit hitting set): the cheapest that end
 * all paths known so far, then a look at which paths survive, and again until none does. Ending
 * fewer paths cannot cost more, so no answer costs less than the cheapest for those known. Where
 * many are known, the paths that count are found by changes that are made in part; where that
 * cannot be, by changes that are merely cheap, which are an answer too.
 */
export function smallestCut(survivors: Survivors, ways: Ways, options: CutOptions): Cut {
  const relaxation = (survivors.lighter && options.solver?.relax()) ?? null;
  try {
    return found(survivors, ways, options, relaxation);
  } catch (thrown) {
    if (!(thrown instanceof Endless)) throw thrown;
    return { changes: [], price: 0, bound: Infinity, impossible: thrown.trail };
  } finally {
    relaxation?.end();
  }
}

function found(
  survivors: Survivors,
  ways: Ways,
  { prices, timeout, solver, many = 64 }: CutOptions,
  relaxation: Relaxation | null,
): Cut {
  const clock = new Clock(timeout, 16);
  const end = performance.now() + timeout;
  const known = new KnownPaths(ways, prices);
  const solve = (part: Covering) => solver?.cover(part, end - performance.now()) ?? null;
  const learn = (trail: Trail): Ending[] => {
    const set = known.learn(trail);
    if (!set) throw new Endless(trail);
    return set;
  };
  /** Sets of paths that are left once changes are made. */
  const left = (numbers: Iterable<number>): Ending[][] => survivors(known.gone(numbers)).map(learn);
  const cut = (numbers: ReadonlySet<number>, bound: number): Cut => {
    const price = priceOf(known.covering([]), numbers);
    return {
      changes: known.changes(numbers),
      price,
      bound: Math.min(bound, price),
      impossible: null,
    };
  };

  /** Cheap changes, and whether they leave no path by a time. */
  const cheap = (until: number) => {
    let some = new Set<number>();
    while (performance.now() < until) {
      some = new Set(greedyCover(known.covering())?.changes);
      if (left(some).length === 0) return { some, done: true };
    }
    return { some, done: false };
  };

  /** Learns the paths that count; half of the time is left for what whole changes cost. */
  const inPart = (program: Relaxation, lighter: Lighter) => {
    const now = performance.now();
    const until = now + (end - now) / 2;
    learnInPart(known, program, lighter, { learn, until });
    return program.cover(known.covering(), end - performance.now());
  };

  let bound = 0;
  let answer: { numbers: Set<number>; price: number } | null = null;
  while (performance.now() < end) {
    const cover =
      (known.size > many && relaxation && survivors.lighter
        ? inPart(relaxation, survivors.lighter)
        : null) ?? cheapestCover(known.covering(), clock, solve);
    bound = Math.max(bound, cover?.bound ?? 0);
    if (answer && bound >= answer.price) return cut(answer.numbers, bound);
    const chosen = new Set(cover?.changes);
    if (!cover || cover.bound < cover.price) {
      if (relaxation) answer ??= { numbers: chosen, price: Infinity };
      break;
    }
    if (left(chosen).length === 0) return cut(chosen, bound);
    if (known.size <= many || relaxation) continue;
    // Not all of the time, so that a bound is found in what is left of it.
    const { some, done } = cheap(Math.min(end, performance.now() + timeout / 3));
    if (!done) continue;
    const price = priceOf(known.covering([]), some);
    if (price < (answer?.price ?? Infinity)) answer = { numbers: some, price };
  }
  const last = end + Math.max(grace, timeout / 2);
  const chosen = answer?.numbers ?? cheap(last).some;
  for (let fresh = left(chosen); fresh.length > 0; fresh = left(chosen))
    for (const change of cheapestCover(known.covering(fresh), clock)?.changes ?? [])
      chosen.add(change);
  const suffices = (kept: ReadonlySet<number>) =>
    performance.now() < last && left(kept).length === 0;
  return cut(needed(chosen, known.covering(), suffices), bound);
}
