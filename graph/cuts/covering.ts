/** Numbers of changes, each of which ends one alternative of an edge. */
export type Alternative = readonly number[];

/** An edge by the alternatives that must all end for it to be gone. */
export type Ending = readonly Alternative[];

/** What must be met at what price. Prices are halves. */
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

/** What a search has settled about changes so far. */
export interface Settled {
  chosen: ReadonlySet<number>;
  /** By change. */
  barred: readonly boolean[];
}

export const ended = (ending: Ending, chosen: ReadonlySet<number>): boolean =>
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
export function folded({ prices, losses }: Covering): {
  own: number[];
  joint: Covering['losses'];
} {
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

/** The lowest price that a cover can have which costs no less than a bound. */
export const onGrid = (bound: number): number => Math.ceil((bound - 1e-6) * 2) / 2;

/**
 * A clause of a set: one of its changes must be made, whatever else is. For each edge it takes the
 * alternative that is dearest to end and not ended yet. Null where the set is met.
 */
export function clauseOf(
  set: readonly Ending[],
  prices: ArrayLike<number>,
  { chosen, barred }: Settled,
): number[] | null {
  const clause = new Set<number>();
  for (const ending of set) {
    let taken: Alternative | null = null;
    let most = -Infinity;
    for (const alternative of ending) {
      if (alternative.some((change) => chosen.has(change))) continue;
      let least = Infinity;
      for (const change of alternative)
        if (!barred[change]) least = Math.min(least, prices[change] ?? 0);
      if (least > most) [taken, most] = [alternative, least];
    }
    if (!taken) return null;
    if (most < Infinity) for (const change of taken) if (!barred[change]) clause.add(change);
  }
  return [...clause];
}
