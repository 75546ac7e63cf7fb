import { expect, test } from 'vitest';
import { pick, random } from '../../../bench/random.ts';
import type { Edge } from '../../../graph/entity.ts';
import { Projection } from '../../../graph/projection/projection.ts';
import { Exhaustive } from './exhaustive.ts';
import { anyStates, randomGraph } from './random-graph.ts';

const halves = (edge: Edge) => 2 ** -(edge.id.length % 3);

test('the best path of few hops of 3,000 graphs is the first by definition', () => {
  let found = 0;
  let around = 0;
  for (let seed = 0; seed < 3_000; seed++) {
    const next = random(seed);
    const graph = randomGraph(next, 7, 6);
    if (graph.edges.length === 0) continue;
    const projection = new Projection(graph.nodes, graph.edges, halves);
    const exhaustive = new Exhaustive(graph, halves);
    // One projection answers many: nothing of a search may be left for the next.
    for (let turn = 0; turn < 4; turn++) {
      const things = [...graph.nodes.map(({ uid }) => uid), ...graph.edges.map(({ id }) => id)];
      const query = {
        from: anyStates(next, graph, 'from'),
        to: anyStates(next, graph, 'to'),
        avoid: new Set(next() < 0.5 ? [pick(next, things), pick(next, things)] : []),
        maxHops: pick(next, [1, 2, 3, 5, 12]),
      };
      const wanted = exhaustive.paths(query).find(({ hops }) => hops.length <= query.maxHops);
      const { path, late } = projection.best({ ...query, timeout: 60_000 });
      expect(path, `seed ${seed} turn ${turn}`).toEqual(wanted ?? null);
      expect(late).toBe(false);
      found += Number(path !== null);
      around += Number((path?.hops.length ?? 0) > 2);
    }
  }
  expect(found).toBeGreaterThan(1_000);
  expect(around).toBeGreaterThan(100);
});
