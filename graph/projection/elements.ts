import type { Side } from './side.ts';

/** Something that several edges hang on, beside their ends: a cause, say. */
export interface Hangs {
  /** Ids of what ends the edge by itself. */
  enders(edge: string): readonly string[];
  /** Ids of the edges that it ends. */
  ends(id: string): readonly string[];
}

/** What walks can have in common. */
export interface Element {
  kind: 'node' | 'edge' | 'cause';
  id: string;
}

/** Tells an element from all others. */
export const elementKey = ({ kind, id }: Element): string => `${kind} ${id}`;

/**
 * Numbers of nodes, edges and what ends edges by itself, as they are nominated; those of the
 * current look alone count.
 */
export class Elements {
  readonly #side: Side;
  readonly #hangs: Hangs;
  readonly #all: Element[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #looks: number[] = [];
  #look = 0;
  readonly #ofNode: Int32Array;
  /** By position of an edge, what it and others hang on. */
  readonly #ofHop = new Map<number, number[]>();
  /** By position of an edge that was nominated. */
  readonly #known = new Map<number, readonly number[]>();

  constructor(side: Side, hangs: Hangs) {
    this.#side = side;
    this.#hangs = hangs;
    this.#ofNode = new Int32Array(side.graph.nodes.size).fill(-1);
  }

  at(number: number): Element {
    const found = this.#all[number];
    if (!found) throw new RangeError(`no element ${number}`);
    return found;
  }

  /** Begins a new look, in which nothing is nominated yet. */
  begin(): void {
    this.#look++;
  }

  nominateNode(node: number): void {
    const number = this.#number('node', this.#side.graph.nodes.uid(node));
    this.#ofNode[node] = number;
    this.#looks[number] = this.#look;
  }

  /** Nominates the edge at a position in the row of a node, and what ends it. */
  nominateEdge(at: number, node: number): void {
    let found = this.#known.get(at);
    if (!found) {
      const id = this.#side.edgeAt(at, node);
      const own = this.#number('edge', id);
      this.#put(at, own);
      found = [own, ...this.#hangs.enders(id).map((ender) => this.#cause(ender))];
      this.#known.set(at, found);
    }
    for (const number of found) this.#looks[number] = this.#look;
  }

  /** Number of a node that is nominated, or -1. */
  ofNode(node: number): number {
    const number = this.#ofNode[node] ?? -1;
    return number >= 0 && this.#looks[number] === this.#look ? number : -1;
  }

  /** Calls back for each element that is nominated and that the edge at a position crosses. */
  ofHop(at: number, each: (number: number) => void): void {
    for (const number of this.#ofHop.get(at) ?? [])
      if (this.#looks[number] === this.#look) each(number);
  }

  #cause(id: string): number {
    const known = this.#numbers.get(elementKey({ kind: 'cause', id }));
    if (known !== undefined) return known;
    const number = this.#number('cause', id);
    for (const at of this.#side.positions(this.#hangs.ends(id))) this.#put(at, number);
    return number;
  }

  #put(at: number, number: number) {
    const known = this.#ofHop.get(at);
    if (known) known.push(number);
    else this.#ofHop.set(at, [number]);
  }

  #number(kind: Element['kind'], id: string): number {
    const key = elementKey({ kind, id });
    let number = this.#numbers.get(key);
    if (number === undefined) this.#numbers.set(key, (number = this.#all.push({ kind, id }) - 1));
    return number;
  }
}
