import { itemsOf } from '../graph/items.ts';
import type { Path } from './ask.ts';
import { sceneOf } from './scene.ts';

/** Columns beside the origins that can be read at once on a common screen. */
export const mostColumns = 7;

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Columns that paths take, the origins' left out. */
function columnsOf(lit: Path, others: readonly Path[]): number {
  const { nodes, edges, path, under } = sceneOf(lit, others);
  const sorted = [...nodes.values()].map(({ uid, origin }) => ({ id: uid, origin })).sort(byId);
  const { items } = itemsOf(sorted, [...edges.values()].sort(byId), new Set(path), under);
  return items.reduce((most, { layer }) => Math.max(most, layer), 0);
}

/**
 * Those of the other paths that leave the drawing narrow enough to read, in their order; the lit
 * path itself is drawn however long it is.
 */
export function pathsThatFit(lit: Path | undefined, others: readonly Path[]): Path[] {
  if (!lit) return [...others];
  const room = Math.max(mostColumns, columnsOf(lit, []));
  const fitting: Path[] = [];
  for (const path of others) if (columnsOf(lit, [...fitting, path]) <= room) fitting.push(path);
  return fitting;
}
