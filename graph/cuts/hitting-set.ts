import { outOfTime, type Clock } from '../projection/clock.ts';

/** Numbers of changes, each of which ends one alternative of an edge. */
type Alternative = readonly number[];

/** An edge by the alternatives that must all end for it to be gone. */
export type Ending = readonly Alternative[];

/** What must be met at what price. */
export interface Covering {
  /** Price of each change by itself. */
  prices: readonly number[];
  /** Of each set of edges, one must end. */
  sets: readonly (readonly Ending[])[];
  /** What it costs once more if an edge ends. */
  losses: readonly { ending: Ending; price: number }[];
}

export interface Cover {
  /** Numbers of the changes, ascending. */
  changes: number[];
  price: number;
  /** No cover costs less; equal to the price where that is proved. */
  bound: number;
}

const ended = (ending: Ending, chosen: ReadonlySet<number>) =>
  ending.every((alternative) => alternative.some((change) => chosen.has(change)));

/** What changes cost, with what they end that is in use. */
export const priceOf = (
  { prices, losses }: Pick<Covering, 'prices' | 'losses'>,
  chosen: ReadonlySet<number>,
): number =>
  [...chosen].reduce((sum, change) => sum + (prices[change] ?? 0), 0) +
  losses.reduce((sum, { ending, price }) => sum + (ended(ending, chosen) ? price : 0), 0);

/** Prices that count each loss which a single change brings about with the change. */
function folded({ prices, losses }: Covering) {
  const own = [...prices];
  const joint = losses.filter(({ ending, price }) => {
    const changes = new Set(ending.flat());
    const [only] = changes;
    if (only === undefined || changes.size > 1) return true;
    own[only] = (own[only] ?? 0) + price;
    return false;
  });
  return { own, joint };
}

const limited = (best: Cover | null, bound: number): Cover | null =>
  best && { ...best, bound: Math.min(bound, best.price) };

/**
 * The cheapest changes of which each set of edges loses one: branch and bound. In any state a set
 * comes down to a clause, one change of which every cover must hold: for each edge take one
 * alternative that is not ended yet. Clauses that share no change add up to what must still be
 * spent (a dual ascent). Null where there is none. When the clock says so it ends with the best that
 * it has found, and has always found one.
 */
export function cheapestCover(covering: Covering, clock: Clock): Cover | null {
  const { own, joint } = folded(covering);
  let best: Cover | null = null;
  const chosen = new Set<number>();
  const barred = Array.from(covering.prices, () => false);

  const lost = () =>
    joint.reduce((sum, { ending, price }) => sum + (ended(ending, chosen) ? price : 0), 0);

  /** One change of the clause must be made; null where the set is met. */
  const clauseOf = (set: readonly Ending[], residual: readonly number[]): number[] | null => {
    const clause = new Set<number>();
    for (const ending of set) {
      let taken: Alternative | null = null;
      let most = -1;
      for (const alternative of ending) {
        if (alternative.some((change) => chosen.has(change))) continue;
        let least = Infinity;
        for (const change of alternative)
          if (!barred[change]) least = Math.min(least, residual[change] ?? 0);
        if (least > most) [taken, most] = [alternative, least];
      }
      if (!taken) return null;
      if (most < Infinity) for (const change of taken) if (!barred[change]) clause.add(change);
    }
    return [...clause];
  };

  /** What must still be spent at least, and the clause with the fewest choices. */
  const look = () => {
    const residual = [...own];
    let bound = 0;
    let narrow: number[] | null = null;
    for (const set of covering.sets) {
      const clause = clauseOf(set, residual);
      if (!clause) continue;
      if (clause.length === 0) return { bound: Infinity, narrow: clause };
      if (!narrow || clause.length < narrow.length) narrow = clause;
      const rise = Math.min(...clause.map((change) => residual[change] ?? 0));
      if (rise > 0) {
        bound += rise;
        for (const change of clause) residual[change] = (residual[change] ?? 0) - rise;
      }
    }
    return { bound, narrow };
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
    const closed: number[] = [];
    for (const change of order) {
      chosen.add(change);
      branch(spent + (own[change] ?? 0));
      chosen.delete(change);
      barred[change] = true;
      closed.push(change);
    }
    for (const change of closed) barred[change] = false;
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
