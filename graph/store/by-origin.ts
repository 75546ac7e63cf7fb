interface Ends {
  from: string;
  to: string;
}

/** Edges of one statement, so that none of them weighs on the store. */
export const atOnce = 5_000;

/** Edges by the node that they leave, which is then found and walked once for all of them. */
export function* byOrigin<E extends Ends>(
  edges: readonly E[],
): Generator<{ from: string; some: E[] }[]> {
  for (let start = 0; start < edges.length; start += atOnce) {
    const leaving = Map.groupBy(edges.slice(start, start + atOnce), ({ from }) => from);
    yield [...leaving].map(([from, some]) => ({ from, some }));
  }
}

/** Rows of edges that are there: `told` of each, by the uid of the node that it enters. */
export function* rowsByOrigin<E extends Ends>(edges: readonly E[], told: (edge: E) => unknown) {
  for (const turn of byOrigin(edges))
    yield turn.map(({ from, some }) => ({
      from,
      to: Object.fromEntries(some.map((edge) => [edge.to, told(edge)])),
    }));
}
