import grafeo from '@grafeo-db/js';
import { join } from 'node:path';
import { claimKey, edgeIdOf } from '../graph/claim.ts';
import type { Contribution, Edge, Node } from '../graph/entity.ts';
import { mergeNode, supportText } from '../graph/merge.ts';
import { edgeIn, encodeEdge, encodeNode } from '../graph/store/codec.ts';
import { openStore } from '../graph/store/open.ts';
import type { Row } from '../graph/store/store.ts';
import type { SyntheticEstate } from './estate.ts';
import { batchesOf, edgesClaim, nodeClaim } from './graph-claims.ts';

function nodeRow(node: Node): Row {
  const claim = nodeClaim(node);
  const { at, evidence } = claim;
  const said: Contribution = { at, evidence, props: node.props, defines: true };
  const support = { claims: { [claimKey(claim)]: said }, seen: {} };
  return encodeNode(mergeNode(node.kind, node.uid, support), supportText(support));
}

function edgeRow({ kind, from, to, ...edge }: Edge): Row {
  const claim = edgesClaim([{ kind, from, to, ...edge }], (uid) => ({ kind: 'Identity', uid }));
  const { at, evidence } = claim;
  const said: Contribution = { at, evidence, props: claim.edges[0]?.props ?? {} };
  const text = supportText({ claims: { [claimKey(claim)]: said }, seen: {} });
  return encodeEdge(edgeIn({ id: edgeIdOf(kind, from, to), kind, from, to }, text), text);
}

/**
 * Puts an estate into the embedded engine by its own bulk calls: nodes and edges as the store keeps
 * them, with what supports them, but without the ledger of claims. Returns how many.
 */
export async function keepInBulk(folder: string, estate: SyntheticEstate) {
  // It makes the indexes.
  await (await openStore({ folder })).close();
  const db = grafeo.GrafeoDB.create(join(folder, 'graph.db'));
  const ids = new Map<string, number>();
  for (const [kind, nodes] of Map.groupBy(estate.nodes(), (node) => node.kind))
    for (const some of batchesOf(nodes, () => 1)) {
      const made = await db.batchCreateNodesWithProps(['Entity', kind], some.map(nodeRow));
      for (const [i, { uid }] of some.entries()) ids.set(uid, made[i] ?? 0);
    }
  let edges = 0;
  for (const some of batchesOf(estate.edges(), () => 1)) {
    const rows = some.map((edge) => ({
      src: ids.get(edge.from) ?? 0,
      dst: ids.get(edge.to) ?? 0,
      type: edge.kind,
      properties: edgeRow(edge),
    }));
    edges += (await db.batchCreateEdges(rows)).length;
  }
  db.walCheckpoint();
  db.close();
  return { nodes: ids.size, edges };
}
