import { outOfTime, type Clock } from '../projection/clock.ts';
import { components } from './components.ts';
import { multipliers } from './multipliers.ts';

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

/** True where one of the edges of a set ends. */
export const met = (set: readonly Ending[], chosen: ReadonlySet<number>): boolean =>
  set.some((ending) => ended(ending, chosen));

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

/** Prices are halves, so that a bound between two of them is the upper one. */
const grid = (bound: number) => Math.ceil((bound - 1e-6) * 2) / 2;

/** From so many sets on it pays to look at them together first. */
const few = 8;

/** Some cover, cheap as far as one change after the other can tell; null where there is none. */
function greedy(covering: Covering, own: readonly number[]): Cover | null {
  const chosen = new Set<number>();
  for (;;) {
    const gains = new Map<number, number>();
    let unmet = 0;
    for (const set of covering.sets) {
      if (met(set, chosen)) continue;
      unmet++;
      const helps = new Set(
        set.flatMap((ending) =>
          ending.filter((one) => !one.some((change) => chosen.has(change))).flat(),
        ),
      );
      for (const change of helps) gains.set(change, (gains.get(change) ?? 0) + 1);
    }
    if (unmet === 0) break;
    const [first] = [...gains].sort(
      ([a, x], [b, y]) => y / (own[b] ?? 1) - x / (own[a] ?? 1) || a - b,
    );
    if (!first) return null;
    chosen.add(first[0]);
  }
  for (const change of [...chosen].sort((a, b) => (own[b] ?? 0) - (own[a] ?? 0) || b - a)) {
    chosen.delete(change);
    if (!covering.sets.every((set) => met(set, chosen))) chosen.add(change);
  }
  const changes = [...chosen].sort((a, b) => a - b);
  return { changes, price: priceOf(covering, chosen), bound: 0 };
}

const limited = (best: Cover | null, bound: number): Cover | null =>
  best && { ...best, bound: Math.min(bound, best.price) };

/**
 * The cheapest changes of which each set of edges loses one, part by part. Null where there are
 * none. When the clock says so it ends with the best that it has found, and has always found some.
 */
export function cheapestCover(covering: Covering, clock: Clock): Cover | null {
  const whole: Cover = { changes: [], price: 0, bound: 0 };
  for (const part of components(covering)) {
    const cover = cheapestOfPart(part, clock);
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
 * hold: for each edge take one alternative that is not ended yet. Clauses that share no change add
 * up to what must still be spent (a dual ascent).
 */
function cheapestOfPart(covering: Covering, clock: Clock): Cover | null {
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

  /** By set, what it is worth with the others; nothing is known of it in the beginning. */
  let worth: Float64Array | null = null;

  /** What must still be spent at least, and the clause with the fewest choices. */
  const look = () => {
    const residual = [...own];
    const open: { clause: number[]; set: number }[] = [];
    let bound = 0;
    let narrow: number[] | null = null;
    const raise = (clause: readonly number[], most: number) => {
      const rise = Math.min(most, ...clause.map((change) => residual[change] ?? 0));
      if (!(rise > 0)) return;
      bound += rise;
      for (const change of clause) residual[change] = (residual[change] ?? 0) - rise;
    };
    for (const [set, edges] of covering.sets.entries()) {
      const clause = clauseOf(edges, residual);
      if (!clause) continue;
      if (clause.length === 0) return { bound: Infinity, narrow: clause, open };
      if (!narrow || clause.length < narrow.length) narrow = clause;
      open.push({ clause, set });
      if (worth) raise(clause, worth[set] ?? 0);
    }
    open.sort((a, b) => a.clause.length - b.clause.length || a.set - b.set);
    for (const { clause } of open) raise(clause, Infinity);
    return { bound: grid(bound), narrow, open };
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

  const { open } = look();
  if (open.length > few) {
    best = greedy(covering, own);
    worth = new Float64Array(covering.sets.length);
    const found = multipliers(
      own,
      open.map(({ clause }) => clause),
      best?.price ?? 0,
    );
    for (const [i, { set }] of open.entries()) worth[set] = found[i] ?? 0;
  }
  const least = look().bound;
  try {
    branch(0);
  } catch (thrown) {
    if (thrown !== outOfTime) throw thrown;
    return limited(best, least);
  }
  return limited(best, Infinity);
}
