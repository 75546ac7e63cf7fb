import { expect, test } from 'vitest';
import type { Cause } from '../../../graph/claim.ts';
import type { Covering } from '../../../graph/cuts/covering.ts';
import type { Weights } from '../../../graph/cuts/in-part.ts';
import { smallestCut, type Survivors } from '../../../graph/cuts/smallest-cut.ts';
import { loadSolver } from '../../../graph/cuts/solver.ts';
import { survivorsBetween } from '../../../graph/cuts/survivors.ts';
import { waysIn, type Change } from '../../../graph/cuts/ways.ts';
import type { Edge } from '../../../graph/entity.ts';
import { Projection } from '../../../graph/projection/projection.ts';
import type { State } from '../../../graph/projection/search.ts';
import { View } from '../../../graph/view.ts';
import { Exhaustive } from '../projection/exhaustive.ts';
import { pick, random } from '../../../bench/random.ts';
import { anyStates, randomGraph, type RandomGraph } from '../projection/random-graph.ts';

const seeds = 12_000;
const now = Date.UTC(2026, 10, 1);

const cause = (name: string, type = 'statement'): Cause => ({
  id: `holder#${name}`,
  type,
  holder: 'holder',
  say: name,
});
const causes = [...'abcde'].map((name) => cause(name)).concat(cause('root', 'root'));

/** Alternatives of causes at random; some edges have none, some are in use, some was long ago. */
function caused(next: () => number, edges: Edge[]): Edge[] {
  return edges.map((edge) => ({
    ...edge,
    because:
      next() < 0.25
        ? []
        : Array.from({ length: 1 + Math.floor(next() * 3) }, () =>
            Array.from({ length: 1 + Math.floor(next() * 2) }, () => pick(next, causes)),
          ),
    ...(next() < 0.3 && { lastSeen: next() < 0.5 ? now - 1 : 1 }),
  }));
}

const priceOf = ({ id }: Change) => 1 + (id.charCodeAt(id.length - 1) % 3);
const loss = 2;

/** Edges that are gone after edits to causes, and of edges without causes, by the definition. */
const goneBy = (edges: Edge[], changes: ReadonlySet<string>) =>
  edges.filter(({ id, because }) =>
    because.length === 0
      ? changes.has(id)
      : because.every((needed) => needed.some((one) => changes.has(one.id))),
  );

interface Best {
  price: number;
  /** Every set of changes of that price that leaves no path. */
  sets: string[];
}

/** The price of the cheapest changes, by trying all sets of them; null where none leaves no path. */
function cheapest({ nodes, edges }: RandomGraph, from: State[], to: State[]): Best | null {
  const search = new Exhaustive({ nodes, edges }, () => 1);
  const paths = search.paths({ from, to }).map(({ hops }) => hops.map(({ edge }) => edge));
  const onPaths = edges.filter(({ id }) => paths.some((path) => path.includes(id)));
  const able = new Set(
    onPaths.flatMap(({ id, kind, because }) =>
      because.length > 0
        ? because.flat().flatMap((one) => (one.type === 'root' ? [] : [one.id]))
        : kind === 'CONTAINS'
          ? []
          : [id],
    ),
  );
  const list = [...able];
  let best = null as Best | null;
  for (let bits = 0; bits < 1 << list.length; bits++) {
    const changes = new Set(list.filter((_, i) => bits & (1 << i)));
    let price = 0;
    for (const id of changes) price += priceOf({ id } as Change);
    if (best && price > best.price) continue;
    const gone = goneBy(edges, changes);
    price += loss * gone.filter(({ lastSeen = 0 }) => lastSeen > now - 30 * 86_400_000).length;
    if (best && price > best.price) continue;
    const ids = new Set(gone.map(({ id }) => id));
    if (paths.some((path) => !path.some((id) => ids.has(id)))) continue;
    const set = [...changes].sort().join();
    best = best?.price === price ? { price, sets: [...best.sets, set] } : { price, sets: [set] };
  }
  return best;
}

function problem(seed: number) {
  const next = random(seed);
  const { nodes, edges } = randomGraph(next, 5, 4);
  const graph = { nodes, edges: caused(next, edges).slice(0, 9) };
  return { graph, from: anyStates(next, graph, 'from'), to: anyStates(next, graph, 'to'), next };
}

test(`the cheapest changes equal brute force on ${seeds} random graphs`, () => {
  const met = { none: 0, one: 0, several: 0, impossible: 0, used: 0 };
  for (let seed = 1; seed <= seeds; seed++) {
    const { graph, from, to, next } = problem(seed);
    const projection = new Projection(graph.nodes, graph.edges);
    const ways = waysIn(new View(graph.nodes, graph.edges), now);
    const most = pick(next, [1, 2, 50]);
    const survivors: Survivors = (avoid) =>
      projection
        .witnesses({ from, to, avoid }, most)
        .map(({ hops }) => hops.map(({ edge }) => edge));
    const cut = smallestCut(survivors, ways, {
      prices: { of: priceOf, loss },
      timeout: 60_000,
      solver: null,
    });
    const wanted = cheapest(graph, from, to);
    expect(cut.impossible === null, `seed ${seed}`).toBe(wanted !== null);
    if (!wanted) {
      met.impossible++;
      continue;
    }
    expect([cut.price, cut.bound], `seed ${seed}`).toEqual([wanted.price, wanted.price]);
    const ids = cut.changes.map(({ id }) => id);
    expect(wanted.sets, `seed ${seed}`).toContain(ids.sort().join());
    met[ids.length === 0 ? 'none' : ids.length === 1 ? 'one' : 'several']++;
    if (ways.used(ids).size > 0) met.used++;
  }
  for (const [kind, times] of Object.entries(met)) expect(times, kind).toBeGreaterThan(100);
});

