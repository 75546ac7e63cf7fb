import { clauseOf, folded, met, priceOf, type Cover, type Covering } from './covering.ts';

/** Changes that hit all clauses, each the cheapest for what it hits of those still open. */
function hit(clauses: readonly (readonly number[])[], prices: readonly number[]): Set<number> {
  const of = new Map<number, number[]>();
  for (const [i, clause] of clauses.entries())
    for (const change of clause) {
      const known = of.get(change);
      if (known) known.push(i);
      else of.set(change, [i]);
    }
  const gains = new Map([...of].map(([change, { length }]) => [change, length]));
  const open = clauses.map(() => true);
  const chosen = new Set<number>();
  for (let left = clauses.length; left > 0;) {
    let [best, least] = [-1, Infinity];
    for (const [change, gain] of gains) {
      const score = (prices[change] ?? 0) / gain;
      if (score < least || (score === least && change < best)) [best, least] = [change, score];
    }
    chosen.add(best);
    for (const i of of.get(best) ?? []) {
      if (!open[i]) continue;
      open[i] = false;
      left--;
      for (const change of clauses[i] ?? []) {
        const gain = (gains.get(change) ?? 0) - 1;
        if (gain > 0) gains.set(change, gain);
        else gains.delete(change);
      }
    }
  }
  return chosen;
}

/** Leaves out what is not needed, the dearest first. */
function thin({ sets }: Covering, prices: readonly number[], chosen: Set<number>): void {
  const of = Map.groupBy(
    sets.flatMap((set) => [...new Set(set.flat(2))].map((change) => ({ change, set }))),
    ({ change }) => change,
  );
  const dearest = [...chosen].sort((a, b) => (prices[b] ?? 0) - (prices[a] ?? 0) || b - a);
  for (const change of dearest) {
    chosen.delete(change);
    if (!of.get(change)?.every(({ set }) => met(set, chosen))) chosen.add(change);
  }
}

/** Some cover, cheap as far as one change after the other can tell; null where there is none. */
export function greedyCover(covering: Covering): Cover | null {
  const { sets } = covering;
  const { own } = folded(covering);
  const chosen = new Set<number>();
  for (;;) {
    const clauses = sets.flatMap((set) => {
      const clause = clauseOf(set, own, { chosen, barred: [] });
      return clause ? [clause] : [];
    });
    if (clauses.length === 0) break;
    if (clauses.some(({ length }) => length === 0)) return null;
    for (const change of hit(clauses, own)) chosen.add(change);
  }
  thin(covering, own, chosen);
  const changes = [...chosen].sort((a, b) => a - b);
  return { changes, price: priceOf(covering, chosen), bound: 0 };
}
