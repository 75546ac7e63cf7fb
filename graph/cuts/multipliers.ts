/** Rounds of improvement, and how many may pass without any before steps are halved. */
const rounds = { most: 300, patience: 12 };

/**
 * What each clause is worth at most together with the others (Lagrangian relaxation by
 * subgradients, Held and Karp 1971): multipliers whose sum comes near the price of the cheapest
 * cover, if changes could be made in part. `target`: the price of a known cover.
 */
export function multipliers(
  prices: readonly number[],
  clauses: readonly (readonly number[])[],
  target: number,
): Float64Array {
  const worth = Float64Array.from(clauses, (clause) =>
    Math.min(...clause.map((change) => (prices[change] ?? 0) / 8)),
  );
  let best = worth.slice();
  let highest = -Infinity;
  let step = 1;
  let idle = 0;
  const reduced = new Float64Array(prices.length);
  const slope = new Float64Array(clauses.length);
  for (let round = 0; round < rounds.most && step > 0.005; round++) {
    for (const [change, price] of prices.entries()) reduced[change] = price;
    let bound = 0;
    for (const [i, clause] of clauses.entries()) {
      bound += worth[i] ?? 0;
      for (const change of clause) reduced[change]! -= worth[i] ?? 0;
    }
    const taken = new Set<number>();
    for (const clause of clauses)
      for (const change of clause)
        if ((reduced[change] ?? 0) < 0 && !taken.has(change)) {
          taken.add(change);
          bound += reduced[change] ?? 0;
        }
    if (bound > highest + 1e-9) {
      [highest, best, idle] = [bound, worth.slice(), 0];
    } else if (++idle >= rounds.patience) {
      step /= 2;
      idle = 0;
      worth.set(best);
    }
    let norm = 0;
    for (const [i, clause] of clauses.entries()) {
      slope[i] = clause.reduce((left, change) => left - (taken.has(change) ? 1 : 0), 1);
      norm += (slope[i] ?? 0) ** 2;
    }
    if (norm === 0) break;
    const length = (step * Math.max(target - bound, 0.01)) / norm;
    for (let i = 0; i < clauses.length; i++)
      worth[i] = Math.max(0, (worth[i] ?? 0) + length * (slope[i] ?? 0));
  }
  return best;
}
