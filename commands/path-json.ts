import { pathState } from '../graph/findings/path-state.ts';
import type { Path } from '../graph/projection/search.ts';
import type { View } from '../graph/view.ts';

/** A path as commands print it: one object a hop, with the evidence of its edge. */
export const pathJson = ({ hops, likelihood }: Path, view: View) => {
  const edges = hops.flatMap(({ edge }) => view.edge(edge) ?? []);
  return {
    score: Math.round(likelihood * 1000) / 10,
    state: pathState(edges),
    hops: hops.map(({ edge, from, to, gains, conditional, probability }) => {
      const found = view.edge(edge);
      return {
        from,
        to,
        edge: found?.kind ?? edge.slice(0, edge.indexOf('|')),
        gains,
        conditional,
        conditionKeys: found?.conditionKeys ?? [],
        basis: found?.basis ?? 'inferred',
        probability,
        because: found?.because ?? [],
        evidence: found?.evidence ?? [],
      };
    }),
  };
};
