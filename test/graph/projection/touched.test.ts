import { expect, test } from 'vitest';
import type { Edge } from '../../../graph/entity.ts';
import { Projection } from '../../../graph/projection/projection.ts';
import { capabilityOrder } from '../../../graph/schema/capability.ts';
import { View } from '../../../graph/view.ts';
import { pick, random } from '../../../bench/random.ts';
import { randomGraph } from './random-graph.ts';

const seeds = 1_500;

test(`whatever answer changes takes a lost edge, or a gained one joins its ends, on ${seeds} random graphs`, () => {
  const met = { changed: 0, untouched: 0 };
  for (let seed = 1; seed <= seeds; seed++) {
    const next = random(seed);
    const { nodes, edges } = randomGraph(next, 7, 3);
    const gone = edges.filter(() => next() < 0.15);
    const later = edges.filter((edge) => !gone.includes(edge) && next() < 0.15);
    const known = edges.filter((edge) => !later.includes(edge));
    const flipped = known
      .filter((edge) => !gone.includes(edge) && next() < 0.1)
      .map((edge): Edge => ({ ...edge, conditional: !edge.conditional }));
    const view = new View(nodes, known);
    const odds = (edge: Edge) => (edge.conditional ? 0.5 : 1);
    const projection = new Projection(view.nodes(), view.edges(), odds);
    const hops = pick(next, [1, 2, 3, 5]);
    const ask = (from: string, to: string) =>
      JSON.stringify(
        projection.paths({
          from: [
            { uid: from, capability: 'A' },
            { uid: from, capability: 'X' },
          ],
          to: capabilityOrder.map((capability) => ({ uid: to, capability })),
          k: 3,
          maxHops: hops,
        }).paths,
      );
    const pairs = nodes.flatMap((a) => nodes.map((b) => [a.uid, b.uid] as const));
    const before = pairs.map(([a, b]) => ask(a, b));
    const changes = {
      nodes: [],
      edges: [...later, ...flipped],
      goneNodes: [],
      goneEdges: gone.map(({ id }) => id),
    };
    view.apply({ ...changes, by: new Map() });
    const { lost, gained } = projection.apply([changes], view, hops);
    for (const [i, [a, b]] of pairs.entries()) {
      const took = lost.some((id) => before[i]?.includes(`"${id}"`));
      const told = took || gained?.joins(a, b) === true;
      if (ask(a, b) !== before[i]) {
        expect(told, `seed ${seed}: ${a} to ${b}`).toBe(true);
        met.changed++;
      } else if (!told) met.untouched++;
    }
  }
  expect(met.changed).toBeGreaterThan(1_000);
  expect(met.untouched).toBeGreaterThan(1_000);
});
