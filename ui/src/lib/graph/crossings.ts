/** A link between items of neighbouring layers, by their indexes. */
export interface Link {
  from: number;
  to: number;
}

export interface OrderOptions {
  /** Passes over all layers, there and back. */
  sweeps: number;
  /** Place that an item had before; those that have one keep their order among each other. */
  kept: ReadonlyMap<number, number>;
}

type Neighbours = (item: number) => readonly number[];

/** Number of crossings between one layer and a neighbouring one, by counting inversions. */
function crossingsBetween(layer: readonly number[], of: Neighbours, place: Int32Array): number {
  const ends = layer.flatMap((item) =>
    of(item)
      .map((other) => place[other]!)
      .sort((a, b) => a - b),
  );
  const size = Math.max(...ends, 0) + 1;
  const tree = new Int32Array(size + 1);
  let count = 0;
  for (let n = 0; n < ends.length; n++) {
    let notAfter = 0;
    for (let i = ends[n]! + 1; i > 0; i -= i & -i) notAfter += tree[i]!;
    count += n - notAfter;
    for (let i = ends[n]! + 1; i <= size; i += i & -i) tree[i]!++;
  }
  return count;
}

/** How many more crossings `a` before `b` has than `b` before `a`. */
function preference(a: readonly number[], b: readonly number[], place: Int32Array): number {
  let difference = 0;
  for (const x of a) for (const y of b) difference += Math.sign(place[x]! - place[y]!);
  return difference;
}

/**
 * Orders the items of each layer so that few links cross: sweeps of barycentres, each followed by
 * swaps of neighbours (Sugiyama, Tagawa and Toda 1981; Gansner and others 1993). Deterministic:
 * ties keep the order given. Returns the best order met.
 */
export function orderLayers(
  layers: readonly (readonly number[])[],
  links: readonly Link[],
  { sweeps, kept }: OrderOptions,
): number[][] {
  const items = layers.reduce((sum, layer) => sum + layer.length, 0);
  const before: number[][] = Array.from({ length: items }, () => []);
  const after: number[][] = Array.from({ length: items }, () => []);
  for (const { from, to } of links) {
    after[from]?.push(to);
    before[to]?.push(from);
  }
  const place = new Int32Array(items);
  const order = layers.map((layer) => [...layer]);
  const settle = (layer: number[]) => layer.forEach((item, at) => (place[item] = at));

  const restore = (layer: number[]) => {
    const slots = layer.flatMap((item, at) => (kept.has(item) ? [at] : []));
    const inOrder = slots
      .map((at) => layer[at]!)
      .sort((a, b) => (kept.get(a) ?? 0) - (kept.get(b) ?? 0));
    slots.forEach((at, n) => (layer[at] = inOrder[n]!));
  };

  const arrange = (layer: number[], neighbours: number[][]) => {
    const centre = new Map(
      layer.map((item) => {
        const others = neighbours[item]!;
        const sum = others.reduce((total, other) => total + place[other]!, 0);
        return [item, others.length ? sum / others.length : place[item]!];
      }),
    );
    layer.sort((a, b) => centre.get(a)! - centre.get(b)! || place[a]! - place[b]!);
    restore(layer);
    settle(layer);
  };

  const swap = (layer: number[]) => {
    for (let at = 0; at + 1 < layer.length; at++) {
      const [a, b] = [layer[at]!, layer[at + 1]!];
      if (kept.has(a) && kept.has(b)) continue;
      const gain =
        preference(before[a]!, before[b]!, place) + preference(after[a]!, after[b]!, place);
      if (gain > 0) [layer[at], layer[at + 1]] = [b, a];
      settle(layer);
    }
  };

  const count = () =>
    order.reduce((sum, layer) => sum + crossingsBetween(layer, (i) => after[i]!, place), 0);

  for (const layer of order) {
    restore(layer);
    settle(layer);
  }
  let best = order.map((layer) => [...layer]);
  let fewest = count();
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep++) {
    if (sweep % 2 === 0) for (const layer of order.slice(1)) arrange(layer, before);
    else for (const layer of order.slice(0, -1).reverse()) arrange(layer, after);
    for (const layer of order) swap(layer);
    const crossings = count();
    if (crossings < fewest) {
      fewest = crossings;
      best = order.map((layer) => [...layer]);
    }
  }
  return best;
}
