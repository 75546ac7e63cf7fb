import type { Readable } from '../view.ts';
import type { Edge, EvidenceItem, Node } from '../entity.ts';

/** The facts that a finding stands on. */
export interface Grounds {
  nodes: Node[];
  edges: Edge[];
  /** Nodes whose configuration holds the causes of the edges. */
  holders: Node[];
}

/** Pieces of evidence that a finding shows. */
const most = 24;

/** Facts behind a list of nodes and the edges that join them. */
export function groundsOf(
  view: Readable,
  uids: readonly string[],
  edges: readonly Edge[],
): Grounds {
  const nodes = uids.flatMap((uid) => view.node(uid) ?? []);
  const names = new Set(edges.flatMap(({ because }) => because.flat().map(({ holder }) => holder)));
  const holders = [...names]
    .filter((uid) => !uids.includes(uid))
    .sort()
    .flatMap((uid) => view.node(uid) ?? []);
  return { nodes, edges: [...edges], holders };
}

/** Edges between the steps of a posture finding, which has no path. */
export function edgesAmong(view: Readable, steps: readonly string[]): Edge[] {
  const known = [...new Set(steps)];
  const place = ({ from, to }: Edge) => steps.indexOf(from) * steps.length + steps.indexOf(to);
  return known
    .flatMap((from) => known.flatMap((to) => view.between(from, to)))
    .sort((a, b) => place(a) - place(b) || (a.id < b.id ? -1 : 1));
}

/** Ids of the facts, each once, in a fixed order. */
export const idsOf = ({ nodes, edges, holders }: Grounds): string[] => [
  ...new Set([...nodes, ...holders].map(({ uid }) => uid)),
  ...new Set(edges.map(({ id }) => id)),
];

/** Where the facts were read, the newest first; what we derived is not evidence. */
export function evidenceOf({ nodes, edges, holders }: Grounds): EvidenceItem[] {
  const all = [...edges, ...nodes, ...holders]
    .flatMap(({ evidence }) => evidence)
    .filter(({ owner }) => !owner.startsWith('derive/') && !owner.startsWith('rules/'));
  const once = new Map(all.map((item) => [`${item.owner}\n${item.record}\n${item.at}`, item]));
  return [...once]
    .sort(([a, x], [b, y]) => y.at - x.at || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([, item]) => item);
}

/** What could not be decided about the facts, in words. */
export function unknownsOf({ nodes, edges }: Grounds, nameOf: (node: Node) => string): string[] {
  const conditions = edges
    .filter(({ conditional }) => conditional)
    .map(({ kind, conditionKeys }) => {
      return `${kind} depends on ${conditionKeys.join(', ') || 'an unknown condition'}`;
    });
  const inferred = edges
    .filter(({ basis }) => basis === 'inferred')
    .map(({ kind, props }) =>
      typeof props['note'] === 'string'
        ? `${kind} is inferred: ${props['note']}`
        : `${kind} is inferred`,
    );
  const stubs = nodes
    .filter(({ stub }) => stub)
    .map((node) => `${nameOf(node)} is referred to and was not collected`);
  return [...new Set([...conditions, ...inferred, ...stubs])];
}
