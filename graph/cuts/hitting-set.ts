import { outOfTime, type Clock } from '../projection/clock.ts';
import { components } from './components.ts';
import { clauseOf, ended, folded, onGrid, type Cover, type Covering } from './covering.ts';
import { greedyCover } from './greedy.ts';

/** Up to so many sets a search by hand is quick; beyond, the program is solved as a whole. */
const few = 24;

const limited = (best: Cover | null, bound: number): Cover | null =>
  best && { ...best, bound: Math.min(bound, best.price) };

/** Solves a part as a whole; null where it cannot. */
export type SolvePart = (part: Covering) => Cover | null;

/**
 * The cheapest changes of which each set of edges loses one, part by part. Null where there are
 * none. When the clock says so it ends with the best that it has found, and has always found some.
 */
export function cheapestCover(
  covering: Covering,
  clock: Clock,
  solve: SolvePart = () => null,
): Cover | null {
  const whole: Cover = { changes: [], price: 0, bound: 0 };
  for (const part of components(covering)) {
    const cover = (part.sets.length > few && solve(part)) || cheapestOfPart(part, clock);
    if (!cover) return null;
    whole.changes.push(...cover.changes);
    whole.price += cover.price;
    whole.bound += cover.bound;
  }
  whole.changes.sort((x, y) => x - y);
  return whole;
}

/**
 * Branch and bound. In any state a set comes down to a clause, one change of which every cover must
 * hold. Clauses that share no change add up to what must still be spent (a dual ascent).
 */
function cheapestOfPart(covering: Covering, clock: Clock): Cover | null {
  const { own, joint } = folded(covering);
  const chosen = new Set<number>();
  const barred = Array.from(covering.prices, () => false);
  let best = covering.sets.length > few ? greedyCover(covering) : null;

  const lost = () =>
    joint.reduce((sum, { ending, price }) => sum + (ended(ending, chosen) ? price : 0), 0);

  /** What must still be spent at least, and the clause with the fewest choices. */
  const look = () => {
    const residual = [...own];
    const clauses = covering.sets.flatMap((set) => {
      const clause = clauseOf(set, residual, { chosen, barred });
      return clause ? [clause] : [];
    });
    clauses.sort((a, b) => a.length - b.length);
    let bound = 0;
    for (const clause of clauses) {
      const rise = Math.min(...clause.map((change) => residual[change] ?? 0));
      bound += rise;
      for (const change of clause) residual[change] = (residual[change] ?? 0) - rise;
    }
    return { bound: onGrid(bound), narrow: clauses[0] };
  };

  const branch = (spent: number) => {
    if (best) clock.tick();
    const price = spent + lost();
    const { bound, narrow } = look();
    if (price + bound >= (best?.price ?? Infinity)) return;
    if (!narrow) {
      best = { changes: [...chosen].sort((a, b) => a - b), price, bound: 0 };
      return;
    }
    const order = narrow.sort((a, b) => (own[a] ?? 0) - (own[b] ?? 0) || a - b);
    for (const change of order) {
      chosen.add(change);
      branch(spent + (own[change] ?? 0));
      chosen.delete(change);
      barred[change] = true;
    }
    for (const change of order) barred[change] = false;
  };

  const least = look().bound;
  try {
    branch(0);
  } catch (thrown) {
    if (thrown !== outOfTime) throw thrown;
    return limited(best, least);
  }
  return limited(best, Infinity);
}
