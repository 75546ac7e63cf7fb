import { expect, test } from 'vitest';
import { Projection } from '../../../graph/projection/projection.ts';
import { random } from '../../../bench/random.ts';
import { Exhaustive } from './exhaustive.ts';
import { anyStates, randomGraph } from './random-graph.ts';

const seeds = 4_000;

test(`the lightest walks of ${seeds} random graphs are those of the definition`, () => {
  const met = { light: 0, heavy: 0, mixed: 0 };
  for (let seed = 1; seed <= seeds; seed++) {
    const next = random(seed);
    const graph = randomGraph(next, 7, 5);
    const edges = graph.edges.slice(0, 13);
    const [starts, to] = [anyStates(next, graph, 'from'), anyStates(next, graph, 'to')];
    // That others come to a goal where one starts is left to the search for what survives.
    const apart = starts.filter(({ uid }) => to.every((goal) => goal.uid !== uid));
    const from = apart.length > 0 ? apart : starts.slice(0, 1);
    const weights = new Map(edges.map(({ id }) => [id, Math.floor(next() * 4) / 4]));
    const heavy = (trail: readonly string[]) =>
      [...new Set(trail)].reduce((sum, edge) => sum + (weights.get(edge) ?? 0), 0);
    const between = new Projection(graph.nodes, edges).between({ from, to });
    const all = new Exhaustive({ nodes: graph.nodes, edges }, () => 1)
      .paths({ from, to })
      .map(({ hops }) => hops);
    const least = new Map<string, number>();
    for (const hops of all) {
      const target = hops.at(-1)?.to ?? '';
      const weight = heavy(hops.map(({ edge }) => edge));
      least.set(target, Math.min(weight, least.get(target) ?? Infinity));
    }
    const found = between.lightest(weights).map((trail) => {
      const target = trail.at(-1)?.split('|')[2] ?? '';
      const walks = all.filter((hops) => hops.every(({ edge }) => trail.includes(edge)));
      expect(walks, `seed ${seed}: ${trail.join()}`).not.toEqual([]);
      return [target, heavy(trail)] as const;
    });
    const light = [...least].filter(([, weight]) => weight < 1);
    expect(new Map(found), `seed ${seed}`).toEqual(new Map(light));
    met[light.length === 0 ? 'heavy' : light.length < least.size ? 'mixed' : 'light']++;
  }
  for (const [kind, times] of Object.entries(met)) expect(times, kind).toBeGreaterThan(50);
});