test('out of time there is still a cut, no part of it suffices, and the gap is said', () => {
  let gaps = 0;
  for (let seed = 1; seed <= 2_000; seed++) {
    const { graph, from, to } = problem(seed);
    const projection = new Projection(graph.nodes, graph.edges);
    const ways = waysIn(new View(graph.nodes, graph.edges), now);
    const survivors: Survivors = (avoid) =>
      projection.witnesses({ from, to, avoid }, 1).map(({ hops }) => hops.map(({ edge }) => edge));
    const cut = smallestCut(survivors, ways, {
      prices: { of: priceOf, loss },
      timeout: 1e-6,
      solver: null,
    });
    if (cut.impossible) continue;
    const left = (ids: string[]) => survivors(ways.ended(new Set(ids))).length;
    const ids = cut.changes.map(({ id }) => id);
    expect(left(ids), `seed ${seed}`).toBe(0);
    for (const one of ids) expect(left(ids.filter((id) => id !== one))).toBeGreaterThan(0);
    const best = cheapest(graph, from, to)?.price ?? 0;
    expect(cut.price).toBeGreaterThanOrEqual(best);
    expect(cut.bound).toBeLessThanOrEqual(best);
    if (cut.bound < cut.price) gaps++;
  }
  expect(gaps).toBeGreaterThan(0);
});

test('changes that are not allowed are not proposed', () => {
  let met = 0;
  for (let seed = 1; seed <= 2_000; seed++) {
    const { graph, from, to } = problem(seed);
    const projection = new Projection(graph.nodes, graph.edges);
    const ways = waysIn(new View(graph.nodes, graph.edges), now);
    const cut = smallestCut(
      (avoid) =>
        projection
          .witnesses({ from, to, avoid }, 9)
          .map(({ hops }) => hops.map(({ edge }) => edge)),
      ways,
      {
        prices: { of: priceOf, loss, allows: ({ id }) => id !== 'holder#a' },
        timeout: 60_000,
        solver: null,
      },
    );
    expect(cut.changes.map(({ id }) => id)).not.toContain('holder#a');
    if (cut.changes.length > 0) met++;
  }
  expect(met).toBeGreaterThan(100);
});

test('paths that are light where changes are made in part leave the cheapest what it is', async () => {
  const solver = await loadSolver();
  let [learned, several] = [0, 0];
  for (let seed = 1; seed <= 3_000; seed++) {
    const { graph, from, to } = problem(seed);
    const projection = new Projection(graph.nodes, graph.edges);
    const ways = waysIn(new View(graph.nodes, graph.edges), now);
    const survivors = survivorsBetween(projection, { from, to });
    const { lighter } = survivors;
    const cut = smallestCut(
      Object.assign(
        (gone: ReadonlySet<string>) => survivors(gone).slice(0, 1),
        lighter && {
          lighter: (weights: Weights) => {
            const trails = lighter(weights);
            learned += trails.length;
            return trails;
          },
        },
      ),
      ways,
      { prices: { of: priceOf, loss }, timeout: 60_000, solver, many: 0 },
    );
    const wanted = cheapest(graph, from, to);
    expect(cut.impossible === null, `seed ${seed}`).toBe(wanted !== null);
    if (!wanted) continue;
    expect([cut.price, cut.bound], `seed ${seed}`).toEqual([wanted.price, wanted.price]);
    const ids = cut.changes.map(({ id }) => id);
    expect(wanted.sets, `seed ${seed}`).toContain(ids.sort().join());
    several += Number(ids.length > 1);
  }
  expect(learned).toBeGreaterThan(300);
  expect(several).toBeGreaterThan(100);
});

test('a cover that is not proved is made a cut of which no part suffices, and the gap is said', async () => {
  const solver = await loadSolver();
  let gaps = 0;
  for (let seed = 1; seed <= 1_000; seed++) {
    const { graph, from, to } = problem(seed);
    const projection = new Projection(graph.nodes, graph.edges);
    const ways = waysIn(new View(graph.nodes, graph.edges), now);
    const survivors = survivorsBetween(projection, { from, to });
    const hurried = solver && {
      ...solver,
      relax: () =>
        Object.assign(solver.relax(), {
          cover: ({ prices }: Covering) => ({
            changes: prices.map((_, number) => number),
            price: 100,
            bound: 0,
          }),
        }),
    };
    const cut = smallestCut(survivors, ways, {
      prices: { of: priceOf, loss },
      timeout: 60_000,
      solver: hurried,
      many: 0,
    });
    const best = cheapest(graph, from, to)?.price;
    if (cut.impossible || best === undefined) continue;
    const left = (ids: string[]) => survivors(ways.ended(new Set(ids))).length;
    const ids = cut.changes.map(({ id }) => id);
    expect(left(ids), `seed ${seed}`).toBe(0);
    for (const one of ids) expect(left(ids.filter((id) => id !== one))).toBeGreaterThan(0);
    expect(cut.price).toBeGreaterThanOrEqual(best);
    expect(cut.bound).toBeLessThanOrEqual(best);
    gaps += Number(cut.bound < cut.price);
  }
  expect(gaps).toBeGreaterThan(100);
});
