import type { Cause } from '../claim.ts';
import type { Edge } from '../entity.ts';
import { priors } from '../findings/priors.ts';
import type { View } from '../view.ts';

/** An edit that an operator can make: to one cause, or to an edge for which no cause is known. */
export interface Change {
  /** Id of the cause, or of the edge. */
  id: string;
  cause: Cause | null;
  /** Of the edges that hang on it, the first by id: it tells what to do. */
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
  /** Edges that are there because of it, or it is the edge itself. */
  edgesOf(id: string): readonly string[];
  /** Edges that are gone once the changes are made. */
  ended(changes: ReadonlySet<string>): Set<string>;
  /** Edges of which the changes end something that is in use, with what each use costs. */
  used(changes: Iterable<string>): Set<string>;
}

/** What was used within so many milliseconds is in use. */
const recently = 30 * 86_400_000;

const isFixed = ({ type }: Cause) => priors.fixed.causes.includes(type);

/** What a bare edge costs beyond one whose cause is known: nobody can say what to edit. */
const bare = 0.5;

const effortOn = (kind: Edge['kind']) => priors.effort[kind] ?? priors.effortOther;

/**
 * The ways to end the edges of a view. `at`: now, in milliseconds since 1970, for what counts as
 * in use. Reads the view as it is when asked, so make one for each state of the graph.
 */
export function waysIn(view: View, at: number): Ways {
  const edges = new Map<string, string[]>();
  const causes = new Map<string, Cause>();
  for (const { id, because } of view.edges())
    for (const cause of new Map(because.flat().map((one) => [one.id, one])).values()) {
      causes.set(cause.id, cause);
      const known = edges.get(cause.id);
      if (known) known.push(id);
      else edges.set(cause.id, [id]);
    }
  for (const list of edges.values()) list.sort();
  const inUse = ({ lastSeen }: Edge) => lastSeen !== undefined && lastSeen >= at - recently;
  const known = new Map<string, string[][] | null>();

  function alternatives({ id, kind, because }: Edge): string[][] | null {
    if (because.length === 0) return priors.fixed.edges.includes(kind) ? null : [[id]];
    const all = because.map((needed) => [
      ...new Set(needed.filter((cause) => !isFixed(cause)).map((cause) => cause.id)),
    ]);
    return all.some((changes) => changes.length === 0) ? null : all;
  }

  function of(id: string) {
    let found = known.get(id);
    if (found === undefined) {
      const edge = view.edge(id);
      known.set(id, (found = edge ? alternatives(edge) : null));
    }
    return found;
  }

  function change(id: string): Change {
    const cause = causes.get(id);
    const on = edgesOf(id);
    const efforts = on.flatMap((one) => {
      const edge = view.edge(one);
      return edge ? [effortOn(edge.kind)] : [];
    });
    const least = Math.min(...efforts, priors.effortMost);
    if (!cause) return { id, cause: null, edge: id, effort: least + bare };
    const own = priors.effortOfCause[cause.type] ?? 0;
    const managed = cause.holder.startsWith(priors.managed) ? priors.effortOfManaged : 0;
    return { id, cause, edge: on[0] ?? '', effort: least + own + managed };
  }

  const edgesOf = (id: string) => edges.get(id) ?? (view.edge(id) ? [id] : []);

  /** True where each alternative has lost a change that it needs. */
  const endedBy = (id: string, changes: ReadonlySet<string>) =>
    changes.has(id) ||
    (view.edge(id)?.because.every((needed) => needed.some((cause) => changes.has(cause.id))) ===
      true &&
      view.edge(id)?.because.length !== 0);

  return {
    of,
    change,
    edgesOf,
    ended(changes) {
      const touched = new Set([...changes].flatMap(edgesOf));
      return new Set([...touched].filter((id) => endedBy(id, changes)));
    },
    used(changes) {
      const touched = new Set([...changes].flatMap(edgesOf));
      return new Set(
        [...touched].filter((id) => {
          const edge = view.edge(id);
          return edge !== undefined && inUse(edge);
        }),
      );
    },
  };
}
