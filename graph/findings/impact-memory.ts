import type { Delta } from '../rules/delta.ts';
import type { Readable } from '../view.ts';
import type { EdgeKind } from '../schema/index.ts';

/** Nodes that are followed back; beyond, everything is forgotten. */
const most = 50_000;

/** Harm at nodes from one evaluation to the next. */
export class ImpactMemory {
  readonly #known = new Map<string, Map<string, number>>();

  get(uid: string, key: string): number | undefined {
    return this.#known.get(uid)?.get(key);
  }

  keep(uid: string, key: string, value: number): void {
    const known = this.#known.get(uid);
    if (known) known.set(key, value);
    else this.#known.set(uid, new Map([[key, value]]));
  }

  clear(): void {
    this.#known.clear();
  }

  /**
   * Forgets the harm that changes may alter, as it is told by going `depth` steps along edges of
   * some kinds. To be called before the graph takes the changes in, and what it returns after: that
   * gives the nodes, or null where everything was forgotten.
   */
  note(
    { nodes, edges }: Delta,
    graph: Readable,
    kinds: readonly EdgeKind[],
    depth: number,
  ): () => Set<string> | null {
    const starts = new Set<string>();
    for (const { uid, itself } of nodes) if (itself) starts.add(uid);
    for (const { kind, from, itself } of edges)
      if (itself && kinds.includes(kind)) starts.add(from);
    const found = new Set<string>();
    behind(graph, starts, kinds, depth, found);
    return () => {
      behind(graph, starts, kinds, depth, found);
      if (found.size > most) {
        this.clear();
        return null;
      }
      for (const uid of found) this.#known.delete(uid);
      return found;
    };
  }
}

/** Adds the nodes from which so many steps lead to one of the starts. */
function behind(
  graph: Readable,
  starts: ReadonlySet<string>,
  kinds: readonly EdgeKind[],
  depth: number,
  into: Set<string>,
): void {
  const seen = new Set(starts);
  let level: Iterable<string> = starts;
  for (let step = 0; step < depth && seen.size <= most; step++) {
    const next: string[] = [];
    for (const uid of level)
      for (const kind of kinds)
        for (const { from } of graph.in(uid, kind))
          if (!seen.has(from)) {
            seen.add(from);
            next.push(from);
          }
    level = next;
  }
  for (const uid of seen) into.add(uid);
}
