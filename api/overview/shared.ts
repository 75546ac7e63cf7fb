import type { Finding } from '../../graph/findings/finding.ts';

/** Something that paths of several open findings cross. */
export interface Shared {
  id: string;
  findings: number;
  /** Share of all open findings that have a path, 0 to 1. */
  share: number;
}

function most(ids: readonly (readonly string[])[]): Shared[] {
  const counts = new Map<string, number>();
  for (const list of ids) for (const id of new Set(list)) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts]
    .map(([id, findings]) => ({ id, findings, share: findings / ids.length }))
    .sort((a, b) => b.findings - a.findings || (a.id < b.id ? -1 : 1));
}

const hopsOf = (open: readonly Finding[]) => open.flatMap(({ path }) => (path ? [path.hops] : []));

/** Nodes between the start and the end of paths, those that most findings cross first. */
export const sharedNodes = (open: readonly Finding[]): Shared[] =>
  most(hopsOf(open).map((hops) => hops.slice(1).map(({ from }) => from)));

/** Edges of paths, those that most findings cross first. */
export const sharedEdges = (open: readonly Finding[]): Shared[] =>
  most(hopsOf(open).map((hops) => hops.map(({ edge }) => edge)));
