import type { Layout } from '../graph/layered.ts';
import type { Scene } from './scene.ts';

export const arrows = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] as const;
export type Arrow = (typeof arrows)[number];

/**
 * The node that an arrow key leads to: along an edge to the right or left, the lit path first and
 * then the nearest row; up and down in a column.
 */
export function stepFrom(
  { nodes, edges }: Scene,
  { nodes: places }: Layout,
  uid: string,
  arrow: Arrow,
): string | undefined {
  const here = places.get(uid);
  if (!here) return undefined;
  const nearest = (uids: readonly string[]) =>
    uids
      .map((other) => ({ other, place: places.get(other), on: nodes.get(other)?.level === 'path' }))
      .filter(({ place }) => place !== undefined)
      .sort(
        (a, b) =>
          Number(b.on) - Number(a.on) ||
          Math.abs(a.place!.row - here.row) - Math.abs(b.place!.row - here.row) ||
          (a.other < b.other ? -1 : 1),
      )[0]?.other;
  const all = [...edges.values()];
  if (arrow === 'ArrowRight') {
    const lit = all.find(({ from, level }) => from === uid && level === 'path');
    return lit?.to ?? nearest(all.filter(({ from }) => from === uid).map(({ to }) => to));
  }
  if (arrow === 'ArrowLeft') {
    const lit = all.find(({ to, level }) => to === uid && level === 'path');
    return lit?.from ?? nearest(all.filter(({ to }) => to === uid).map(({ from }) => from));
  }
  const sign = arrow === 'ArrowUp' ? -1 : 1;
  return [...places]
    .filter(([, { layer, row }]) => layer === here.layer && Math.sign(row - here.row) === sign)
    .sort(([, a], [, b]) => sign * (a.row - b.row))[0]?.[0];
}
