import { edgeNamed } from '../claim.ts';
import type { EdgeKind, NodeKind } from '../schema/index.ts';
import type { View } from '../view.ts';
import type { Changes } from '../workspace.ts';

/**
 * A view, and what was read of it: by whom a node or the edges at it were read, and kinds of which
 * all nodes were.
 */
export class Watch {
  readonly view: View;
  /** By node, who read it or its edges. */
  readonly #readers = new Map<string, Set<string>>();
  /** Who read more than one node at a time. */
  readonly #curious = new Set<string>();
  #kinds = new Set<NodeKind>();
  /** Whether something was read that cannot be told by kinds of nodes. */
  #more = false;
  #reader: string | null = null;

  constructor(view: View) {
    const readers: Partial<Record<PropertyKey, (asked: string) => void>> = {
      node: (uid) => {
        this.#readNode(uid);
      },
      out: (uid) => {
        this.#readNode(uid);
      },
      in: (uid) => {
        this.#readNode(uid);
      },
      edge: (id) => {
        const { from, to } = edgeNamed(id);
        this.#readNode(from);
        this.#readNode(to);
      },
      nodesOf: (kind) => {
        if (this.#reader === null) this.#kinds.add(kind as NodeKind);
        else this.#readMore();
      },
    };
    this.view = new Proxy(view, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') {
          this.#readMore();
          return value;
        }
        const read = readers[name];
        return (...given: string[]) => {
          if (read) read(given[0] ?? '');
          else this.#readMore();
          return Reflect.apply(value, target, given) as unknown;
        };
      },
    });
  }

  /** What work gives for one reader. */
  reading<T>(reader: string, work: () => T): T {
    this.#reader = reader;
    try {
      return work();
    } finally {
      this.#reader = null;
    }
  }

  /**
   * What work gives for all readers, and the kinds of which it read all nodes; null where it read
   * anything else.
   */
  readingKinds<T>(work: () => T): { result: T; kinds: ReadonlySet<NodeKind> | null } {
    this.#kinds = new Set();
    this.#more = false;
    const result = work();
    return { result, kinds: this.#more ? null : this.#kinds };
  }

  /**
   * Who read something that the changes touch; of edges only those of some kinds. Each is expected
   * to read anew: that it read what was touched is forgotten.
   */
  touchedBy(changes: readonly Changes[], edges: readonly EdgeKind[]): Set<string> {
    const kinds = new Set(edges);
    const found = new Set(this.#curious);
    const add = (uid: string) => {
      for (const reader of this.#readers.get(uid) ?? []) found.add(reader);
      this.#readers.delete(uid);
    };
    for (const change of changes) {
      for (const { uid } of change.nodes) add(uid);
      for (const uid of change.goneNodes) add(uid);
      for (const id of [...change.edges.map((edge) => edge.id), ...change.goneEdges]) {
        const { kind, from, to } = edgeNamed(id);
        if (!kinds.has(kind)) continue;
        add(from);
        add(to);
      }
    }
    return found;
  }

  #readNode(uid: string): void {
    if (this.#reader === null) {
      this.#more = true;
      return;
    }
    const known = this.#readers.get(uid);
    if (known) known.add(this.#reader);
    else this.#readers.set(uid, new Set([this.#reader]));
  }

  #readMore(): void {
    if (this.#reader === null) this.#more = true;
    else this.#curious.add(this.#reader);
  }
}
