import { edgeNamed } from '../claim.ts';
import type { Edge, Node } from '../entity.ts';
import type { Readable } from '../view.ts';
import type { EdgeKind } from '../schema/index.ts';
import type { Changes } from '../workspace.ts';

/** Edges at a node, as something that is read and that changes; of one kind where named. */
const leaving = (uid: string, kind: EdgeKind | '' = '') => `>${kind}|${uid}`;
const arriving = (uid: string, kind: EdgeKind | '' = '') => `<${kind}|${uid}`;

/** Edges from one node to another. */
const joining = (from: string, to: string) => `=${from}|${to}`;

/** Walks from one node to another. */
export const walked = (from: string, to: string) => `${from}\n${to}`;

/** The harm that is done at a node. */
export const harmAt = (uid: string) => `!${uid}`;

/** A view that tells what was read of it, by the ids of `readIds`. */
export class Sight implements Readable {
  readonly #view: Readable;
  #read = new Set<string>();

  constructor(view: Readable) {
    this.#view = view;
  }

  /** What work gives, and ids of all that it read. */
  during<T>(work: () => T): { result: T; reads: ReadonlySet<string> } {
    const reads = (this.#read = new Set());
    return { result: work(), reads };
  }

  note(id: string): void {
    this.#read.add(id);
  }

  node(uid: string): Node | undefined {
    this.#read.add(uid);
    return this.#view.node(uid);
  }

  edge(id: string): Edge | undefined {
    this.#read.add(id);
    return this.#view.edge(id);
  }

  between(from: string, to: string): Edge[] {
    this.#read.add(joining(from, to));
    return this.#view.between(from, to);
  }

  out(uid: string, kind?: EdgeKind): Edge[] {
    this.#read.add(leaving(uid, kind));
    return this.#view.out(uid, kind);
  }

  in(uid: string, kind?: EdgeKind): Edge[] {
    this.#read.add(arriving(uid, kind));
    return this.#view.in(uid, kind);
  }
}

/** Ids under which what changes touch may have been read. */
export function* readIds({ nodes, goneNodes, edges, goneEdges }: Changes): Iterable<string> {
  for (const { uid } of nodes) yield uid;
  yield* goneNodes;
  for (const id of [...edges.map((edge) => edge.id), ...goneEdges]) {
    const { kind, from, to } = edgeNamed(id);
    yield id;
    yield joining(from, to);
    for (const each of [kind, ''] as const) {
      yield leaving(from, each);
      yield arriving(to, each);
    }
  }
}
