import type { Edge, Node } from './entity.ts';
import { isBare, textIn, type HeldEdge, type HeldNode } from './held.ts';
import { mergeNode } from './merge.ts';
import type { Pipeline } from './pipeline.ts';
import type { EdgeKind } from './schema/index.ts';
import { byOrigin, rowsByOrigin } from './store/by-origin.ts';
import { decodeSupport, edgeIn, encodeEdge, encodeNode } from './store/codec.ts';
import { statements } from './store/statements.ts';
import type { Row } from './store/store.ts';

type Send = Pipeline['send'];

async function relabel(nodes: [string, HeldNode][], send: Send) {
  const kinds = Map.groupBy(nodes, ([, { was, kind }]) => (was === kind ? null : was));
  for (const [was, some] of kinds)
    if (was) await send(statements.unlabel(was), { uids: some.map(([uid]) => uid) });
}

/** Sends nodes that differ; tells them as they count now, and which of them nothing supports. */
export async function sendNodes(held: ReadonlyMap<string, HeldNode>, send: Send) {
  const nodes: Node[] = [];
  const bare: string[] = [];
  const touched = [...held].filter(([, { was, kind, support }]) => was !== kind || support);
  await relabel(touched, send);
  for (const [kind, some] of Map.groupBy(touched, ([, node]) => node.kind)) {
    const made: Row[] = [];
    const changed: Row[] = [];
    for (const [uid, node] of some) {
      const text = textIn(node);
      if (node.was === kind && text === node.before) continue;
      // As it will be read back, so that what is in memory equals what is stored.
      const merged = mergeNode(kind, uid, decodeSupport(text));
      nodes.push(merged);
      (node.was === null ? made : changed).push(encodeNode(merged, text));
      if (isBare(node)) bare.push(uid);
    }
    if (made.length > 0) await send(statements.addNodes(kind), { rows: made });
    if (changed.length > 0) await send(statements.setNodes(kind), { rows: changed });
  }
  return { nodes, bare };
}

interface NewEdge {
  from: string;
  to: string;
  props: Row;
}

async function addEdges(kind: EdgeKind, edges: readonly NewEdge[], send: Send) {
  for (const turn of byOrigin(edges)) {
    const rows = turn.map(({ from, some }) => ({
      from,
      to: some.map(({ to, props }) => ({ uid: to, props })),
    }));
    await send(statements.addEdges(kind), { rows });
  }
}

/** Sends edges that differ; tells them as they count now, and those that are gone. */
export async function sendEdges(held: ReadonlyMap<string, HeldEdge>, send: Send) {
  const edges: Edge[] = [];
  const gone: { id: string; from: string; to: string }[] = [];
  for (const [kind, some] of Map.groupBy(held, ([, edge]) => edge.kind)) {
    const made: NewEdge[] = [];
    const changed: NewEdge[] = [];
    const removed: typeof gone = [];
    for (const [id, edge] of some) {
      const { from, to, before, support, sole } = edge;
      if (!support && !sole) continue;
      if (isBare(edge)) {
        if (before !== null) removed.push({ id, from, to });
        continue;
      }
      const text = textIn(edge);
      if (text === before) continue;
      const merged = edgeIn({ id, kind, from, to }, text);
      edges.push(merged);
      (before === null ? made : changed).push({ from, to, props: encodeEdge(merged, text) });
    }
    gone.push(...removed);
    await addEdges(kind, made, send);
    for (const rows of rowsByOrigin(changed, ({ props }) => props))
      await send(statements.setEdges(kind), { rows });
    for (const rows of rowsByOrigin(removed, () => true))
      await send(statements.deleteEdges(kind), { rows });
  }
  return { edges, gone };
}
