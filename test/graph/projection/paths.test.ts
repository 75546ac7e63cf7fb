import { expect, test } from 'vitest';
import type { Edge } from '../../../graph/entity.ts';
import { Projection } from '../../../graph/projection/projection.ts';
import type { Path, PathQuery } from '../../../graph/projection/search.ts';
import { held, type Capability } from '../../../graph/schema/capability.ts';
import { Exhaustive } from './exhaustive.ts';
import { pick, random, shuffled } from '../../../bench/random.ts';
import { anyStates, randomGraph, type RandomGraph } from './random-graph.ts';

/** Powers of two, so that products and ties are exact. */
const halves = (seed: number) => (edge: Edge) =>
  2 ** -Math.floor(random(seed ^ edge.id.length ^ (edge.id.charCodeAt(0) << 8))() * 3);

const anyQuery = (next: () => number, graph: RandomGraph): PathQuery => ({
  from: anyStates(next, graph, 'from'),
  to: anyStates(next, graph, 'to'),
  k: pick(next, [1, 2, 3, 10, 1000]),
  maxHops: pick(next, [1, 2, 3, 4, 12, 12]),
  ...(next() < 0.3 && {
    avoid: new Set([
      ...(next() < 0.5 ? [pick(next, graph.nodes).uid] : []),
      ...(graph.edges.length > 0 && next() < 0.7 ? [pick(next, graph.edges).id] : []),
    ]),
  }),
  ...(graph.edges.length > 0 &&
    next() < 0.2 && { avoidKinds: new Set([pick(next, graph.edges).kind]) }),
  ...(next() < 0.4 && {
    through: Array.from({ length: 1 + Math.floor(next() * 2) }, () => pick(next, graph.nodes).uid),
  }),
});

function expected(all: Path[], { k = 10, maxHops = 12 }: PathQuery) {
  const short = all.filter(({ hops }) => hops.length <= maxHops);
  const paths = short.slice(0, k);
  const bounds = [
    ...(short.length > k ? [`only the ${k} most likely paths`] : []),
    ...(all.slice(0, k).some(({ hops }) => hops.length > maxHops)
      ? [`paths of more than ${maxHops} hops are left out`]
      : []),
  ];
  return { paths, truncated: bounds.join('; ') || null };
}

const graphs = 12_000;

test(`answers of ${graphs} graphs are all the best paths by the definition, in order`, () => {
  const seen = { paths: 0, returns: 0, through: 0, truncated: 0, empty: 0 };
  for (let seed = 0; seed < graphs; seed++) {
    const next = random(seed);
    const graph = randomGraph(next);
    const probability = halves(seed);
    const query = anyQuery(next, graph);
    const wanted = expected(new Exhaustive(graph, probability).paths(query), query);
    const answer = new Projection(graph.nodes, graph.edges, probability).paths(query);
    expect(answer, `seed ${seed}`).toEqual(wanted);
    seen.paths += answer.paths.length;
    seen.truncated += Number(answer.truncated !== null);
    seen.empty += Number(answer.paths.length === 0);
    seen.through += Number((query.through?.length ?? 0) > 0 && answer.paths.length > 0);
    for (const { hops } of answer.paths)
      seen.returns += Number(new Set(hops.map(({ to }) => to)).size < hops.length);
  }
  // The graphs are worth their while: each feature occurs often.
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(50);
});

test('every hop is sound: its capability is held where it starts, and its edge exists', () => {
  for (let seed = 0; seed < 1_000; seed++) {
    const next = random(seed);
    const graph = randomGraph(next, 14, 3);
    const edges = new Set(graph.edges.map(({ id }) => id));
    const query = { ...anyQuery(next, graph), k: 20, timeout: 60_000 };
    for (const { hops } of new Projection(graph.nodes, graph.edges).paths(query).paths) {
      let at = hops[0]?.from;
      let holding: Capability[] = query.from
        .filter(({ uid }) => uid === at)
        .map(({ capability }) => capability);
      for (const hop of hops) {
        expect(edges.has(hop.edge)).toBe(true);
        expect(hop.from).toBe(at);
        expect(holding.some((c) => held[c].has(hop.needs))).toBe(true);
        [at, holding] = [hop.to, [hop.gains]];
      }
      expect(
        query.to.some(
          ({ uid, capability }) => uid === at && holding.some((c) => held[c].has(capability)),
        ),
      ).toBe(true);
    }
  }
});

test('with any probabilities the likelihoods are those of all paths by the definition', () => {
  for (let seed = 0; seed < 1_000; seed++) {
    const next = random(seed);
    const graph = randomGraph(next);
    const byEdge = new Map(graph.edges.map(({ id }) => [id, next() < 0.1 ? 1 : next()]));
    const probability = ({ id }: Edge) => byEdge.get(id) ?? 0;
    const query = anyQuery(next, graph);
    const wanted = expected(new Exhaustive(graph, probability).paths(query), query);
    const { paths } = new Projection(graph.nodes, graph.edges, probability).paths(query);
    expect(paths.length).toBe(wanted.paths.length);
    for (const [i, { likelihood }] of paths.entries())
      expect(likelihood / (wanted.paths[i]?.likelihood ?? 0)).toBeCloseTo(1, 7);
  }
});

test('the order of nodes and edges does not matter', () => {
  for (let seed = 0; seed < 1_000; seed++) {
    const next = random(seed);
    const graph = randomGraph(next, 12, 3);
    const query = { ...anyQuery(next, graph), k: 10, timeout: 60_000 };
    const answer = new Projection(graph.nodes, graph.edges).paths(query);
    const other = new Projection(shuffled(next, graph.nodes), shuffled(next, graph.edges));
    expect(other.paths({ ...query, from: shuffled(next, query.from) })).toEqual(answer);
  }
});
