import { nodeKinds } from '../../../../graph/schema/index.ts';
import { groupsOf, moreOf, type Group } from './groups.ts';
import type { Path } from './ask.ts';
import { labelOf, partsOf, type EdgePart, type Neighbours, type NodePart } from './parts-of.ts';

/** Emphasis: the lit path, what can be reached from it, and the rest. */
export type Level = 'path' | 'context' | 'dim';

export interface SceneNode extends NodePart {
  level: Level;
  plane: string;
  /** Place on the lit path, from 0; undefined beside it. */
  step: number | undefined;
  target: boolean;
  pinned: boolean;
  crown: boolean;
  /** Stands left of the boundary as a disc. */
  origin: boolean;
  group: Group | undefined;
}

export interface SceneEdge extends EdgePart {
  level: Level;
  /** Place among the hops of the lit path, from 0. */
  hop: number | undefined;
  /** All facts that join the same two nodes, its own included. */
  ids: readonly string[];
}

export interface Scene {
  nodes: ReadonlyMap<string, SceneNode>;
  edges: ReadonlyMap<string, SceneEdge>;
  /** Drawn edges of the lit path, in order. */
  path: readonly string[];
  /** Node by node that stands under it. */
  under: ReadonlyMap<string, string>;
  /** Nodes that the reader left out. */
  left: number;
}

export interface SceneOptions {
  hidden?: readonly string[];
  /** Planes and looks to leave out beside the path. */
  off?: readonly string[];
  /** Neighbours by the node that they were asked for. */
  expanded?: ReadonlyMap<string, Neighbours>;
  /** Nodes that stand for themselves whatever hangs beside them. */
  kept?: readonly string[];
  /** Nodes that do so, and whose plane is not left out for them. */
  pinned?: readonly string[];
}

/** More nodes than can be read are not drawn. */
export const mostNodes = 150;

/** Kinds that an attack begins at. */
const beginnings = new Set<string | null>(['Internet', 'ExternalContent']);
/** Kinds of edges to what merely hosts their start. */
const hosting = new Set(['SERVED_BY', 'RUNS_ON']);

const planeOf = (kind: NodePart['kind']) => (kind ? nodeKinds[kind].plane : 'control');

/** Everything that can be reached from `starts`, along edges or both ways. */
function reached(starts: Iterable<string>, edges: Iterable<EdgePart>, bothWays: boolean) {
  const next = new Map<string, string[]>();
  const add = (a: string, b: string) => next.set(a, [...(next.get(a) ?? []), b]);
  for (const { from, to } of edges) {
    add(from, to);
    if (bothWays) add(to, from);
  }
  const seen = new Set(starts);
  for (const uid of seen) for (const to of next.get(uid) ?? []) seen.add(to);
  return seen;
}

/**
 * What is drawn: the lit path, the other paths around it, and the neighbours that the reader asked
 * for, without what was hidden and what then hangs on nothing.
 */
