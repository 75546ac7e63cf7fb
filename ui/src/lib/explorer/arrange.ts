import { layered, type Layout } from '../graph/layered.ts';
import type { Neighbours } from './parts-of.ts';
import type { Scene } from './scene.ts';

/** Neighbours that were fetched, of the nodes that are expanded now. */
export const expandedNow = (
  uids: readonly string[],
  fetched: Pick<ReadonlyMap<string, Neighbours>, 'get'>,
): Map<string, Neighbours> =>
  new Map(
    uids.flatMap((uid) => {
      const of = fetched.get(uid);
      return of ? [[uid, of] as const] : [];
    }),
  );

/**
 * Lays scenes out one after the other: nodes that stay keep their rows as long as the same path is
 * lit, so that nothing jumps when neighbours come and go.
 */
export function arranger(): (scene: Scene, tooMany: boolean) => Layout {
  let last: { of: string; rows: ReadonlyMap<string, number> } = { of: '', rows: new Map() };
  return ({ nodes, edges, path, under }, tooMany) => {
    const all = [...nodes.values()].map(({ uid, origin }) => ({ id: uid, origin }));
    const of = path.join('\n');
    const keep = last.of === of ? last.rows : new Map<string, number>();
    const options = { path, under, keep };
    const layout = tooMany ? layered([], []) : layered(all, [...edges.values()], options);
    last = { of, rows: new Map([...layout.nodes].map(([uid, { row }]) => [uid, row])) };
    return layout;
  };
}
