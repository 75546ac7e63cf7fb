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
  /** Who is below whom in organisations, and with which policies. */
  organization: string;
}

/** A node before and after. */
export type Turn = readonly [before: Node, after: Node];

/** How a view differs from a basis: nodes that say something else, and nothing more. */
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

/** Edges that count where they leave an account or a unit of an organisation. */
const ofOrganization = new Set<EdgeKind>(['IN_ORG', 'HAS_POLICY']);

function organizationOf(view: View): string {
  const units = (['Account', 'OrgUnit'] as const).flatMap((kind) => [
    ...nodesOf(view, kind).keys(),
  ]);
  const said = units.flatMap((uid) =>
    [...ofOrganization].flatMap((kind) =>
      view.out(uid, kind).map(({ id, props }) => canonical([id, props['as'] ?? null])),
    ),
  );
  return said.sort().join('\n');
}

/** Keeps what a view is now. */
export const basisOf = (view: View, reads: Reads): Basis => ({
  view,
  reads,
  versions: new Map([...reads.nodes, ...reads.edges].map((kind) => [kind, view.version(kind)])),
  nodes: new Map(reads.nodes.map((kind) => [kind, nodesOf(view, kind)])),
  organization: organizationOf(view),
});

/** Nodes of a kind that differ; null where some came or went. */
function turnsOf(before: ReadonlyMap<string, Node>, after: ReadonlyMap<string, Node>) {
  if (before.size !== after.size) return null;
  const turns: Turn[] = [];
  for (const [uid, node] of after) {
    const known = before.get(uid);
    if (!known || known.stub !== node.stub) return null;
    if (known !== node && saysOf(known) !== saysOf(node)) turns.push([known, node]);
  }
  return turns;
}

/** How the view of a basis differs now; null where more differs than what some nodes say. */
export function differenceOf(before: Basis, view: View): Difference | null {
  const { reads, versions, nodes } = before;
  if (view !== before.view) return null;
  const edges = reads.edges.filter((kind) => versions.get(kind) !== view.version(kind));
  if (edges.some((kind) => !ofOrganization.has(kind))) return null;
  if (edges.length > 0 && organizationOf(view) !== before.organization) return null;
  const current = new Map(nodes);
  const turns: Turn[] = [];
  for (const kind of reads.nodes) {
    if (versions.get(kind) === view.version(kind)) continue;
    const now = nodesOf(view, kind);
    const of = turnsOf(nodes.get(kind) ?? new Map<string, Node>(), now);
    if (of === null) return null;
    current.set(kind, now);
    turns.push(...of);
  }
  const all = [...reads.nodes, ...reads.edges];
  const basis: Basis = {
    view,
    reads,
    versions: new Map(all.map((kind) => [kind, view.version(kind)])),
    nodes: current,
    organization: before.organization,
  };
  return { basis, turns };
}
