import { orderLayers } from './crossings.ts';
import { itemsOf } from './items.ts';
import { closeRows, pathRows, rowsOf } from './rows.ts';

export interface LayoutNode {
  id: string;
  /** Stands left of the boundary as a disc: where an attack begins. */
  origin?: boolean;
}

/** At most one a pair of ends; `id` is unique. */
export interface LayoutEdge {
  id: string;
  from: string;
  to: string;
}

export interface LayoutOptions {
  /** Ids of the edges to keep on one line, in order. */
  path?: readonly string[];
  /** Node by node that stands under it in one column, joined downwards. */
  under?: ReadonlyMap<string, string>;
  /** Rows of the last layout: nodes that had one keep their order, and their row if they can. */
  keep?: ReadonlyMap<string, number>;
  /** Passes of crossing reduction. */
  sweeps?: number;
}

/** Where a node stands: its top left corner in px, its layer and row as whole numbers. */
export interface Place {
  x: number;
  y: number;
  layer: number;
  row: number;
}

/** How an edge runs, in px: `across` through level columns, `down` in a column, or `back`. */
export interface Route {
  way: 'across' | 'down' | 'back';
  points: readonly (readonly [x: number, y: number])[];
}

export interface Layout {
  nodes: Map<string, Place>;
  edges: Map<string, Route>;
  /** Left edge of each layer in px. */
  columns: number[];
  width: number;
  height: number;
}

/** Dimensions in px, as the reference drawing has them. */
export const measure = {
  width: 180,
  height: 40,
  disc: 36,
  pitch: 72,
  gap: 56,
  /** Gap in front of a column that many edges of one node fan out to. */
  fanGap: 88,
  fan: 4,
  /** Space for column heads. */
  top: 50,
  left: 8,
  /** Gap behind the origins, with the boundary in it. */
  originGap: 53,
} as const;

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Starts a layer with the path in the middle and the rest by turns above and below it. */
function spread(layer: readonly number[], pinned: ReadonlyMap<number, number>): number[] {
  const rest = layer.filter((item) => !pinned.has(item));
  return [
    ...rest.filter((_, n) => n % 2 === 1).reverse(),
    ...layer.filter((item) => pinned.has(item)),
    ...rest.filter((_, n) => n % 2 === 0),
  ];
}

/**
 * Lays a directed graph in columns from left to right: cycles broken, layers by longest path, long
 * edges through places of their own, crossings reduced, and the chosen path on one straight line.
 * Pure and deterministic: the order of nodes and edges does not matter. Edges without known ends
 * are left out.
 */
export function layered(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
  { path = [], under = new Map(), keep = new Map(), sweeps = 16 }: LayoutOptions = {},
): Layout {
  const sorted = [...nodes].sort(byId);
  const known = new Set(sorted.map(({ id }) => id));
  const usable = edges.filter(({ from, to }) => known.has(from) && known.has(to)).sort(byId);
  const stacks = new Map([...under].filter(([low, high]) => known.has(low) && known.has(high)));
  const all = itemsOf(sorted, usable, new Set(path), stacks);

  const start = usable.find(({ id }) => id === path[0])?.from;
  const pinned = pathRows(usable, path, all, keep.get(start ?? '') ?? 0);
  const kept = new Map<number, number>();
  for (const [id, row] of keep) {
    const item = all.itemOf.get(id);
    if (item !== undefined && !kept.has(item)) kept.set(item, row - all.rowIn.get(id)!);
  }
  const layers: number[][] = [];
  all.items.forEach(({ layer }, item) => (layers[layer] ??= []).push(item));
  const started = Array.from(layers, (layer: number[] | undefined) => spread(layer ?? [], pinned));
  const order = orderLayers(started, all.ports, { sweeps, kept });
  const rows = rowsOf(all, order, { pinned, kept });
  const packed = closeRows(all.items, rows);

  const columns = columnsOf(order, all, sorted);
  const top = (row: number) => measure.top + row * measure.pitch;
  const middle = (row: number) => top(row) + measure.height / 2;
  const origins = new Set(sorted.filter(({ origin }) => origin).map(({ id }) => id));
  const right = (id: string, layer: number) =>
    columns[layer]! + (origins.has(id) && layer === 0 ? measure.disc : measure.width);

  const places = new Map<string, Place>();
  for (const id of known) {
    const item = all.itemOf.get(id)!;
    const row = packed[item]! + all.rowIn.get(id)!;
    const { layer } = all.items[item]!;
    places.set(id, { x: columns[layer]!, y: top(row), layer, row });
  }
  const routes = new Map<string, Route>();
  for (const { id, from, to } of usable) {
    const [a, b] = [places.get(from)!, places.get(to)!];
    const chain = all.chains.get(id);
    if (chain) {
      const passed = chain.slice(1, -1).flatMap((item) => {
        const x = columns[all.items[item]!.layer]!;
        const y = middle(packed[item]!);
        return [[x, y] as const, [x + measure.width, y] as const];
      });
      const points = [[right(from, a.layer), middle(a.row)] as const, ...passed];
      routes.set(id, { way: 'across', points: [...points, [b.x, middle(b.row)]] });
    } else if (stacks.get(to) === from) {
      const x = a.x + measure.width / 2;
      const points = [[x, a.y + measure.height] as const, [x, b.y] as const];
      routes.set(id, { way: 'down', points });
    } else {
      const points = [
        [right(from, a.layer), middle(a.row)] as const,
        [b.x, middle(b.row)] as const,
      ];
      routes.set(id, { way: 'back', points });
    }
  }
  const bottom = Math.max(0, ...[...places.values()].map(({ row }) => row));
  return {
    nodes: places,
    edges: routes,
    columns,
    width: (columns.at(-1) ?? 0) + (columns.length === 1 ? measure.disc : measure.width),
    height: top(bottom) + measure.height,
  };
}

function columnsOf(
  order: readonly (readonly number[])[],
  { items, ports }: ReturnType<typeof itemsOf>,
  nodes: readonly LayoutNode[],
): number[] {
  const leaving = new Map<number, number>();
  for (const { from } of ports) leaving.set(from, (leaving.get(from) ?? 0) + 1);
  const fans = new Set(
    [...leaving].flatMap(([item, n]) => (n >= measure.fan ? [items[item]!.layer] : [])),
  );
  const hasOrigins = nodes.some(({ origin }) => origin);
  const columns: number[] = [];
  let x: number = measure.left;
  for (let layer = 0; layer < order.length; layer++) {
    columns.push(x);
    if (layer > 0) x += measure.width + (fans.has(layer) ? measure.fanGap : measure.gap);
    else if (hasOrigins) x += measure.disc + measure.originGap;
  }
  return columns;
}
