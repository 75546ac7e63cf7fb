/** A factor as it is, and as it would be under good practice. */
export interface Player<N extends string> {
  name: N;
  actual: number;
  reference: number;
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/**
 * Shares of a product among its factors: the Shapley value (1953) of each, that is what its
 * going from reference to actual adds, averaged over all orders. The shares and the product of
 * the references add up to the product. Exact; meant for a handful of factors.
 */
export function shares<N extends string>(players: readonly Player<N>[]): Record<N, number> {
  const n = players.length;
  const product = (coalition: number) =>
    players.reduce(
      (p, { actual, reference }, i) => p * (coalition & (1 << i) ? actual : reference),
      1,
    );
  const share = (i: number) => {
    let sum = 0;
    for (let coalition = 0; coalition < 1 << n; coalition++) {
      if (coalition & (1 << i)) continue;
      const size = coalition.toString(2).replaceAll('0', '').length;
      const weight = (factorial(size) * factorial(n - size - 1)) / factorial(n);
      sum += weight * (product(coalition | (1 << i)) - product(coalition));
    }
    return sum;
  };
  return Object.fromEntries(players.map(({ name }, i) => [name, share(i)])) as Record<N, number>;
}

/** Whole numbers that add up to the rounded sum, by largest remainder; ties by place. */
export function wholeParts(parts: readonly number[]): number[] {
  const total = Math.round(parts.reduce((sum, part) => sum + part, 0));
  const whole = parts.map(Math.floor);
  const left = total - whole.reduce((sum, part) => sum + part, 0);
  const byRemainder = parts
    .map((part, i) => ({ i, rest: part - Math.floor(part) }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (const { i } of byRemainder.slice(0, left)) whole[i] = (whole[i] ?? 0) + 1;
  return whole;
}
