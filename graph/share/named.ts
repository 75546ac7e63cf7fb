import { edgeNamed } from '../claim.ts';
import { decodeEdge, decodeNode } from '../store/codec.ts';
import { atOnce, rowsByOrigin } from '../store/by-origin.ts';
import { statements } from '../store/statements.ts';
import type { Params, Store } from '../store/store.ts';
import type { Changes } from '../workspace.ts';

/** What others changed, by name: how it is now, the store tells. */
export interface Named {
  /** Numbers of the writes. */
  versions: readonly number[];
  nodes: readonly string[];
  edges: readonly string[];
  by: Changes['by'];
}

const limits = { timeout: 60_000, rows: atOnce };

/** The changes that bring a view to what the store holds of the named nodes and edges now. */
export async function changesOf(store: Store, { nodes, edges, by }: Named): Promise<Changes> {
  const uids = [...new Set(nodes)];
  const ids = [...new Set(edges)].map(edgeNamed);
  const found: Changes = { nodes: [], edges: [], goneNodes: [], goneEdges: [], by };
  const ask = async (cypher: string, params: Params) =>
    (await store.read(cypher, params, limits)).rows;
  for (let from = 0; from < uids.length; from += atOnce)
    for (const { uid, kind, support } of await ask(statements.nodes, {
      uids: uids.slice(from, from + atOnce),
    }))
      found.nodes.push(decodeNode(uid, kind, support));
  for (const [kind, some] of Map.groupBy(ids, (id) => id.kind))
    for (const rows of rowsByOrigin(some, () => true))
      for (const { from, to, support } of await ask(statements.edges(kind), { rows }))
        found.edges.push(decodeEdge(kind, from, to, support));
  const there = new Set([...found.nodes.map(({ uid }) => uid), ...found.edges.map(({ id }) => id)]);
  found.goneNodes = uids.filter((uid) => !there.has(uid));
  found.goneEdges = ids.map(({ id }) => id).filter((id) => !there.has(id));
  return found;
}
