import type { Item, Items, Port } from './items.ts';
import type { LayoutEdge } from './layered.ts';

/** What one item of a layer asks for. */
export interface Wish {
  /** Row that it would like. */
  row: number;
  /** How much it matters. */
  weight: number;
  /** Rows that it takes. */
  size: number;
}

/** Weights of a wish: on the path, where it stood before, and of a long edge to itself. */
const weights = { path: 1e6, before: 1e3, straight: 8 };

/**
 * Whole rows that keep the given order and room, nearest to the wishes by weighted least squares:
 * isotonic regression by pooling adjacent violators (Barlow and others 1972).
 */
export function settleRows(wishes: readonly Wish[]): number[] {
  const pools: { sum: number; weight: number; members: number }[] = [];
  const offsets: number[] = [];
  let offset = 0;
  for (const { row, weight, size } of wishes) {
    offsets.push(offset);
    pools.push({ sum: (row - offset) * weight, weight, members: 1 });
    offset += size;
    for (;;) {
      const last = pools[pools.length - 1]!;
      const previous = pools[pools.length - 2];
      if (!previous || previous.sum / previous.weight <= last.sum / last.weight) break;
      previous.sum += last.sum;
      previous.weight += last.weight;
      previous.members += last.members;
      pools.pop();
    }
  }
  return pools
    .flatMap(({ sum, weight, members }) =>
      Array.from({ length: members }, () => Math.round(sum / weight)),
    )
    .map((row, n) => row + offsets[n]!);
}

/** Rows of the items on the path, such that its edges run level, from `start` on. */
export function pathRows(
  edges: readonly LayoutEdge[],
  path: readonly string[],
  { chains, itemOf, rowIn }: Items,
  start: number,
): Map<number, number> {
  const edgeOf = new Map(edges.map((edge) => [edge.id, edge]));
  const rows = new Map<number, number>();
  const pin = (item: number, row: number) => {
    if (!rows.has(item)) rows.set(item, row);
    return rows.get(item)!;
  };
  let row = start;
  for (const id of path) {
    const edge = edgeOf.get(id);
    if (!edge) continue;
    const [from, to] = [rowIn.get(edge.from)!, rowIn.get(edge.to)!];
    row = pin(itemOf.get(edge.from)!, row - from) + from;
    for (const item of chains.get(id)?.slice(1, -1) ?? []) pin(item, row);
    row = pin(itemOf.get(edge.to)!, row - to) + to;
  }
  return rows;
}

interface RowOptions {
  /** Rows of the items on the path. */
  pinned: ReadonlyMap<number, number>;
  /** Rows of the last layout. */
  kept: ReadonlyMap<number, number>;
}

/** Gives each item a row: level with its neighbours where the order of its layer allows it. */
export function rowsOf(
  { items, ports }: Items,
  order: readonly (readonly number[])[],
  { pinned, kept }: RowOptions,
): number[] {
  const rows = items.map(() => 0);
  for (const layer of order) {
    const centre = layer.findIndex((item) => pinned.has(item));
    layer.forEach((item, at) => (rows[item] = at - Math.max(0, centre)));
  }
  for (const [item, row] of pinned) rows[item] = row;
  const arriving: Port[][] = items.map(() => []);
  const leaving: Port[][] = items.map(() => []);
  for (const port of ports) {
    arriving[port.to]!.push(port);
    leaving[port.from]!.push(port);
  }

  const wishOf = (item: number, side: 'before' | 'after' | 'both'): Wish => {
    const size = items[item]!.size;
    const pin = pinned.get(item);
    if (pin !== undefined) return { row: pin, weight: weights.path, size };
    const before = kept.get(item);
    if (before !== undefined) return { row: before, weight: weights.before, size };
    let [sum, weight] = [0, 0];
    const pull = (other: number, row: number) => {
      const bends = items[item]!.nodes.length + items[other]!.nodes.length > 0;
      const w = bends ? 1 : weights.straight;
      sum += w * row;
      weight += w;
    };
    if (side !== 'after')
      for (const p of arriving[item]!) pull(p.from, rows[p.from]! + p.fromRow - p.toRow);
    if (side !== 'before')
      for (const p of leaving[item]!) pull(p.to, rows[p.to]! + p.toRow - p.fromRow);
    return { row: weight ? sum / weight : rows[item]!, weight: Math.max(weight, 0.5), size };
  };

  const pass = (layers: readonly (readonly number[])[], side: 'before' | 'after' | 'both') => {
    for (const layer of layers) {
      const settled = settleRows(layer.map((item) => wishOf(item, side)));
      layer.forEach((item, at) => (rows[item] = settled[at]!));
    }
  };
  const backwards = [...order].reverse();
  pass(order, 'before');
  pass(backwards, 'after');
  for (let round = 0; round < 3; round++) {
    pass(order, 'both');
    pass(backwards, 'both');
  }
  return rows;
}

/** Moves rows together where a whole row is empty, and starts them at 0. */
export function closeRows(items: readonly Item[], rows: readonly number[]): number[] {
  const used = new Set<number>();
  items.forEach(({ size }, item) => {
    for (let row = 0; row < size; row++) used.add(rows[item]! + row);
  });
  const place = new Map([...used].sort((a, b) => a - b).map((row, at) => [row, at]));
  return rows.map((row) => place.get(row) ?? 0);
}
