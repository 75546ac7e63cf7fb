import { canonical } from '../../claim.ts';
import type { Node } from '../../entity.ts';
import type { EdgeKind, NodeKind } from '../../schema/index.ts';
import type { View } from '../../view.ts';

/** What of a view answers about access rest on. */
export interface Reads {
  nodes: readonly NodeKind[];
  edges: readonly EdgeKind[];
}

/** A view as it was, as far as answers about access rest on it. */
export interface Basis {
  view: View;
  reads: Reads;
  versions: ReadonlyMap<NodeKind | EdgeKind, number>;
  nodes: ReadonlyMap<NodeKind, ReadonlyMap<string, Node>>;
}

/** A node before and after. */
export type Turn = readonly [before: Node, after: Node];

/**
 * How a view differs from a basis: nodes that say something else, and nothing more. What became of
 * accounts is no part of it: `Facts.renewed` tells.
 */
export interface Difference {
  basis: Basis;
  turns: readonly Turn[];
}

/** Properties that derivations and observations write, and that no answer about access reads. */
const ignored = new Set([
  'privilege',
  'policyProblems',
  'sensitive',
  'classifications',
  'crownJewel',
  'public',
  'lastUsed',
  'trackedUse',
  'lastAccessed',
  'unusedPermissionRatio',
]);

/** What a node says that answers about access read, as text; some of it may be left out. */
export const saysOf = ({ props }: Node, except?: string): string =>
  canonical(
    Object.fromEntries(
      Object.entries(props).filter(([name]) => !ignored.has(name) && name !== except),
    ),
  );

const nodesOf = (view: View, kind: NodeKind) =>
  new Map([...view.nodesOf(kind)].map((node) => [node.uid, node]));

/** What facts of accounts are made of, beside policies. */
const ofAccounts = new Set<NodeKind | EdgeKind>(['Account', 'OrgUnit', 'IN_ORG', 'HAS_POLICY']);

/** Properties by which the nodes of a turn say something else. */
export const turnedProps = ([before, after]: Turn): string[] =>
  [...new Set([...Object.keys(before.props), ...Object.keys(after.props)])].filter(
    (name) => !ignored.has(name) && canonical(before.props[name]) !== canonical(after.props[name]),
  );

const versionsOf = (view: View, { nodes, edges }: Reads) =>
  new Map([...nodes, ...edges].map((kind) => [kind, view.version(kind)]));

/** Keeps what a view is now. */
export const basisOf = (view: View, reads: Reads): Basis => ({
  view,
  reads,
  versions: versionsOf(view, reads),
  nodes: new Map(reads.nodes.map((kind) => [kind, nodesOf(view, kind)])),
});

/** What a policy says that is not there: nothing that anybody knows. */
const absent = (node: Node): Node => ({ ...node, stub: true, props: {} });

/** Nodes of a kind that differ; null where some came or went of which the others do not tell. */
function turnsOf(
  kind: NodeKind,
  before: ReadonlyMap<string, Node>,
  after: ReadonlyMap<string, Node>,
): Turn[] | null {
  const turns: Turn[] = [];
  for (const [uid, node] of after) {
    const known = before.get(uid) ?? absent(node);
    if (known !== node && (known.stub !== node.stub || saysOf(known) !== saysOf(node)))
      turns.push([known, node]);
  }
  for (const [uid, node] of before) if (!after.has(uid)) turns.push([node, absent(node)]);
  // Principals name their policies, so that one that comes or goes is found by them.
  return kind === 'Policy' || turns.every(([was, is]) => was.stub === is.stub) ? turns : null;
}

/** How the view of a basis differs now; null where more differs than what some nodes say. */
export function differenceOf(before: Basis, view: View): Difference | null {
  const { reads, versions, nodes } = before;
  if (view !== before.view) return null;
  const differs = (kind: NodeKind | EdgeKind) =>
    versions.get(kind) !== view.version(kind) && !ofAccounts.has(kind);
  if (reads.edges.some(differs)) return null;
  const current = new Map(nodes);
  const turns: Turn[] = [];
  for (const kind of reads.nodes.filter(differs)) {
    const now = nodesOf(view, kind);
    const of = turnsOf(kind, nodes.get(kind) ?? new Map<string, Node>(), now);
    if (of === null) return null;
    current.set(kind, now);
    turns.push(...of);
  }
  return { basis: { view, reads, versions: versionsOf(view, reads), nodes: current }, turns };
}

/** Names under which two maps say different things. */
export const differing = (
  a: ReadonlyMap<string, unknown>,
  b: ReadonlyMap<string, unknown>,
): Set<string> =>
  new Set(
    [...a.keys(), ...b.keys()].filter(
      (name) => canonical(a.get(name) ?? null) !== canonical(b.get(name) ?? null),
    ),
  );
