import fc from 'fast-check';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { layered, measure, type Layout, type LayoutEdge } from '#lib/graph/layered.ts';
import { expectGolden } from '../golden.ts';
import { along, drawing, reference } from './graph.ts';

const coordinates = ({ nodes, edges, columns, width, height }: Layout) =>
  JSON.stringify(
    {
      columns,
      width,
      height,
      nodes: Object.fromEntries([...nodes].map(([id, { x, y }]) => [id, `${x} ${y}`])),
      edges: Object.fromEntries(
        [...edges].map(([id, { way, points }]) => [id, `${way} ${points.join(' ')}`]),
      ),
    },
    null,
    1,
  ) + '\n';

test('the reference drawing keeps its coordinates', () => {
  const layout = layered(reference.nodes, reference.edges, reference);
  expectGolden(join(import.meta.dirname, 'golden/reference.json'), coordinates(layout));
});

test('columns, gaps and pitch are those of the reference drawing', () => {
  const layout = layered(reference.nodes, reference.edges, reference);
  // Read off the picture: discs at 8, hop 1 at 97, hop 2 at 333, ..., hop 6 behind a gap of 88.
  expect(layout.columns).toEqual([8, 97, 333, 569, 805, 1073]);
  const rows = [...layout.nodes.values()].map(({ y }) => (y - measure.top) / measure.pitch);
  expect(rows.every(Number.isInteger)).toBe(true);
});

test('the path runs level, but for the step down inside a column', () => {
  const { nodes } = layered(reference.nodes, reference.edges, reference);
  const row = (id: string) => nodes.get(id)!.row;
  expect(['internet', 'chat', 'assistant'].map(row)).toEqual(
    Array.from({ length: 3 }, () => row('analyse_sheet')),
  );
  expect(row('sheet-run')).toBe(row('analyse_sheet') + 1);
  expect(nodes.get('sheet-run')!.x).toBe(nodes.get('analyse_sheet')!.x);
  expect(['agent-exec', 'claims-pii'].map(row)).toEqual([row('sheet-run'), row('sheet-run')]);
});

test('without a path or a stack nothing is bent to one', () => {
  const { nodes } = layered(reference.nodes, reference.edges);
  expect(nodes.get('sheet-run')!.x).toBeGreaterThan(nodes.get('analyse_sheet')!.x);
});

test.each([
  ['no nodes', drawing()],
  ['one node', { nodes: [{ id: 'a' }], edges: [] }],
  ['a ring', drawing('a > b > c > a')],
  ['an edge to itself', { nodes: [{ id: 'a' }], edges: [{ id: 'e', from: 'a', to: 'a' }] }],
  ['an edge to nowhere', { nodes: [{ id: 'a' }], edges: [{ id: 'e', from: 'a', to: 'x' }] }],
  [
    'a node that nothing joins',
    { ...drawing('a > b'), nodes: ['a', 'b', 'z'].map((id) => ({ id })) },
  ],
])('%s is laid out', (_, { nodes, edges }) => {
  const layout = layered(nodes, edges);
  expect([...layout.nodes.keys()].sort()).toEqual(nodes.map(({ id }) => id).sort());
});

test('in a ring one edge runs back, and it is not one of the path', () => {
  const { nodes, edges } = drawing('a > b > c > a');
  const layout = layered(nodes, edges, { path: along('b > c > a') });
  expect([...layout.edges].filter(([, { way }]) => way === 'back').map(([id]) => id)).toEqual([
    'a>b',
  ]);
});

test('stacks in a ring are taken apart rather than lost', () => {
  const { nodes, edges } = drawing('a > b > a');
  const under = new Map([
    ['a', 'b'],
    ['b', 'a'],
  ]);
  expect(layered(nodes, edges, { under }).nodes.size).toBe(2);
});

test('what was there keeps its order when more is shown', () => {
  const few = drawing('r > b', 'r > c', 'r > d');
  const before = layered(few.nodes, few.edges);
  const keep = new Map([...before.nodes].map(([id, { row }]) => [id, row]));
  const many = drawing('r > b', 'r > c', 'r > d', 'x > b', 'y > d', 'r > a', 'r > e');
  const order = (layout: Layout) =>
    ['b', 'c', 'd'].sort((p, q) => layout.nodes.get(p)!.row - layout.nodes.get(q)!.row);
  expect(order(layered(many.nodes, many.edges, { keep }))).toEqual(order(before));
});

/** Random graphs of up to 24 nodes; the first is an origin, and a random walk is the path. */
const graphs = fc
  .record({
    size: fc.integer({ min: 2, max: 24 }),
    pairs: fc.array(fc.tuple(fc.nat(999), fc.nat(999)), { maxLength: 60 }),
    walk: fc.array(fc.nat(999), { maxLength: 6 }),
  })
  .map(({ size, pairs, walk }) => {
    const nodes = Array.from({ length: size }, (_, n) => ({ id: `n${n}`, origin: n === 0 }));
    const edges = new Map<string, LayoutEdge>();
    const join = (a: number, b: number) => {
      const id = `n${a % size}>n${b % size}`;
      edges.set(id, { id, from: `n${a % size}`, to: `n${b % size}` });
      return id;
    };
    for (const [a, b] of pairs) join(a, b);
    const stops = [...new Set([0, ...walk.map((n) => n % size)])];
    const path = stops.slice(1).map((to, n) => join(stops[n]!, to));
    return { nodes, edges: [...edges.values()], path };
  });

test('no two nodes overlap, edges run right, and the path runs level', () => {
  fc.assert(
    fc.property(graphs, ({ nodes, edges, path }) => {
      const layout = layered(nodes, edges, { path });
      const corners = [...layout.nodes.values()].map(({ x, y }) => `${x} ${y}`);
      expect(new Set(corners).size).toBe(nodes.length);
      for (const { id, from, to } of edges) {
        const route = layout.edges.get(id)!;
        if (route.way === 'across')
          expect(layout.nodes.get(from)!.layer).toBeLessThan(layout.nodes.get(to)!.layer);
      }
      for (const id of path) {
        const route = layout.edges.get(id)!;
        expect(route.way).toBe('across');
        expect(new Set(route.points.map(([, y]) => y)).size).toBe(1);
      }
    }),
    { numRuns: 400 },
  );
});

test('no edge passes through a node that it does not join', () => {
  fc.assert(
    fc.property(graphs, ({ nodes, edges, path }) => {
      const layout = layered(nodes, edges, { path });
      for (const { id } of edges) {
        const { way, points } = layout.edges.get(id)!;
        if (way !== 'across') continue;
        for (const [x, y] of points.slice(1, -1))
          for (const place of layout.nodes.values())
            expect(x === place.x && y === place.y + measure.height / 2).toBe(false);
      }
    }),
    { numRuns: 200 },
  );
});

test('the order of nodes and edges does not matter', () => {
  fc.assert(
    fc.property(graphs, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (g, r) => {
      const shuffled = <T>(list: readonly T[]) =>
        list
          .map((value) => ({ value, at: Number(r.next().value) }))
          .sort((a, b) => a.at - b.at)
          .map(({ value }) => value);
      const one = layered(g.nodes, g.edges, { path: g.path });
      const other = layered(shuffled(g.nodes), shuffled(g.edges), { path: g.path });
      expect(coordinates(other)).toBe(coordinates(one));
    }),
    { numRuns: 100 },
  );
});
