import type { Edge, Node } from '../../../graph/entity.ts';
import type { Search } from '../../../graph/findings/evaluate.ts';
import { probability } from '../../../graph/findings/priors.ts';
import type { Hop, Path, PathQuery } from '../../../graph/projection/search.ts';
import { held, type Capability } from '../../../graph/schema/capability.ts';
import type { When } from '../../../graph/schema/define.ts';
import { movesOf } from '../../../graph/schema/index.ts';
import type { View } from '../../../graph/view.ts';

const has = (wanted: Record<string, readonly unknown[]> | undefined, { props }: Edge | Node) =>
  Object.entries(wanted ?? {}).every(([name, values]) => values.includes(props[name]));

const holds = (when: When | undefined, edge: Edge, from: Node, to: Node) =>
  (when?.fromKind === undefined || when.fromKind === from.kind) &&
  (when?.toKind === undefined || when.toKind === to.kind) &&
  has(when?.from, from) &&
  has(when?.to, to) &&
  has(when?.edge, edge);

/**
 * Path search in the plainest form: every simple path, depth first. For small graphs, and to hold
 * the findings against something that is not the projection.
 */
export function plainSearch(view: View): Search & { paths: (query: PathQuery) => Path[] } {
  function* steps(uid: string, capability: Capability): Iterable<Hop> {
    for (const edge of view.out(uid)) {
      const [from, to] = [view.node(edge.from), view.node(edge.to)];
      if (!from || !to) continue;
      for (const [needs, gains, when] of movesOf(edge.kind))
        if (held[capability].has(needs) && holds(when, edge, from, to))
          yield {
            edge: edge.id,
            from: edge.from,
            to: edge.to,
            needs,
            gains,
            conditional: edge.conditional,
            probability: probability(edge, from, to),
          };
    }
  }

  function paths({ from, to, k = 10, maxHops = 12, avoid = new Set(), through = [] }: PathQuery) {
    const found: Path[] = [];
    const walk = (uid: string, capability: Capability, hops: Hop[]) => {
      const passed = [from[0]?.uid, ...hops.map((hop) => hop.to)];
      let next = 0;
      for (const at of passed) if (at === through[next]) next++;
      const arrives = to.some((s) => s.uid === uid && held[capability].has(s.capability));
      if (arrives && next === through.length && hops.length > 0) {
        const likelihood = hops.reduce((p, hop) => p * hop.probability, 1);
        found.push({ hops, likelihood });
      }
      if (hops.length === maxHops) return;
      for (const hop of steps(uid, capability))
        if (!avoid.has(hop.edge) && !avoid.has(hop.to) && !passed.includes(hop.to))
          walk(hop.to, hop.gains, [...hops, hop]);
    };
    for (const { uid, capability } of from) walk(uid, capability, []);
    found.sort((a, b) => b.likelihood - a.likelihood || a.hops.length - b.hops.length);
    return found.slice(0, k);
  }

  return {
    paths,
    best: (query) => ({ path: paths({ ...query, k: 1 })[0] ?? null, late: false }),
    likelihoods: (from, above) => ({
      of(uid, capability) {
        const [best] = paths({ from: [from], to: [{ uid, capability }], k: 1 });
        return best && best.likelihood > above ? best.likelihood : 0;
      },
    }),
  };
}
