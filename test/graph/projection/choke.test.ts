import { expect, test } from 'vitest';
import type { Hangs } from '../../../graph/projection/elements.ts';
import { Projection } from '../../../graph/projection/projection.ts';
import type { State } from '../../../graph/projection/search.ts';
import { Exhaustive } from './exhaustive.ts';
import { edgeOf, nodeOf } from './graph.ts';
import { random } from '../../../bench/random.ts';
import { anyStates, randomGraph, type RandomGraph } from './random-graph.ts';

const seeds = 12_000;

/** Causes at random: each ends some edges by itself. */
function hangsOn({ edges }: RandomGraph, next: () => number): Hangs {
  const ended = new Map<string, string[]>();
  for (const cause of ['a', 'b', 'c'])
    ended.set(
      cause,
      edges.filter(() => next() < 0.3).map(({ id }) => id),
    );
  return {
    enders: (edge) => [...ended].filter(([, ids]) => ids.includes(edge)).map(([cause]) => cause),
    ends: (cause) => ended.get(cause) ?? [],
  };
}

/** Pairs of entry and target that some path joins, by listing every path. */
function pairsBy(search: Exhaustive, from: State[], to: State[], avoid: ReadonlySet<string>) {
  const pairs = new Set<string>();
  for (const [entry, states] of Map.groupBy(from, ({ uid }) => uid))
    for (const { hops } of search.paths({ from: states, to, avoid }))
      pairs.add(`${entry} > ${hops.at(-1)?.to}`);
  return pairs;
}

test(`what closes how many pairs equals brute force on ${seeds} random graphs`, () => {
  let closing = 0;
  let several = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const next = random(seed);
    const graph = randomGraph(next, 5, 4);
    const [from, to] = [anyStates(next, graph, 'from'), anyStates(next, graph, 'to')];
    const hangs = hangsOn(graph, next);
    const search = new Exhaustive(graph, () => 1);
    const all = pairsBy(search, from, to, new Set());
    const wanted = new Map<string, number>();
    const count = (kind: string, id: string, gone: readonly string[]) => {
      const left = pairsBy(search, from, to, new Set(gone));
      const own = (pair: string) => kind === 'node' && pair.split(' > ').includes(id);
      const closes = [...all].filter((pair) => !left.has(pair) && !own(pair)).length;
      if (closes > 0) wanted.set(`${kind} ${id}`, closes);
    };
    for (const { uid } of graph.nodes) count('node', uid, [uid]);
    for (const { id } of graph.edges) count('edge', id, [id]);
    for (const cause of ['a', 'b', 'c']) count('cause', cause, hangs.ends(cause));

    // Every other one by way of hubs, wherever there is one.
    const answer = new Projection(graph.nodes, graph.edges).chokePoints({ from, to }, hangs, {
      most: 1_000,
      apart: seed % 2 === 0 ? 0 : 8,
    });
    const found = new Map(answer.points.map(({ kind, id, closes }) => [`${kind} ${id}`, closes]));
    expect(answer.truncated, `seed ${seed}`).toBe(null);
    expect(answer.pairs, `seed ${seed}`).toBe(all.size);
    expect(found, `seed ${seed}`).toEqual(wanted);
    if (wanted.size > 0) closing++;
    if (answer.points.some(({ closes }) => closes > 1)) several++;
  }
  expect(closing).toBeGreaterThan(seeds / 10);
  expect(several).toBeGreaterThan(100);
});

test('by way of hubs the counts are those of each entry and target by itself', () => {
  let many = 0;
  for (let seed = 1; seed <= 300; seed++) {
    const next = random(seed);
    const graph = randomGraph(next, 60, 5);
    const ends = (end: 'from' | 'to') =>
      Array.from({ length: 8 }, () => anyStates(next, graph, end));
    const query = { from: ends('from').flat(), to: ends('to').flat() };
    const hangs = hangsOn(graph, next);
    const projection = new Projection(graph.nodes, graph.edges);
    const [apart, together] = [1_000, 0].map((each) =>
      projection.chokePoints(query, hangs, { most: 1_000, apart: each }),
    );
    expect(together, `seed ${seed}`).toEqual(apart);
    if ((apart?.points.length ?? 0) > 10) many++;
  }
  expect(many).toBeGreaterThan(30);
});

const none: Hangs = { enders: () => [], ends: () => [] };

/** Entries that meet at one role, which reads many stores; one store has a way of its own. */
function funnel(entries: number, stores: number) {
  const nodes = [nodeOf('Identity', 'role'), nodeOf('Identity', 'other')];
  const edges = [];
  for (let i = 0; i < entries; i++) {
    nodes.push(nodeOf('Workload', `w${i}`));
    edges.push(edgeOf('CAN_STEAL', `w${i}`, 'role'));
  }
  for (let i = 0; i < stores; i++) {
    nodes.push(nodeOf('DataStore', `s${i}`));
    edges.push(edgeOf('CAN_READ', 'role', `s${i}`));
  }
  edges.push(edgeOf('CAN_STEAL', 'w0', 'other'), edgeOf('CAN_READ', 'other', 's0'));
  return {
    graph: new Projection(nodes, edges),
    from: Array.from({ length: entries }, (_, i): State => ({ uid: `w${i}`, capability: 'X' })),
    to: Array.from({ length: stores }, (_, i): State => ({ uid: `s${i}`, capability: 'D' })),
  };
}

test('more entries than a word has bits are counted one by one', () => {
  const { graph, from, to } = funnel(70, 3);
  const { pairs, points } = graph.chokePoints({ from, to }, none);
  expect(pairs).toBe(210);
  expect(points[0]).toEqual({ kind: 'node', id: 'role', closes: 209 });
});

test('the first are certain though not all are counted', () => {
  const { graph, from, to } = funnel(5, 8);
  const all = graph.chokePoints({ from, to }, none, { most: 1_000 }).points;
  expect(all.length).toBeGreaterThan(10);
  for (let most = 1; most < all.length; most++)
    expect(graph.chokePoints({ from, to }, none, { most }).points).toEqual(all.slice(0, most));
});

test('an answer that ran out of time says so', () => {
  const { graph, from, to } = funnel(40, 40);
  const { truncated } = graph.chokePoints({ from, to }, none, { timeout: 0.001 });
  expect(truncated).toMatch(/^stopped after 0.001 ms/);
});
