import { expect, test } from 'vitest';
import { pick, random } from '../../bench/random.ts';
import type { Edge, Node } from '../../graph/entity.ts';
import { edgeKindNames, nodeKindNames } from '../../graph/schema/index.ts';
import { View } from '../../graph/view.ts';
import type { Changes } from '../../graph/workspace.ts';
import { edge, node } from './facts.ts';

const kinds = { nodes: nodeKindNames.slice(1, 5), edges: edgeKindNames.slice(0, 5) };
const cause = { id: 'p#s', type: 'statement', holder: 'p', say: 'it may' };

/** Edges that share all, some or nothing of their facts. */
const factsOf = (next: () => number): Partial<Edge> =>
  pick(next, [
    {},
    { conditional: true, conditionKeys: ['aws:SourceIp'] },
    { because: [[cause]], props: { note: pick(next, ['a', 'b']) } },
    { basis: 'observed' as const, firstSeen: 1, lastSeen: Math.floor(next() * 1e6), count: 3 },
  ]);

const byId = (edges: Iterable<Edge>) =>
  Object.fromEntries(Array.from(edges, (edge) => [edge.id, edge]));

/** Changes at random, applied to plain maps as well. */
function change(next: () => number, uids: readonly string[], plain: Plain, most: number): Changes {
  const changes: Changes = { nodes: [], edges: [], goneNodes: [], goneEdges: [], by: new Map() };
  for (let i = Math.floor(next() * most); i > 0; i--) {
    const uid = pick(next, uids);
    if (next() < 0.3) {
      changes.goneNodes.push(uid);
      plain.nodes.delete(uid);
    }
    const known = [...plain.edges.keys()];
    if (next() < 0.4 && known.length > 0) {
      const id = pick(next, known);
      changes.goneEdges.push(id);
      plain.edges.delete(id);
    }
  }
  for (let i = Math.floor(next() * most); i > 0; i--) {
    const put = node(pick(next, kinds.nodes), pick(next, uids), { n: i });
    changes.nodes.push(put);
    plain.nodes.set(put.uid, put);
    const ends = [pick(next, uids), pick(next, uids)] as const;
    const joined = edge(pick(next, kinds.edges), ...ends, factsOf(next));
    changes.edges.push(joined);
    plain.edges.set(joined.id, joined);
  }
  return changes;
}

interface Plain {
  nodes: Map<string, Node>;
  edges: Map<string, Edge>;
}

function compare(view: View, { nodes, edges }: Plain, uids: readonly string[]) {
  const own = [...view.nodes()].filter(({ uid }) => uid !== 'internet');
  expect(new Map(own.map((n) => [n.uid, n]))).toEqual(nodes);
  expect(byId(view.edges())).toEqual(Object.fromEntries(edges));
  expect(view.size).toEqual({ nodes: nodes.size + 1, edges: edges.size });
  for (const kind of kinds.nodes)
    expect(new Set(view.nodesOf(kind))).toEqual(
      new Set([...nodes.values()].filter((n) => n.kind === kind)),
    );
  for (const uid of uids) {
    expect(view.node(uid)).toEqual(nodes.get(uid));
    for (const end of ['from', 'to'] as const) {
      const mine = [...edges.values()].filter((e) => e[end] === uid);
      const [found, some] = [
        end === 'from' ? view.out(uid) : view.in(uid),
        end === 'from' ? view.out(uid, kinds.edges[0]) : view.in(uid, kinds.edges[0]),
      ];
      expect(found).toHaveLength(mine.length);
      expect(byId(found)).toEqual(byId(mine));
      expect(byId(some)).toEqual(byId(mine.filter(({ kind }) => kind === kinds.edges[0])));
    }
    for (const other of uids) {
      const both = [...edges.values()].filter(({ from, to }) => from === uid && to === other);
      expect(byId(view.between(uid, other))).toEqual(byId(both));
    }
  }
}