export function sceneOf(
  lit: Path | undefined,
  others: readonly Path[],
  { hidden = [], off = [], expanded = new Map(), kept = [], pinned = [] }: SceneOptions = {},
): Scene {
  const parts = partsOf(
    lit ? [lit, ...others] : others,
    [...expanded.values()].flatMap(({ nodes }) => nodes),
  );
  const hops = lit?.hops ?? [];
  const hopOf = new Map(hops.map(({ edgeId }, n) => [edgeId, n]));
  const stepOf = new Map<string, number>();
  hops.forEach(({ from, to }, n) => {
    if (n === 0) stepOf.set(from.uid, 0);
    if (!stepOf.has(to.uid)) stepOf.set(to.uid, n + 1);
  });

  const away = new Set([...hidden, ...off]);
  const all = parts.nodes.size;
  const before = reached(stepOf.keys(), parts.edges.values(), true);
  const staying = new Set([...stepOf.keys(), ...pinned]);
  for (const { uid, kind } of parts.nodes.values())
    if (!staying.has(uid) && (away.has(uid) || away.has(planeOf(kind)))) parts.nodes.delete(uid);
  for (const { id, from, to, look } of parts.edges.values()) {
    const gone = !parts.nodes.has(from) || !parts.nodes.has(to);
    if (gone || (away.has(look) && !hopOf.has(id))) parts.edges.delete(id);
  }
  const joined = reached(stepOf.keys(), parts.edges.values(), true);
  const adrift = (uid: string) => before.has(uid) && !joined.has(uid);
  for (const uid of parts.nodes.keys()) if (adrift(uid)) parts.nodes.delete(uid);
  for (const { id, from } of parts.edges.values()) if (adrift(from)) parts.edges.delete(id);
  const left = all - parts.nodes.size;

  const groups = groupsOf(parts, new Set([...staying, ...kept, ...expanded.keys()]));
  for (const [at, { totalCount, nodes }] of expanded)
    if (totalCount > nodes.length && parts.nodes.has(at))
      groups.push({ id: moreOf(at), members: [], unfetched: totalCount - nodes.length, at });
  const groupOf = new Map(groups.flatMap((group) => group.members.map((uid) => [uid, group.id])));

  const pairs = Map.groupBy(
    [...parts.edges.values()].filter(({ from, to }) => from !== to),
    ({ from, to }) => `${groupOf.get(from) ?? from}\n${groupOf.get(to) ?? to}`,
  );
  const begins = new Set([...stepOf].flatMap(([uid, step]) => (step === 0 ? [uid] : [])));
  const origin = ({ uid, kind }: NodePart) =>
    beginnings.has(kind) &&
    (begins.has(uid) || ![...parts.edges.values()].some((e) => e.to === uid));
  const levels = reached(
    [...stepOf.keys()].filter((uid) => !origin(parts.nodes.get(uid)!)),
    parts.edges.values(),
    false,
  );
  const near = new Set([...expanded.values()].flatMap(({ nodes: n }) => n.map(({ id }) => id)));
  const level = (uid: string): Level =>
    stepOf.has(uid) ? 'path' : levels.has(uid) || stepOf.size === 0 ? 'context' : 'dim';

  const nodes = new Map<string, SceneNode>();
  for (const part of parts.nodes.values()) {
    if (groupOf.has(part.uid)) continue;
    const step = stepOf.get(part.uid);
    const target = hops.length > 0 && step === hops.length;
    nodes.set(part.uid, {
      ...part,
      level: level(part.uid),
      plane: planeOf(part.kind),
      step,
      target,
      pinned: pinned.includes(part.uid),
      crown: part.crownJewel || (target && part.sensitive),
      origin: origin(part),
      group: undefined,
    });
  }
  const edges = new Map<string, SceneEdge>();
  for (const of of pairs.values()) {
    const main = of.find(({ id }) => hopOf.has(id)) ?? of[0]!;
    const [from, to] = [groupOf.get(main.from) ?? main.from, groupOf.get(main.to) ?? main.to];
    const lead = (near.has(main.id) && !main.aside) || levels.has(main.from) || stepOf.size === 0;
    edges.set(main.id, {
      ...main,
      from,
      to,
      hop: hopOf.get(main.id),
      ids: of.map(({ id }) => id),
      level: hopOf.has(main.id) ? 'path' : lead ? 'context' : 'dim',
    });
  }
  for (const group of groups) {
    const first = parts.nodes.get(group.members[0] ?? '');
    const many = group.members.length + group.unfetched;
    nodes.set(group.id, {
      uid: group.id,
      name: `${many} more`,
      kind: first?.kind ?? null,
      fact: null,
      sensitive: false,
      crownJewel: false,
      level: first ? level(first.uid) : 'context',
      plane: planeOf(first?.kind ?? null),
      step: undefined,
      target: false,
      pinned: false,
      crown: false,
      origin: false,
      group,
    });
    if (group.unfetched > 0)
      edges.set(group.id, {
        id: group.id,
        from: group.at,
        to: group.id,
        kind: '',
        label: '',
        look: 'configured',
        conditionKeys: [],
        aside: false,
        count: null,
        hop: undefined,
        ids: [],
        level: 'context',
      });
  }
  const path = hops.flatMap(({ edgeId }) => (edges.has(edgeId) ? [edgeId] : []));
  return { nodes, edges, path, under: stacks([...edges.values()]), left };
}

/** What stands under what: a host that only one hosted node leads to, one under each. */
function stacks(edges: readonly SceneEdge[]): Map<string, string> {
  const arriving = new Map<string, number>();
  for (const { to } of edges) arriving.set(to, (arriving.get(to) ?? 0) + 1);
  const under = new Map<string, string>();
  const taken = new Set<string>();
  for (const { kind, from, to } of edges) {
    if (!hosting.has(kind) || arriving.get(to) !== 1 || taken.has(from)) continue;
    taken.add(from);
    under.set(to, from);
  }
  return under;
}

/** Second line of a node: its kind, then the one fact that matters. */
export const secondLine = ({ kind, fact, group }: SceneNode): string =>
  [group && kind === null ? 'not fetched' : labelOf(kind), group ? '' : (fact ?? '')]
    .filter(Boolean)
    .join(', ');

/** How many edges leave each node, and arrive there. */
export function portsOf({ edges }: Scene) {
  const leaving = new Map<string, number>();
  const arriving = new Map<string, number>();
  for (const { from, to } of edges.values()) {
    leaving.set(from, (leaving.get(from) ?? 0) + 1);
    arriving.set(to, (arriving.get(to) ?? 0) + 1);
  }
  return { leaving, arriving };
}
