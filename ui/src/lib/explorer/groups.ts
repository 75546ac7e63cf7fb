import type { EdgePart, NodePart, Parts } from './parts-of.ts';

/** Nodes that stand as one, because they hang on one node and lead nowhere. */
export interface Group {
  id: string;
  members: readonly string[];
  /** How many more there are that were not fetched. */
  unfetched: number;
  /** What they hang on. */
  at: string;
}

/** As many of a kind stand for themselves; more become a group. */
const alone = 4;

/** Id of the group of those neighbours of a node that were not fetched. */
export const moreOf = (uid: string): string => `more:${uid}`;

/**
 * Leaves of one kind that hang on one node in one direction, where there are too many to read.
 * `kept` stay as they are.
 */
export function groupsOf({ nodes, edges }: Parts, kept: ReadonlySet<string>): Group[] {
  const around = new Map<string, EdgePart[]>();
  for (const edge of edges.values())
    for (const uid of [edge.from, edge.to]) around.set(uid, [...(around.get(uid) ?? []), edge]);
  const leaves = new Map<string, NodePart[]>();
  for (const node of nodes.values()) {
    const at = around.get(node.uid) ?? [];
    if (kept.has(node.uid)) continue;
    const others = new Set(
      at.map(({ from, to }) => (from === node.uid ? `out ${to}` : `in ${from}`)),
    );
    const [only] = others;
    if (others.size !== 1 || only === undefined) continue;
    const key = `${node.kind ?? 'gone'} ${only}`;
    leaves.set(key, [...(leaves.get(key) ?? []), node]);
  }
  return [...leaves].flatMap(([key, of]) => {
    if (of.length <= alone) return [];
    const members = of.slice(alone - 1).map(({ uid }) => uid);
    const at = key.split(' ').slice(2).join(' ');
    return [{ id: `group:${key}`, members, unfetched: 0, at }];
  });
}