test('after any changes a view tells what was put and not dropped, 300 times', () => {
  let [dropped, kept] = [0, 0];
  for (let seed = 0; seed < 300; seed++) {
    const next = random(seed);
    const uids = Array.from({ length: 2 + Math.floor(next() * 8) }, (_, i) => `n${i}`);
    const plain: Plain = { nodes: new Map(), edges: new Map() };
    const view = new View();
    for (let turn = 0; turn < 6; turn++) {
      const changes = change(next, uids, plain, 12);
      view.apply(changes);
      dropped += changes.goneEdges.length;
      kept += plain.edges.size;
      for (const { id } of plain.edges.values()) expect(view.edge(id)).toEqual(plain.edges.get(id));
      for (const id of changes.goneEdges) expect(view.edge(id)).toEqual(plain.edges.get(id));
    }
    compare(view, plain, uids);
    const copy = new View();
    copy.apply({ ...change(next, uids, { nodes: new Map(), edges: new Map() }, 9) });
    copy.replace(view);
    compare(copy, plain, uids);
  }
  expect(Math.min(dropped, kept)).toBeGreaterThan(1_000);
});

test('a view and its copy go on by themselves, 200 times', () => {
  for (let seed = 0; seed < 200; seed++) {
    const next = random(seed);
    const uids = Array.from({ length: 2 + Math.floor(next() * 8) }, (_, i) => `n${i}`);
    const plain: Plain = { nodes: new Map(), edges: new Map() };
    const view = new View();
    for (let turn = 0; turn < 3; turn++) view.apply(change(next, uids, plain, 12));
    const [own, copy] = [{ nodes: new Map(plain.nodes), edges: new Map(plain.edges) }, view.copy()];
    compare(copy, own, uids);
    for (let turn = 0; turn < 3; turn++) {
      copy.apply(change(next, uids, own, 12));
      compare(view, plain, uids);
      view.apply(change(next, uids, plain, 12));
      compare(copy, own, uids);
    }
  }
});

test('facts and edges that pass are those of all edges', () => {
  const conditional = edge('CAN_READ', 'x', 'b', { conditional: true });
  const plain = ['a', 'c'].map((to) => edge('CAN_READ', 'x', to));
  const view = new View([node('Identity', 'x')], [...plain, conditional]);
  expect([...view.edgesWith((facts) => facts.conditional)]).toEqual([conditional]);
  expect(new Set([...view.facts()].map((facts) => facts.conditional))).toEqual(
    new Set([true, false]),
  );
});

test('a node of many edges loses them one by one, and gets them anew', () => {
  const leaves = Array.from({ length: 5_000 }, (_, i) => edge('CAN_READ', 'hub', `leaf${i}`));
  const view = new View([node('Identity', 'hub')], leaves);
  const odd = leaves.filter((_, i) => i % 2 === 1).map(({ id }) => id);
  const none = { nodes: [], edges: [], goneNodes: [], goneEdges: [], by: new Map() };
  view.apply({ ...none, goneEdges: odd });
  expect(view.out('hub').map(({ to }) => to)).toEqual(
    leaves.filter((_, i) => i % 2 === 0).map(({ to }) => to),
  );
  expect(view.edge(odd[7] ?? '')).toBeUndefined();
  view.apply({ ...none, edges: leaves });
  expect(view.size.edges).toBe(5_000);
  expect(view.edge(odd[7] ?? '')?.to).toBe('leaf15');
});

test('facts that equal the latest of their kind are held once, and others never mixed up', () => {
  const evidence = [{ source: 's', record: 'r', owner: 'o', at: 1, mode: 'state' as const }];
  const alike = ['a', 'b'].map((to) => edge('CAN_READ', 'x', to, { evidence }));
  const other = edge('CAN_READ', 'x', 'c', { evidence: [...evidence, ...evidence] });
  const view = new View([], [...alike, other]);
  expect(view.edge(alike[0]?.id ?? '')?.props).toBe(view.edge(alike[1]?.id ?? '')?.props);
  expect(view.edge(other.id)?.evidence).toHaveLength(2);
});
