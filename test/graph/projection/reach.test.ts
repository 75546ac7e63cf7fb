import { expect, test } from 'vitest';
import type { Edge } from '../../../graph/entity.ts';
import { Projection } from '../../../graph/projection/projection.ts';
import { capabilityOrder } from '../../../graph/schema/capability.ts';
import { Exhaustive } from './exhaustive.ts';
import { pick, random } from '../../../bench/random.ts';
import { randomGraph } from './random-graph.ts';

const halves = (edge: Edge) => 2 ** -(edge.id.length % 3);

test.each([
  ['what can be reached', false],
  ['who can get here', true],
])('%s from any states of 5,000 graphs is as the definition says', (_, backward) => {
  let far = 0;
  for (let seed = 0; seed < 5_000; seed++) {
    const next = random(seed);
    const graph = randomGraph(next, 8, 12);
    const from = Array.from({ length: 1 + Math.floor(next() * 2) }, () => ({
      uid: pick(next, graph.nodes).uid,
      capability: pick(next, capabilityOrder),
    }));
    const query = { from, backward, maxHops: pick(next, [1, 2, 3, 12]) };
    const wanted = new Exhaustive(graph, halves).reach(query);
    const { reached } = new Projection(graph.nodes, graph.edges, halves).reach(query);
    expect(reached, `seed ${seed}`).toEqual(wanted);
    far += Number(reached.some(({ hops }) => hops > 2));
  }
  expect(far).toBeGreaterThan(100);
});

test('a bound on hops is said only where something lies beyond it', () => {
  const graph = randomGraph(random(7), 9, 4);
  const from = graph.nodes.map(({ uid }) => ({ uid, capability: 'C' as const })).slice(0, 1);
  const projection = new Projection(graph.nodes, graph.edges);
  const { reached } = projection.reach({ from, maxHops: 64 });
  const farthest = Math.max(...reached.map(({ hops }) => hops));
  expect(projection.reach({ from, maxHops: 64 }).truncated).toBeNull();
  expect(projection.reach({ from, maxHops: farthest + 1 }).truncated).toBeNull();
  if (farthest > 1)
    expect(projection.reach({ from, maxHops: farthest - 1 }).truncated).toMatch(/hops away/);
});

test('searches in turn, and one within another, find what each finds alone', () => {
  let within = 0;
  for (let seed = 0; seed < 1_000; seed++) {
    const next = random(seed);
    const graph = randomGraph(next, 8, 12);
    const query = () => ({
      from: [{ uid: pick(next, graph.nodes).uid, capability: pick(next, capabilityOrder) }],
      backward: next() < 0.5,
      maxHops: pick(next, [1, 2, 12]),
    });
    const [outer, inner] = [query(), query()];
    const queries = [outer, inner, query(), query()];
    const alone = queries.map((query) => new Projection(graph.nodes, graph.edges).reach(query));
    const projection = new Projection(graph.nodes, graph.edges);
    expect(queries.map((query) => projection.reach(query))).toEqual(alone);
    const found = projection.reachable(outer, (reachable) => [
      projection.reach(inner),
      { reached: reachable.sorted(), truncated: reachable.truncated },
    ]);
    expect(found, `seed ${seed}`).toEqual([alone[1], alone[0]]);
    within += Number((alone[0]?.reached.length ?? 0) > 1 && (alone[1]?.reached.length ?? 0) > 1);
  }
  expect(within).toBeGreaterThan(100);
});
