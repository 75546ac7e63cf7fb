import type { LayoutEdge, LayoutNode } from '#lib/graph/layered.ts';

/** Edges from lines such as `a > b > c`; nodes by their ends. A name with a `*` is an origin. */
export function drawing(...lines: string[]): { nodes: LayoutNode[]; edges: LayoutEdge[] } {
  const nodes = new Map<string, LayoutNode>();
  const edges = new Map<string, LayoutEdge>();
  for (const line of lines) {
    const names = line.split('>').map((name) => name.trim());
    const ids = names.map((name) => name.replace('*', ''));
    names.forEach((name, n) =>
      nodes.set(ids[n]!, { id: ids[n]!, ...(name.includes('*') && { origin: true }) }),
    );
    ids.slice(1).forEach((to, n) => {
      const id = `${ids[n]}>${to}`;
      edges.set(id, { id, from: ids[n]!, to });
    });
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

/** Ids of the edges of a line such as `a > b > c`. */
export const along = (line: string): string[] => {
  const ids = line.split('>').map((name) => name.trim().replace('*', ''));
  return ids.slice(1).map((to, n) => `${ids[n]}>${to}`);
};

/** The graph of the reference drawing: one lit path of six hops and what lies around it. */
export const reference = {
  ...drawing(
    'internet* > chat > assistant > analyse_sheet > sheet-run > agent-exec > claims-pii',
    'partners* > handbook > assistant > get_claim > claim-cases',
    'internet* > upload > doc-intake > doc-intake-role > intake',
    'vendor* > docsearch > triage > other-tools > tools-read > other-stores',
    'deploy.yml > ci-deploy > other-stores',
    'agent-exec > claim-cases',
    'agent-exec > claims-db',
    'agent-exec > claims-key',
    'agent-exec > intake',
    'agent-exec > vectors',
    'agent-exec > other-stores',
  ),
  path: along('internet > chat > assistant > analyse_sheet > sheet-run > agent-exec > claims-pii'),
  under: new Map([['sheet-run', 'analyse_sheet']]),
};
