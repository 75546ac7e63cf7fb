import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Edge } from '../../../graph/entity.ts';
import { probability } from '../../../graph/findings/priors.ts';
import { threadIn } from '../../../graph/findings/thread.ts';
import { Projection } from '../../../graph/projection/projection.ts';
import type { Path } from '../../../graph/projection/search.ts';
import { capabilityOrder, held, type Capability } from '../../../graph/schema/capability.ts';
import {
  edgeKindNames,
  joins,
  nodeKinds,
  walkable,
  type NodeKind,
} from '../../../graph/schema/index.ts';
import { View } from '../../../graph/view.ts';
import { edge, node } from './facts.ts';
import { plainSearch } from './plain-search.ts';

const kinds: NodeKind[] = ['Endpoint', 'Workload', 'Agent', 'Tool', 'Identity', 'DataStore'];
const nodes = kinds.map((kind, i) =>
  node(kind, `n${i}`, kind === 'Tool' ? { semantic: 'exec' } : {}),
);
const kindOf = (uid: string) => nodes.find((one) => one.uid === uid)?.kind ?? 'Endpoint';

/** Every edge that may join the nodes, of which a graph has some. */
const possible: Edge[] = nodes.flatMap((from) =>
  nodes.flatMap((to) =>
    edgeKindNames
      .filter((kind) => from !== to && walkable(kind) && joins(kind, from.kind, to.kind))
      .map((kind) => edge(kind, from.uid, to.uid)),
  ),
);

const uids = nodes.map(({ uid }) => uid);
const input = fc.record({
  edges: fc.uniqueArray(
    fc.tuple(fc.constantFrom(...possible), fc.boolean()).map(([one, conditional]) => ({
      ...one,
      conditional,
    })),
    { maxLength: 14, selector: ({ id }) => id },
  ),
  steps: fc.shuffledSubarray(uids, { minLength: 2, maxLength: 4 }),
  arrive: fc.subarray([...capabilityOrder], { minLength: 1 }),
  avoid: fc.subarray(
    possible.map(({ id }) => id),
    { maxLength: 3 },
  ),
});

function expectSound(path: Path, steps: string[], arrive: readonly Capability[]) {
  let holds: Capability = nodeKinds[kindOf(steps[0] ?? '')].owned;
  let at = steps[0];
  for (const hop of path.hops) {
    expect(hop.from).toBe(at);
    expect(held[holds].has(hop.needs)).toBe(true);
    [holds, at] = [hop.gains, hop.to];
  }
  expect(at).toBe(steps.at(-1));
  expect(arrive.some((goal) => held[holds].has(goal))).toBe(true);
  const visited = [steps[0], ...path.hops.map(({ to }) => to)].filter((uid) =>
    steps.includes(uid ?? ''),
  );
  // A node may be visited again where that yields more than was held there.
  expect([...new Set(visited)]).toEqual(steps);
}

test('a threaded path is sound, and at least as likely as any simple path through the steps', () => {
  let found = 0;
  fc.assert(
    fc.property(input, ({ edges, steps, arrive, avoid }) => {
      const view = new View(nodes, edges);
      const projection = new Projection(view.nodes(), view.edges(), probability);
      const thread = threadIn(view, (query) => projection.best(query));
      const shut = new Set(avoid);
      const { path, late } = thread(steps, arrive, shut);
      expect(late).toBe(false);
      const [first = '', last = ''] = [steps[0], steps.at(-1)];
      const [best] = plainSearch(view).paths({
        from: [{ uid: first, capability: nodeKinds[kindOf(first)].owned }],
        to: arrive.map((capability) => ({ uid: last, capability })),
        through: steps.slice(1, -1),
        avoid: shut,
        k: 1,
      });
      if (best) expect(path?.likelihood).toBeGreaterThanOrEqual(best.likelihood - 1e-9);
      if (!path) return;
      found++;
      expectSound(path, steps, arrive);
      expect(path.hops.filter((hop) => shut.has(hop.edge))).toEqual([]);
      const visits = [first, ...path.hops.map(({ to }) => to)];
      if (new Set(visits).size === visits.length)
        expect(best?.likelihood).toBeCloseTo(path.likelihood, 9);
    }),
    { numRuns: 5_000 },
  );
  expect(found, 'graphs with a path').toBeGreaterThan(200);
});
