import type { LayoutEdge, LayoutNode } from './layered.ts';
import type { Link } from './crossings.ts';
import { backEdges, layersOf } from './layers.ts';

/** One node with what stands under it, or a place that a long edge passes through (no nodes). */
export interface Item {
  nodes: readonly string[];
  layer: number;
  /** Rows that it takes. */
  size: number;
}

/** A link that leaves and arrives some rows below the tops of its items. */
export interface Port extends Link {
  fromRow: number;
  toRow: number;
}

export interface Items {
  items: readonly Item[];
  ports: readonly Port[];
  /** Item of a node, and how many rows below the top of its item it stands. */
  itemOf: ReadonlyMap<string, number>;
  rowIn: ReadonlyMap<string, number>;
  /** Items that an edge passes through, its ends included; none for one that runs back or down. */
  chains: ReadonlyMap<string, readonly number[]>;
}

/** The node at the top of the stack that a node stands in; a ring of stacks ends where it began. */
function headOf(id: string, under: ReadonlyMap<string, string>): string {
  const seen = new Set([id]);
  let head = id;
  for (let above = under.get(head); above !== undefined; above = under.get(head)) {
    if (seen.has(above)) return id;
    seen.add((head = above));
  }
  return head;
}

/**
 * Stacks nodes, breaks cycles, gives layers, and cuts long edges into links between neighbours.
 * Both lists must be sorted by id; every end must be a known node.
 */
export function itemsOf(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
  first: ReadonlySet<string>,
  under: ReadonlyMap<string, string>,
): Items {
  const head = new Map(nodes.map(({ id }) => [id, headOf(id, under)]));
  const heads = nodes.filter(({ id }) => head.get(id) === id);
  const between = edges
    .map(({ id, from, to }) => ({ id, from: head.get(from)!, to: head.get(to)! }))
    .filter(({ from, to }) => from !== to);
  const back = backEdges(
    heads.map(({ id }) => id),
    between,
    first,
  );
  const layers = layersOf(
    heads,
    between.filter(({ id }) => !back.has(id)),
  );

  const members = new Map<string, string[]>(heads.map(({ id }) => [id, []]));
  for (const { id } of nodes) members.get(head.get(id)!)?.push(id);
  const depthOf = (id: string): number =>
    head.get(id) === id ? 0 : depthOf(under.get(id) ?? id) + 1;

  const items: Item[] = [];
  const itemOf = new Map<string, number>();
  const rowIn = new Map<string, number>();
  for (const [id, unsorted] of members) {
    const stack = unsorted.sort((a, b) => depthOf(a) - depthOf(b));
    stack.forEach((member, row) => {
      itemOf.set(member, items.length);
      rowIn.set(member, row);
    });
    items.push({ nodes: stack, layer: layers.get(id) ?? 1, size: stack.length });
  }

  const ports: Port[] = [];
  const chains = new Map<string, number[]>();
  for (const edge of edges) {
    const [from, to] = [itemOf.get(edge.from)!, itemOf.get(edge.to)!];
    if (from === to || back.has(edge.id)) continue;
    const chain = [from];
    for (let layer = items[from]!.layer + 1; layer < items[to]!.layer; layer++) {
      chain.push(items.length);
      items.push({ nodes: [], layer, size: 1 });
    }
    chain.push(to);
    chains.set(edge.id, chain);
    chain.slice(1).forEach((item, n) =>
      ports.push({
        from: chain[n]!,
        to: item,
        fromRow: n === 0 ? rowIn.get(edge.from)! : 0,
        toRow: item === to ? rowIn.get(edge.to)! : 0,
      }),
    );
  }
  return { items, ports, itemOf, rowIn, chains };
}
