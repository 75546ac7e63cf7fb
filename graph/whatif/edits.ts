import type { Cause, Claim, EdgeClaim, ScopeMark } from '../claim.ts';
import { fail } from '../errors.ts';
import type { View } from '../view.ts';

/** What is otherwise than it is. */
export interface Edits {
  /** What is there already, and the estate does not know. */
  base?: readonly Claim[];
  /** Causes, by themselves or by id, ids of edges and uids of nodes that are gone. */
  remove?: readonly (string | Cause)[];
  /** Edges that are there beside. */
  add?: readonly EdgeClaim[];
  /** Properties that nodes have instead of theirs. */
  set?: readonly PropsEdit[];
  /** What would be collected. */
  claims?: readonly Claim[];
  marks?: readonly ScopeMark[];
}

export interface PropsEdit {
  uid: string;
  /** By name; without those that are undefined. */
  props: Readonly<Record<string, unknown>>;
}

/** What is gone, sorted by what it is. */
export interface Removals {
  causes: ReadonlyMap<string, Cause>;
  edges: ReadonlySet<string>;
  nodes: ReadonlySet<string>;
}

/** Tells causes, edges and nodes apart. Throws NOT_FOUND for an id that is none of them. */
export function removalsOf(view: View, given: readonly (string | Cause)[]): Removals {
  const wanted = new Set(given.filter((one) => typeof one === 'string'));
  const known = new Map<string, Cause>();
  for (const { because } of wanted.size > 0 ? view.facts() : [])
    for (const cause of because.flat()) if (wanted.has(cause.id)) known.set(cause.id, cause);
  const causes = new Map<string, Cause>();
  const edges = new Set<string>();
  const nodes = new Set<string>();
  for (const one of given) {
    const id = typeof one === 'string' ? one : one.id;
    const cause = typeof one === 'string' ? known.get(one) : one;
    if (cause) causes.set(id, cause);
    else if (view.edge(id)) edges.add(id);
    else if (view.node(id)) nodes.add(id);
    else fail('NOT_FOUND', `no cause, edge or node "${id}"`);
  }
  return { causes, edges, nodes };
}
