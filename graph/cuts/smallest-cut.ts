import { Clock } from '../projection/clock.ts';
import { cheapestCover, met, priceOf, type Ending } from './hitting-set.ts';
import { Numbered, type Prices } from './numbered.ts';
import type { Change, Ways } from './ways.ts';

/** Ids of the edges of one path. */
export type Trail = readonly string[];

/** Some of the paths that are left without these edges; none where none is left. */
export type Survivors = (gone: ReadonlySet<string>) => readonly Trail[];

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
}

/**
 * The changes that are needed, the dearest left out first. What known paths need is needed; only
 * for the others all paths are looked at.
 */
function needed(
  numbers: Iterable<number>,
  prices: readonly number[],
  known: Iterable<readonly Ending[]>,
  suffice: (kept: ReadonlySet<number>) => boolean,
): Set<number> {
  const kept = new Set(numbers);
  const sets = [...known];
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
 * fewer paths cannot cost more, so the last answer is the cheapest. Where time runs out, changes
 * are added until no path is left, and those left out that are not needed.
 */
export function smallestCut(
  survivors: Survivors,
  ways: Ways,
  { prices, timeout }: CutOptions,
): Cut {
  const clock = new Clock(timeout, 16);
  const end = performance.now() + timeout;
  const numbered = new Numbered(ways, prices);
  const sets = new Map<string, Ending[]>();
  let chosen = new Set<number>();
  let bound = 0;
  let proved = true;
  const left = (numbers: Iterable<number>) => survivors(ways.ended(numbered.idsOf(numbers)));

  for (let trails = left(chosen); trails.length > 0; trails = left(chosen)) {
    const fresh: Ending[][] = [];
    for (const trail of trails) {
      const endings = [...new Set(trail)].sort().map((edge) => numbered.ending(edge));
      const set = endings.filter((ending) => ending !== null);
      if (set.length === 0) return { changes: [], price: 0, bound: Infinity, impossible: trail };
      sets.set(JSON.stringify(set), set);
      fresh.push(set);
    }
    const late = performance.now() > end;
    const cover = cheapestCover(
      {
        prices: numbered.prices,
        sets: late ? fresh : [...sets.values()],
        losses: numbered.losses(),
      },
      clock,
    );
    const found = cover?.changes ?? [];
    proved = !late && cover?.price === cover?.bound;
    if (late) chosen = new Set([...chosen, ...found]);
    else {
      chosen = new Set(found);
      bound = Math.max(bound, cover?.bound ?? 0);
    }
  }
  if (!proved)
    chosen = needed(chosen, numbered.prices, sets.values(), (kept) => left(kept).length === 0);
  const price = priceOf({ prices: numbered.prices, losses: numbered.losses() }, chosen);
  const changes = [...chosen].map((number) => numbered.changes[number] as Change);
  changes.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { changes, price, bound: Math.min(bound, price), impossible: null };
}
