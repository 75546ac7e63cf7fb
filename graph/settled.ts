import type { Finding } from './findings/finding.ts';
import type { Changes } from './workspace.ts';

/** What settling changed, for people who watch. */
export interface Settled {
  /** Nodes and edges that differ since the last time. */
  nodes: number;
  edges: number;
  opened: Finding[];
  closed: Finding[];
  milliseconds: number;
}

/** How many nodes and edges changes speak of. */
export const countsOf = (changes: readonly Changes[]): Pick<Settled, 'nodes' | 'edges'> => ({
  nodes: changes.reduce((sum, { nodes, goneNodes }) => sum + nodes.length + goneNodes.length, 0),
  edges: changes.reduce((sum, { edges, goneEdges }) => sum + edges.length + goneEdges.length, 0),
});

type Found = ReadonlyMap<string, Finding>;

/** What turned between two readings of the findings that a store holds. */
export const turnedBetween = (before: Found, after: Found): Pick<Settled, 'opened' | 'closed'> => {
  const turned = (status: Finding['status']) =>
    [...after.values()].filter(
      (finding) =>
        finding.status === status && (before.get(finding.id)?.status ?? 'closed') !== status,
    );
  return { opened: turned('open'), closed: turned('closed') };
};
