import { canonical } from '../../claim.ts';
import type { Node } from '../../entity.ts';
import { edgeKinds, type EdgeKind, type NodeKind } from '../../schema/index.ts';
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
  /** Where the edges of each node lead. */
  edges: ReadonlyMap<EdgeKind, Links>;
}

/** A node before and after; where it came or went, a stub that says nothing. */
export type Turn = readonly [before: Node, after: Node];

/**
 * How a view differs from a basis. What became of accounts is no part of it: `Facts.renewed` tells.
 */
export interface Difference {
  basis: Basis;
  /** Nodes that say something else, came or went. */
  turns: readonly Turn[];
  /** Nodes whose edges of a kind lead elsewhere. */
  relinked: (kind: EdgeKind) => ReadonlySet<string>;
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

type Links = ReadonlyMap<string, string>;

/** Where edges of a kind lead, by the node that they leave; nodes without are left out. */
const linksOf = (view: View, kind: EdgeKind, uids: Iterable<string>): Links =>
  new Map(
    [...uids].flatMap((uid) => {
      const ends = view.out(uid, kind).map(({ to }) => to);
      return ends.length > 0 ? [[uid, ends.join(' ')]] : [];
    }),
  );

/** The same of all nodes that such edges may leave. */
function allLinks(view: View, kind: EdgeKind, { nodes }: Reads): Links {
  const from = new Set<NodeKind>(edgeKinds[kind].from);
  const found = nodes.filter((one) => from.has(one)).flatMap((one) => [...view.nodesOf(one)]);
  return linksOf(
    view,
    kind,
    found.map(({ uid }) => uid),
  );
}

const versionsOf = (view: View, { nodes, edges }: Reads) =>
  new Map([...nodes, ...edges].map((kind) => [kind, view.version(kind)]));

/** Keeps what a view is now. */
export const basisOf = (view: View, reads: Reads): Basis => ({
  view,
  reads,
  versions: versionsOf(view, reads),
  nodes: new Map(reads.nodes.map((kind) => [kind, nodesOf(view, kind)])),
  edges: new Map(
    reads.edges.flatMap((kind) =>
      ofAccounts.has(kind) ? [] : [[kind, allLinks(view, kind, reads)]],
    ),
  ),
});

/** What a node says that is not there: nothing that anybody knows. */
const absent = (node: Node): Node => ({ ...node, stub: true, props: {} });

/** Nodes that differ, came or went. */
function* turnsOf(
  before: ReadonlyMap<string, Node>,
  after: ReadonlyMap<string, Node>,
): Iterable<Turn> {
  for (const [uid, node] of after) {
    const known = before.get(uid) ?? absent(node);
    if (known !== node && (known.stub !== node.stub || saysOf(known) !== saysOf(node)))
      yield [known, node];
  }
  for (const [uid, node] of before) if (!after.has(uid) && !node.stub) yield [node, absent(node)];
}

/** How the view of a basis differs now; null where it is another view. */
export function differenceOf(before: Basis, view: View): Difference | null {
  const { reads, versions } = before;
  if (view !== before.view) return null;
  const differs = (kind: NodeKind | EdgeKind) =>
    versions.get(kind) !== view.version(kind) && !ofAccounts.has(kind);
  const nodes = new Map(before.nodes);
  const turns: Turn[] = [];
  for (const kind of reads.nodes.filter(differs)) {
    const now = nodesOf(view, kind);
    turns.push(...turnsOf(nodes.get(kind) ?? new Map<string, Node>(), now));
    nodes.set(kind, now);
  }
  // Edges may have been there before the node that they leave.
  const came = turns.flatMap(([was, { uid }]) => (was.stub ? [uid] : []));
  const edges = new Map<EdgeKind, Links>();
  const relinked = new Map<EdgeKind, ReadonlySet<string>>();
  for (const [kind, known] of before.edges) {
    const now = differs(kind)
      ? allLinks(view, kind, reads)
      : came.length > 0
        ? new Map([...known, ...linksOf(view, kind, came)])
        : known;
    relinked.set(kind, differing(known, now));
    edges.set(kind, now);
  }
  return {
    basis: { view, reads, versions: versionsOf(view, reads), nodes, edges },
    turns,
    relinked: (kind) => relinked.get(kind) ?? new Set(),
  };
}

/** Names under which two maps say different things. */
export const differing = (
  a: ReadonlyMap<string, unknown>,
  b: ReadonlyMap<string, unknown>,
): Set<string> =>
  new Set(
    (a === b ? [] : [...a.keys(), ...b.keys()]).filter(
      (name) =>
        a.get(name) !== b.get(name) &&
        canonical(a.get(name) ?? null) !== canonical(b.get(name) ?? null),
    ),
  );
