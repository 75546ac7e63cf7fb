import type { Covering, Ending } from './covering.ts';

/** Parts of a covering that share no change, so that each can be solved by itself. */
export function components({ prices, sets, losses }: Covering): Covering[] {
  const parent = prices.map((_, change) => change);
  const root = (change: number): number => {
    let at = change;
    while (parent[at] !== at) at = parent[at] = parent[parent[at] ?? at] ?? at;
    return at;
  };
  const join = (changes: readonly number[]) => {
    const [first] = changes;
    if (first === undefined) return;
    for (const change of changes) parent[root(change)] = root(first);
  };
  const ofSet = (set: readonly Ending[]) => set.flat(2);
  for (const set of sets) join(ofSet(set));
  for (const { ending } of losses) join(ending.flat());
  const parts = Map.groupBy(sets, (set) => root(ofSet(set)[0] ?? 0));
  const lost = Map.groupBy(losses, ({ ending }) => root(ending.flat()[0] ?? 0));
  return [...parts].map(([at, mine]) => ({ prices, sets: mine, losses: lost.get(at) ?? [] }));
}
