import type { EdgeKind } from '../schema/index.ts';
import { decodeEdge, decodeNode } from '../store/codec.ts';
import { statements } from '../store/statements.ts';
import type { Params, Row, Store } from '../store/store.ts';
import type { Changes } from '../workspace.ts';

/** What others changed, by name: how it is now, the store tells. */
export interface Named {
  /** Numbers of the writes. */
  versions: readonly number[];
  nodes: readonly string[];
  edges: readonly string[];
  by: Changes['by'];
}

/** Named in one question. */
const atOnce = 5_000;
const limits = { timeout: 60_000, rows: atOnce };

async function ask(store: Store, cypher: string, name: string, list: readonly unknown[]) {
  const found: Row[] = [];
  for (let from = 0; from < list.length; from += atOnce) {
    const params: Params = { [name]: list.slice(from, from + atOnce) };
    found.push(...(await store.read(cypher, params, limits)).rows);
  }
  return found;
}

/** The changes that bring a view to what the store holds of the named nodes and edges now. */
export async function changesOf(store: Store, { nodes, edges, by }: Named): Promise<Changes> {
  const uids = [...new Set(nodes)];
  const ids = [...new Set(edges)].map((id) => {
    const [kind, from, to] = id.split('|') as [EdgeKind, string, string];
    return { id, kind, from, to };
  });
  const found: Changes = { nodes: [], edges: [], goneNodes: [], goneEdges: [], by };
  for (const { uid, kind, support } of await ask(store, statements.nodes, 'uids', uids))
    found.nodes.push(decodeNode(uid, kind, support));
  for (const [kind, rows] of Map.groupBy(ids, (id) => id.kind)) {
    const ends = new Map(rows.map((row) => [row.id, row]));
    for (const row of await ask(store, statements.edges(kind), 'rows', rows)) {
      const edge = ends.get(row['id'] as string);
      if (edge && typeof row['support'] === 'string')
        found.edges.push(decodeEdge(kind, edge.from, edge.to, row['support']));
    }
  }
  const there = new Set([...found.nodes.map(({ uid }) => uid), ...found.edges.map(({ id }) => id)]);
  found.goneNodes = uids.filter((uid) => !there.has(uid));
  found.goneEdges = ids.map(({ id }) => id).filter((id) => !there.has(id));
  return found;
}
