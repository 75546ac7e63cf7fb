import { itemsOf } from '../graph/items.ts';
import type { Path } from './ask.ts';
import { sceneOf } from './scene.ts';

/** Columns beside the origins that can be read at once on a common screen. */
export const mostColumns = 6;

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Columns that paths take, the origins' left out. */
function columnsOf(lit: Path, others: readonly Path[]): number {
  const { nodes, edges, path, under } = sceneOf(lit, others);
  const sorted = [...nodes.values()].map(({ uid, origin }) => ({ id: uid, origin })).sort(byId);
  const { items } = itemsOf(sorted, [...edges.values()].sort(byId), new Set(path), under);
  return items.reduce((most, { layer }) => Math.max(most, layer), 0);
}

/** A path up to the set that its last step only takes a member of; undefined for any other. */
function upToSet(path: Path): Path | undefined {
  const last = path.hops.at(-1);
  return last?.kind === 'CONTAINS' && path.hops.length > 1
    ? { ...path, hops: path.hops.slice(0, -1) }
    : undefined;
}

/**
 * The other paths as far as they leave the drawing narrow enough to read, in their order: whole,
 * else up to the set that they end in, else not at all. The lit path is drawn however long it is.
 */
export function pathsThatFit(lit: Path | undefined, others: readonly Path[]): Path[] {
  if (!lit) return [...others];
  const room = Math.max(mostColumns, columnsOf(lit, []));
  const fitting: Path[] = [];
  for (const path of others) {
    const fits = [path, upToSet(path)].find(
      (form) => form && columnsOf(lit, [...fitting, form]) <= room,
    );
    if (fits) fitting.push(fits);
  }
  return fitting;
}
