import { edgeNamed } from '../../../graph/claim.ts';
import type { Edge, Node } from '../../../graph/entity.ts';
import type {
  Hop,
  Path,
  PathQuery,
  Reached,
  ReachQuery,
} from '../../../graph/projection/search.ts';
import { capabilityOrder, held, type Capability } from '../../../graph/schema/capability.ts';
import type { When } from '../../../graph/schema/define.ts';
import { movesOf } from '../../../graph/schema/index.ts';
import type { RandomGraph } from './random-graph.ts';

const has = (wanted: Record<string, readonly unknown[]> = {}, { props }: Edge | Node) =>
  Object.entries(wanted).every(([name, values]) => values.includes(props[name]));

const holds = (when: When, edge: Edge, from: Node, to: Node) =>
  (when.fromKind ?? from.kind) === from.kind &&
  (when.toKind ?? to.kind) === to.kind &&
  has(when.from, from) &&
  has(when.to, to) &&
  has(when.edge, edge);

const text = ({ hops }: Path) => [
  hops[0]?.from,
  ...hops.map(({ to, edge, gains }) => `${to} ${edge} ${capabilityOrder.indexOf(gains)}`),
];

function byText(a: Path, b: Path): number {
  const [left, right] = [text(a), text(b)];
  for (let i = 0; i < left.length; i++) {
    const [x, y] = [left[i] ?? '', right[i] ?? ''];
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}

/**
 * Path search by its definition: every sound walk, hop by hop, that never comes back to a node for
 * what it already held there. Only for small graphs; shares no code with the projection.
 */
export class Exhaustive {
  readonly #nodes: Map<string, Node>;
  readonly #edges: Edge[];
  readonly #probability: (edge: Edge) => number;

  constructor({ nodes, edges }: RandomGraph, probability: (edge: Edge) => number) {
    this.#nodes = new Map(nodes.map((node) => [node.uid, node]));
    this.#edges = edges;
    this.#probability = probability;
  }

  /** Hops open to one who holds capabilities at a node; of two gains the one that brings the other. */
  *hops(uid: string, holding: readonly Capability[]): Iterable<Hop> {
    for (const edge of this.#edges) {
      const [from, to] = [this.#nodes.get(edge.from), this.#nodes.get(edge.to)];
      if (edge.from !== uid || !from || !to) continue;
      const moves = movesOf(edge.kind).filter(
        ([needs, , when]) =>
          holding.some((c) => held[c].has(needs)) && (!when || holds(when, edge, from, to)),
      );
      for (const gains of new Set(moves.map(([, gain]) => gain)))
        if (!moves.some(([, gain]) => gain !== gains && held[gain].has(gains)))
          yield {
            edge: edge.id,
            from: edge.from,
            to: edge.to,
            needs: moves.find(([, gain]) => gain === gains)?.[0] ?? 'R',
            gains,
            conditional: edge.conditional,
            probability: this.#probability(edge),
          };
    }
  }

  /** Every path of the query whatever its length, in the order of an answer. */
  paths({ from, to, avoid = new Set(), avoidKinds, through = [] }: PathQuery): Path[] {
    const found: Path[] = [];
    const walk = (start: string, visits: [string, readonly Capability[]][], hops: Hop[]) => {
      const [uid, holding] = visits.at(-1) ?? [start, []];
      let stage = 0;
      for (const [at] of visits) if (at === through[stage]) stage++;
      if (
        hops.length > 0 &&
        stage === through.length &&
        to.some((s) => s.uid === uid && holding.some((c) => held[c].has(s.capability)))
      )
        found.push({ hops, likelihood: hops.reduce((p, hop) => p * hop.probability, 1) });
      for (const hop of this.hops(uid, holding)) {
        const idle = visits.some(
          ([at, had]) => at === hop.to && had.some((c) => held[c].has(hop.gains)),
        );
        const shut =
          avoid.has(hop.to) || avoid.has(hop.edge) || avoidKinds?.has(edgeNamed(hop.edge).kind);
        if (!idle && !shut) walk(start, [...visits, [hop.to, [hop.gains]]], [...hops, hop]);
      }
    };
    for (const [uid, states] of Map.groupBy(from, (state) => state.uid))
      if (!avoid.has(uid)) walk(uid, [[uid, states.map(({ capability }) => capability)]], []);
    return found.sort(
      (a, b) => b.likelihood - a.likelihood || a.hops.length - b.hops.length || byText(a, b),
    );
  }

  /** States by every sound walk of so many hops; or what suffices to come to one of the states. */
  reach({ from, backward = false, maxHops = 12 }: ReachQuery): Reached[] {
    const best = new Map<string, Reached>();
    let level: Reached[] = [];
    const take = (state: Reached, next: Reached[]) => {
      const key = `${state.uid} ${state.capability}`;
      const known = best.get(key);
      if (known && known.likelihood >= state.likelihood) return;
      best.set(key, { ...state, hops: known?.hops ?? state.hops });
      next.push(state);
    };
    for (const state of from) take({ ...state, hops: 0, likelihood: 1 }, level);
    for (let hop = 1; hop <= maxHops; hop++) {
      const next: Reached[] = [];
      for (const { uid, capability, likelihood } of level)
        for (const [to, gain, p] of backward
          ? this.#before(uid, capability)
          : this.#after(uid, capability))
          take({ uid: to, capability: gain, hops: hop, likelihood: likelihood * p }, next);
      level = next;
    }
    const says = (a: Reached, b: Reached) =>
      a.uid === b.uid &&
      (backward ? held[b.capability].has(a.capability) : held[a.capability].has(b.capability));
    const own = [...best.values()];
    const all = [...new Set(own.map(({ uid }) => uid))].flatMap((uid) =>
      capabilityOrder.flatMap((capability): Reached[] => {
        const saying = own.filter((other) =>
          says(other, { uid, capability, hops: 0, likelihood: 1 }),
        );
        if (saying.length === 0) return [];
        const hops = Math.min(...saying.map((other) => other.hops));
        const likelihood = Math.max(...saying.map((other) => other.likelihood));
        return [{ uid, capability, hops, likelihood }];
      }),
    );
    return all
      .filter(
        (state) =>
          !all.some(
            (other) =>
              other !== state &&
              says(other, state) &&
              other.hops <= state.hops &&
              other.likelihood >= state.likelihood,
          ),
      )
      .sort(
        (a, b) =>
          a.hops - b.hops ||
          (a.uid === b.uid ? 0 : a.uid < b.uid ? -1 : 1) ||
          capabilityOrder.indexOf(a.capability) - capabilityOrder.indexOf(b.capability),
      );
  }

  *#after(uid: string, capability: Capability): Iterable<[string, Capability, number]> {
    for (const { to, gains, probability } of this.hops(uid, [capability]))
      yield [to, gains, probability];
  }

  *#before(uid: string, wanted: Capability): Iterable<[string, Capability, number]> {
    for (const edge of this.#edges)
      if (edge.to === uid)
        for (const capability of capabilityOrder)
          for (const hop of this.hops(edge.from, [capability]))
            if (hop.edge === edge.id && held[hop.gains].has(wanted))
              yield [edge.from, capability, hop.probability];
  }
}
