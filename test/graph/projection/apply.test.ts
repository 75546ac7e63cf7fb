import { expect, test } from 'vitest';
import type { Edge, Node } from '../../../graph/entity.ts';
import { Projection } from '../../../graph/projection/projection.ts';
import { capabilityOrder } from '../../../graph/schema/capability.ts';
import { View } from '../../../graph/view.ts';
import type { Changes } from '../../../graph/workspace.ts';
import { pick, random } from '../../../bench/random.ts';
import { randomGraph } from './random-graph.ts';

const probability = (edge: Edge, from: Node) =>
  edge.conditional ? 0.5 : from.props['semantic'] === 'exec' ? 0.25 : 1;

/** A change that puts some of the graph's entities and takes others away. */
function change(next: () => number, nodes: Node[], edges: Edge[], view: View): Changes {
  const some = <T>(items: readonly T[]) => items.filter(() => next() < 0.3);
  const put = some(edges).map((edge) => ({ ...edge, conditional: next() < 0.5 }));
  const ids = new Set(put.map(({ id }) => id));
  const goneEdges = [...view.edges()]
    .map(({ id }) => id)
    .filter((id) => !ids.has(id) && next() < 0.3);
  const altered = some(nodes).map((node) =>
    node.kind === 'Tool' ? { ...node, props: { semantic: pick(next, ['exec', 'read']) } } : node,
  );
  return { nodes: altered, edges: put, goneNodes: [], goneEdges, by: new Map() };
}

test('catching up with changes equals building anew, on 600 graphs of ten changes', () => {
  let answers = 0;
  for (let seed = 0; seed < 600; seed++) {
    const next = random(seed);
    const { nodes, edges } = randomGraph(next, 8, 12);
    const view = new View(nodes);
    const projection = new Projection(view.nodes(), view.edges(), probability);
    for (let round = 0; round < 10; round++) {
      const changes = change(next, nodes, edges, view);
      view.apply(changes);
      projection.apply([changes], view);
      const anew = new Projection(view.nodes(), view.edges(), probability);
      const state = () => ({ uid: pick(next, nodes).uid, capability: pick(next, capabilityOrder) });
      const query = { from: [state(), state()], to: [state(), state()], k: 20 };
      const answer = projection.paths(query);
      expect(answer, `seed ${seed} round ${round}`).toEqual(anew.paths(query));
      const reach = { from: query.from, backward: next() < 0.5 };
      expect(projection.reach(reach)).toEqual(anew.reach(reach));
      expect([projection.size.edges, projection.size.nodes]).toEqual([
        anew.size.edges,
        anew.size.nodes,
      ]);
      answers += answer.paths.length;
    }
  }
  expect(answers).toBeGreaterThan(1_000);
});

test('a projection and its copy go on by themselves, on 200 graphs', () => {
  let answers = 0;
  for (let seed = 0; seed < 200; seed++) {
    const next = random(seed);
    const { nodes, edges } = randomGraph(next, 8, 12);
    const view = new View(nodes, edges);
    const projection = new Projection(view.nodes(), view.edges(), probability);
    const outside = { uid: pick(next, nodes).uid, capability: pick(next, capabilityOrder) };
    // What is known before the copy is made is known to both.
    projection.likelihoods(outside, 0.1);
    const [other, copy] = [view.copy(), projection.copy()];
    for (let round = 0; round < 4; round++) {
      for (const [of, searched] of [
        [view, projection],
        [other, copy],
      ] as const) {
        const changes = change(next, nodes, edges, of);
        of.apply(changes);
        searched.apply([changes], of);
      }
      const state = () => ({ uid: pick(next, nodes).uid, capability: pick(next, capabilityOrder) });
      const query = { from: [state(), state()], to: [state(), state()], k: 20 };
      for (const [of, searched] of [
        [view, projection],
        [other, copy],
      ] as const) {
        const anew = new Projection(of.nodes(), of.edges(), probability);
        const answer = searched.paths(query);
        expect(answer, `seed ${seed} round ${round}`).toEqual(anew.paths(query));
        const short = { from: query.from.slice(1), to: query.to, maxHops: 3, timeout: 60_000 };
        expect(searched.best(short)).toEqual(anew.best(short));
        for (const { uid, capability } of query.to)
          expect(searched.likelihoods(outside, 0.1).of(uid, capability)).toBe(
            anew.likelihoods(outside, 0.1).of(uid, capability),
          );
        answers += answer.paths.length;
      }
    }
  }
  expect(answers).toBeGreaterThan(500);
});
