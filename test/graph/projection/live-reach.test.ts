import { expect, test } from 'vitest';
import { pick, random } from '../../../bench/random.ts';
import type { Edge, Node } from '../../../graph/entity.ts';
import { Projection } from '../../../graph/projection/projection.ts';
import type { State } from '../../../graph/projection/search.ts';
import { capabilityOrder } from '../../../graph/schema/capability.ts';
import { View } from '../../../graph/view.ts';
import type { Changes } from '../../../graph/workspace.ts';
import { Exhaustive } from './exhaustive.ts';
import { edgeOf } from './graph.ts';
import { randomGraph } from './random-graph.ts';

const halves = (edge: Edge) => (edge.conditional ? 0.5 : 2 ** -(edge.id.length % 2));

/** Likelihoods of all states that are above a bound. */
const told = (projection: Projection, nodes: readonly Node[], from: State, above: number) =>
  nodes.flatMap(({ uid }) =>
    capabilityOrder.map((capability) => {
      const likelihood = projection.likelihoods(from, above).of(uid, capability);
      return [uid, capability, likelihood] as const;
    }),
  );

/** Some edges that come, go or change, and tools that become otherwise. */
function change(next: () => number, nodes: Node[], edges: Edge[], view: View): Changes {
  const put: Edge[] = [];
  const goneEdges: string[] = [];
  for (let left = 1 + Math.floor(next() * 3); left > 0; left--) {
    const { kind, from, to } = pick(next, edges);
    const edge = edgeOf(kind, from, next() < 0.3 ? pick(next, nodes).uid : to, {
      conditional: next() < 0.4,
    });
    if (view.edge(edge.id) && next() < 0.6) goneEdges.push(edge.id);
    else put.push(edge);
  }
  const altered = nodes
    .filter(({ kind }) => kind === 'Tool' && next() < 0.2)
    .map((node) => ({ ...node, props: { semantic: pick(next, ['exec', 'read']) } }));
  const ids = new Set(goneEdges);
  const edgesPut = put.filter(({ id }) => !ids.has(id));
  return { nodes: altered, edges: edgesPut, goneNodes: [], goneEdges, by: new Map() };
}

test('after each of 12 changes of 2,500 graphs likelihoods are those of a search from scratch', () => {
  let more = 0;
  let fewer = 0;
  for (let seed = 0; seed < 2_500; seed++) {
    const next = random(seed);
    const { nodes, edges } = randomGraph(next, 12, 4);
    if (edges.length === 0) continue;
    const view = new View(nodes, edges);
    const projection = new Projection(view.nodes(), view.edges(), halves);
    const start = pick(next, edges).from;
    const from = { uid: start, capability: pick(next, capabilityOrder) };
    const above = pick(next, [0.5, 0.1, 0.001]);
    let before = told(projection, nodes, from, above);
    for (let round = 0; round < 12; round++) {
      const changes = change(next, nodes, edges, view);
      view.apply(changes);
      projection.apply([changes], view);
      const now = told(projection, nodes, from, above);
      const anew = new Projection(view.nodes(), view.edges(), halves);
      expect(now, `seed ${seed} round ${round}`).toEqual(told(anew, nodes, from, above));
      more += Number(now.some(([, , likely], i) => likely > (before[i]?.[2] ?? 0)));
      fewer += Number(now.some(([, , likely], i) => likely < (before[i]?.[2] ?? 0)));
      before = now;
    }
  }
  expect(more).toBeGreaterThan(1_000);
  expect(fewer).toBeGreaterThan(1_000);
});

test('likelihoods of 1,000 graphs are those of the best walks by definition, above the bound', () => {
  let found = 0;
  for (let seed = 0; seed < 1_000; seed++) {
    const next = random(seed);
    const graph = randomGraph(next, 8, 4);
    const from = { uid: pick(next, graph.nodes).uid, capability: pick(next, capabilityOrder) };
    const { reached } = new Projection(graph.nodes, graph.edges, halves).reach({ from: [from] });
    const wanted = new Exhaustive(graph, halves).reach({ from: [from], maxHops: 40 });
    const likelihoods = new Projection(graph.nodes, graph.edges, halves).likelihoods(from, 0.2);
    for (const { uid, capability, likelihood } of wanted) {
      if (uid === from.uid) continue;
      expect(likelihoods.of(uid, capability)).toBe(likelihood > 0.2 ? likelihood : 0);
      found += Number(likelihood > 0.2);
    }
    const known = new Set(reached.map(({ uid }) => uid));
    for (const { uid } of graph.nodes)
      if (!known.has(uid)) expect(likelihoods.of(uid, 'R')).toBe(0);
  }
  expect(found).toBeGreaterThan(500);
});
