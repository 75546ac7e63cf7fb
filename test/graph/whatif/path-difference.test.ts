import { expect, test } from 'vitest';
import { pick, random } from '../../../bench/random.ts';
import type { Edge } from '../../../graph/entity.ts';
import { Projection } from '../../../graph/projection/projection.ts';
import type { Path, State } from '../../../graph/projection/search.ts';
import { nodeKinds } from '../../../graph/schema/index.ts';
import { pathsDifference } from '../../../graph/whatif/path-difference.ts';
import { randomGraph } from '../projection/random-graph.ts';

const probability = ({ conditional }: Edge) => (conditional ? 0.5 : 1);

const pairOf = ({ hops }: Path) => `${hops[0]?.from ?? ''} ${hops.at(-1)?.to ?? ''}`;

/** Likelihood of the likeliest path of each pair, each searched for by itself. */
function likelihoods(projection: Projection, from: State[], to: State[]) {
  const found = new Map<string, number>();
  for (const [entry, starts] of Map.groupBy(from, ({ uid }) => uid))
    for (const [target, ends] of Map.groupBy(to, ({ uid }) => uid)) {
      const [path] = projection.paths({ from: starts, to: ends, k: 1, maxHops: 64 }).paths;
      if (path) found.set(`${entry} ${target}`, path.likelihood);
    }
  return found;
}

test('what opens, closes and changes is what searching each pair by itself tells', async () => {
  const seen = { opened: 0, closed: 0, changed: 0 };
  for (let seed = 0; seed < 300; seed++) {
    const next = random(seed);
    const { nodes, edges } = randomGraph(next, 8, 12);
    const some = () => edges.filter(() => next() < 0.7);
    const altered = (edge: Edge) => (next() < 0.2 ? { ...edge, conditional: true } : edge);
    const [before, after] = [some(), some().map(altered)].map(
      (all) => new Projection(nodes, all, probability),
    );
    if (!before || !after) throw new Error('two states are compared');
    const state = (): State => {
      const { uid, kind } = pick(next, nodes);
      return { uid, capability: nodeKinds[kind].owned };
    };
    const [from, to] = [
      [state(), state()],
      [state(), state(), state()],
    ];
    const ends = { from, to };
    const [was, is] = [likelihoods(before, from, to), likelihoods(after, from, to)];
    const found = await pathsDifference({ searched: before, ends }, { searched: after, ends });
    const pairs = (paths: readonly Path[]) => paths.map(pairOf).sort();
    const both = [...was.keys()].filter((pair) => is.has(pair));
    expect(pairs(found.opened), `seed ${seed}`).toEqual(
      [...is.keys()].filter((pair) => !was.has(pair)).sort(),
    );
    expect(pairs(found.closed), `seed ${seed}`).toEqual(
      [...was.keys()].filter((pair) => !is.has(pair)).sort(),
    );
    expect(pairs(found.changed.map((change) => change.after)), `seed ${seed}`).toEqual(
      both.filter((pair) => was.get(pair) !== is.get(pair)).sort(),
    );
    for (const one of found.changed) {
      expect(one.before.likelihood).toBe(was.get(pairOf(one.before)));
      expect(one.after.likelihood).toBe(is.get(pairOf(one.after)));
    }
    seen.opened += found.opened.length;
    seen.closed += found.closed.length;
    seen.changed += found.changed.length;
  }
  expect(Math.min(seen.opened, seen.closed, seen.changed)).toBeGreaterThan(20);
});
