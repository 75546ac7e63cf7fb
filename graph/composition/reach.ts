import type { Cause, Ref } from '../claim.ts';
import type { Edge } from '../entity.ts';
import type { EdgeKind, NodeKind } from '../schema/index.ts';
import type { View } from '../view.ts';
import type { Acting } from './acting.ts';
import { both, named, ordered, reasonsOf, refOf, type GatheredEdges } from './because.ts';
import { nodesNamedBy, type NamedNodes } from './named-targets.ts';

/** How it is known what something touches, the surest first. */
export type TargetBasis = 'all' | 'named' | 'granted' | 'unknown';

export interface Doing {
  read: boolean;
  write: boolean;
  destroy: boolean;
}

/** What reaches stores: a tool, or an agent whose code is its own. */
export interface Reacher {
  ref: Ref;
  acting: readonly Acting[];
  /** What makes the reacher what it is, beside its identity. */
  because: Cause[][];
  /** Where any operation can be asked for: on which stores and sets of them, by uid. */
  anythingOn: ((uid: string) => boolean) | null;
  doing: Doing;
  /** Configuration that may name what it touches. */
  words: readonly string[];
  /** True where what it does is a guess. */
  inferred: boolean;
}

/** Where a role names more stores than these, the names do not tell which is meant. */
const mostGranted = 5;

const access = { CAN_READ: 'read', CAN_WRITE: 'write', CAN_DELETE: 'destroy' } as const;
type Access = keyof typeof access;

/** Stores that a client logs in to with a name and password: no policy tells who may read them. */
const loggedIn = /^arn:[^:]*:(rds|redshift|redshift-serverless|docdb|neptune-db|elasticache):/;

const unsaid = 'Which of the stores that its role names it touches is not told.';

interface Route {
  kind: Access;
  to: Ref;
  edge: Edge | null;
  because: Cause[][];
  note?: string;
}

function put(into: GatheredEdges, who: Reacher, { kind, to, edge, because, note }: Route): void {
  const inferred = who.inferred || note !== undefined || edge?.basis === 'inferred';
  const actions = edge?.props['actions'];
  const props = {
    via: who.ref.uid,
    ...(edge && { identity: edge.from }),
    ...(Array.isArray(actions) && { actions: actions as string[] }),
    ...(edge?.conditional && { conditional: true, conditionKeys: edge.conditionKeys }),
    ...(inferred && { inferred: true }),
    ...(note !== undefined && { note }),
  };
  if (kind === 'CAN_READ') into.add('QUERIES', who.ref, to, props, because);
  else {
    const destructive = kind === 'CAN_DELETE';
    into.add('OPERATES', who.ref, to, { ...props, destructive }, because);
  }
}

/** The grants by which an identity reaches a store: its own, or of a set that the store is in. */
function grantsOn(view: View, identity: string, kind: Access, store: string): Edge[] {
  const sets = view
    .in(store, 'CONTAINS')
    .map(({ from }) => from)
    .filter((from) => view.node(from)?.kind === 'ResourceSet');
  const on = new Set([store, ...sets]);
  return ordered(view, identity, kind).filter(({ to }) => on.has(to));
}

const grantReasons = (view: View, edge: Edge) =>
  reasonsOf(edge, `${named(view, edge.from)} is granted ${named(view, edge.to)}`, 'grant');

/**
 * True where the grant speaks of the identity: a policy of its own, or one of the store that names
 * it. A store that is open to anybody says nothing of who uses it.
 */
const speaksOf = ({ because, from, to }: Edge) =>
  because.length === 0 ||
  because.some((causes) =>
    causes.some(({ holder, excerpt }) => holder !== to || excerpt?.includes(from) === true),
  );

/** Routes to stores that its configuration names and that its identity may reach. */
function* namedRoutes(
  view: View,
  stores: readonly string[],
  kinds: readonly Access[],
  who: Reacher,
): Iterable<Route> {
  for (const store of stores)
    for (const kind of kinds) {
      const to = refOf(view, store, 'DataStore');
      let granted = false;
      for (const acting of who.acting)
        for (const edge of grantsOn(view, acting.identity, kind, store)) {
          granted = true;
          const because = both(who.because, acting.because, grantReasons(view, edge));
          yield { kind, to, edge, because };
        }
      if (!granted && kind !== 'CAN_DELETE' && loggedIn.test(store))
        yield { kind, to, edge: null, because: both(who.because) };
    }
}

/** Routes along the grants of its identities, of those that `wanted` lets through. */
function* grantedRoutes(
  view: View,
  kinds: readonly Access[],
  who: Reacher,
  wanted: (edges: Edge[]) => Edge[],
  note?: string,
): Iterable<Route> {
  for (const acting of who.acting)
    for (const kind of kinds)
      for (const edge of wanted(ordered(view, acting.identity, kind)))
        yield {
          kind,
          to: refOf(view, edge.to, 'DataStore'),
          edge,
          because: both(who.because, acting.because, grantReasons(view, edge)),
          ...(note !== undefined && { note }),
        };
}

/** Kinds that `reach` and what finds its arguments read, for derivations to declare. */
export const reachReads = {
  nodes: [
    'Workload',
    'Identity',
    'DataStore',
    'Secret',
    'KnowledgeBase',
    'MemoryStore',
    'ResourceSet',
  ],
  edges: ['ACTS_AS', 'RUNS_ON', 'CAN_READ', 'CAN_WRITE', 'CAN_DELETE', 'CONTAINS'],
} as const satisfies { nodes: readonly NodeKind[]; edges: readonly EdgeKind[] };

/**
 * What a reacher reads and changes through its identities: everything that they may where it takes
 * any operation; else only what its configuration names; else, as a guess, the few stores that the
 * role names. A wide grant by itself tells nothing of what fixed code touches.
 */
export function reach(
  view: View,
  names: NamedNodes,
  who: Reacher,
  into: GatheredEdges,
): TargetBasis {
  const kinds = (Object.keys(access) as Access[]).filter((kind) => who.doing[access[kind]]);
  const take = (routes: Iterable<Route>) => {
    let any = false;
    for (const route of routes) {
      put(into, who, route);
      any = true;
    }
    return any;
  };
  const stores = [...new Set(who.words.flatMap((word) => nodesNamedBy(names, word)))].sort();
  const { anythingOn } = who;
  if (anythingOn) {
    const on = (edges: Edge[]) => edges.filter(({ to }) => anythingOn(to));
    take(grantedRoutes(view, kinds, who, on));
    take(namedRoutes(view, stores.filter(anythingOn), kinds, who));
    return 'all';
  }
  if (take(namedRoutes(view, stores, kinds, who))) return 'named';
  const few = (edges: Edge[]) => {
    const single = edges.filter(
      (edge) => view.node(edge.to)?.kind !== 'ResourceSet' && speaksOf(edge),
    );
    return single.length <= mostGranted ? single : [];
  };
  return take(grantedRoutes(view, kinds, who, few, unsaid)) ? 'granted' : 'unknown';
}
