import type { Cause } from '../claim.ts';
import type { Edge } from '../entity.ts';
import { priors } from '../findings/priors.ts';
import type { View } from '../view.ts';
import { isManaged } from './managed.ts';
import { routesIn } from './routes.ts';

/** An edit that an operator can make: a cause or an edge is gone. */
export interface Change {
  /** Id of the cause, or of the edge. */
  id: string;
  /** The cause that goes; null where it is an edge. */
  cause: Cause | null;
  /** The first edge, by id, that hangs on it: it tells what to do. */
  edge: string;
  effort: number;
}

/** How edges can be ended, and what else hangs on the same changes. */
export interface Ways {
  /**
   * Alternatives by which the edge exists, each as the ids of changes any of which ends it; null
   * where the edge cannot be ended, because one alternative is nobody's to change.
   */
  of(edge: string): readonly (readonly string[])[] | null;
  change(id: string): Change;
  /** Edges that hang on a change, in part at least. */
  edgesOf(change: string): readonly string[];
  /** Edges that are gone once the changes are made. */
  ended(changes: ReadonlySet<string>): Set<string>;
  /** Edges in use that hang on the changes, in part at least. */
  used(changes: Iterable<string>): Set<string>;
}

/** What was used within so many milliseconds is in use. */
const recently = 30 * 86_400_000;

/** What an edge without known causes costs beyond: nobody can say what to edit. */
const bare = 0.5;

function alternativesOf(edge: Edge, routes: ReturnType<typeof routesIn>): string[][] | null {
  const { id, kind, because } = edge;
  if (because.length === 0) return priors.fixed.edges.includes(kind) ? null : [[id]];
  const all = because.flatMap((causes) => routes(edge, causes));
  return all.some((changes) => changes.length === 0) ? null : all;
}

function effortOf(view: View, cause: Cause | null, on: readonly string[]): number {
  const efforts = on.flatMap((id) => {
    const edge = view.edge(id);
    return edge ? [priors.effort[edge.kind] ?? priors.effortOther] : [];
  });
  const least = Math.min(...efforts, priors.effortMost);
  if (!cause) return least + (on.length > 1 ? priors.effortOfManaged : bare);
  const holders = isManaged(cause) ? Math.max(1, view.in(cause.holder, 'HAS_POLICY').length) : 0;
  return least + (priors.effortOfCause[cause.type] ?? 0) + priors.effortOfManaged * holders;
}

/**
 * The ways to end the edges of a view. `at`: now, in milliseconds since 1970, for what counts as
 * in use. Reads the view as it is when asked, so make one for each state of the graph.
 */
export function waysIn(view: View, at: number): Ways {
  const routes = routesIn(view);
  const hanging = new Map<string, string[]>();
  const causes = new Map<string, Cause>();
  const hang = (change: string, edge: string) => {
    const known = hanging.get(change);
    if (known) known.push(edge);
    else hanging.set(change, [edge]);
  };
  for (const edge of view.edges())
    for (const together of edge.because) {
      for (const cause of together) causes.set(cause.id, cause);
      for (const change of routes(edge, together).flat()) hang(change, edge.id);
    }
  const known = new Map<string, string[][] | null>();

  const edges = new Map<string, readonly string[]>();
  const used = new Map<string, readonly string[]>();
  const inUse = (id: string) => (view.edge(id)?.lastSeen ?? -Infinity) >= at - recently;

  function edgesOf(change: string): readonly string[] {
    let found = edges.get(change);
    if (!found) {
      const own = view.edge(change) ? [change] : [];
      found = [...new Set([...own, ...(hanging.get(change) ?? [])])].sort();
      edges.set(change, found);
    }
    return found;
  }

  function usedOf(change: string): readonly string[] {
    let found = used.get(change);
    if (!found) used.set(change, (found = edgesOf(change).filter(inUse)));
    return found;
  }

  function of(id: string) {
    let found = known.get(id);
    if (found === undefined) {
      const edge = view.edge(id);
      known.set(id, (found = edge ? alternativesOf(edge, routes) : null));
    }
    return found;
  }

  return {
    of,
    edgesOf,
    change(id) {
      const cause = view.edge(id) ? null : (causes.get(id) ?? null);
      const on = edgesOf(id);
      return { id, cause, edge: cause ? (on[0] ?? '') : id, effort: effortOf(view, cause, on) };
    },
    ended(changes) {
      const touched = new Set([...changes].flatMap(edgesOf));
      const gone = (id: string) =>
        changes.has(id) ||
        of(id)?.every((alternative) => alternative.some((change) => changes.has(change))) === true;
      return new Set([...touched].filter(gone));
    },
    used: (changes) => new Set([...changes].flatMap(usedOf)),
  };
}
