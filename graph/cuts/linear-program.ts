import type { Covering, Ending } from './covering.ts';

const sum = (terms: readonly string[]) => terms.join(' + ');

/**
 * A covering as a linear program in the CPLEX format: `x` is 1 for a change that is made, `e` at
 * most 1 for an edge that ends, `l` at least 1 for a loss that it brings. `whole`: changes are made
 * or not; otherwise in part, which costs no more.
 */
export function linearProgram({ prices, sets, losses }: Covering, whole: boolean): string {
  const rows: string[] = [];
  const x = (change: number) => `x${change}`;
  const edges = new Map<string, string>();

  /** What tells that an edge ends; where it has one alternative only, the changes do. */
  const ends = (ending: Ending): string[] => {
    const [only = [], ...others] = ending;
    if (others.length === 0) return only.map(x);
    const key = JSON.stringify(ending);
    let e = edges.get(key);
    if (e === undefined) {
      edges.set(key, (e = `e${edges.size}`));
      for (const alternative of ending) rows.push(`${sum(alternative.map(x))} - ${e} >= 0`);
    }
    return [e];
  };

  for (const set of sets) rows.push(`${sum([...new Set(set.flatMap(ends))])} >= 1`);
  const endings = [...sets.flat(), ...losses.map(({ ending }) => ending)];
  const changes = [...new Set(endings.flat(2))].sort((a, b) => a - b);
  const costs = changes.map((change) => `${prices[change] ?? 0} ${x(change)}`);
  for (const [i, { ending, price }] of losses.entries()) {
    const all = ending.map((alternative, j) => {
      const [only, ...others] = new Set(alternative);
      if (only !== undefined && others.length === 0) return x(only);
      for (const change of alternative) rows.push(`l${i}a${j} - ${x(change)} >= 0`);
      return `l${i}a${j}`;
    });
    costs.push(`${price} l${i}`);
    rows.push(`l${i} - ${[...new Set(all)].join(' - ')} >= ${1 - new Set(all).size}`);
  }
  return [
    'Minimize',
    ` cost: ${sum(costs)}`,
    'Subject To',
    ...rows.map((row, i) => ` r${i}: ${row}`),
    ...(whole ? ['Binary', ` ${changes.map(x).join(' ')}`] : []),
    'End',
    '',
  ].join('\n');
}
