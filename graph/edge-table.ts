import { Chains } from './chains.ts';
import { longer, roomFor } from './columns.ts';
import type { Edge, EdgeFacts } from './entity.ts';
import { edgeKindNames, type EdgeKind } from './schema/index.ts';
import { SharedFacts } from './shared-facts.ts';

/** Kinds of edges as numbers, for what is kept in columns. */
export const kindNumber: ReadonlyMap<EdgeKind, number> = new Map(
  edgeKindNames.map((kind, i) => [kind, i]),
);

/** An edge in numbers: its kind and the numbers of its ends tell it from all others. */
export interface EdgeKey {
  kind: EdgeKind;
  from: number;
  to: number;
}

/**
 * Edges between numbered nodes, in columns: some 50 bytes each, beside facts that they share with
 * others.
 */
export class EdgeTable {
  #kind = new Int32Array(0);
  #from = new Int32Array(0);
  #to = new Int32Array(0);
  #facts: (EdgeFacts | undefined)[] = [];
  #free: number[] = [];
  #out = new Chains();
  #in = new Chains();
  #byKey = new Chains();
  /** Lists of `byKey`, a power of two. */
  #buckets = 1024;
  readonly #shared = new SharedFacts();

  /** The same edges, column by column, to go on by themselves; facts are never changed in place. */
  copy(): EdgeTable {
    const copy = new EdgeTable();
    copy.#kind = this.#kind.slice();
    copy.#from = this.#from.slice();
    copy.#to = this.#to.slice();
    copy.#facts = this.#facts.slice();
    copy.#free = this.#free.slice();
    copy.#out = this.#out.copy();
    copy.#in = this.#in.copy();
    copy.#byKey = this.#byKey.copy();
    copy.#buckets = this.#buckets;
    return copy;
  }

  get count(): number {
    return this.#facts.length - this.#free.length;
  }

  /** Number of an edge, or -1. */
  find({ kind, from, to }: EdgeKey): number {
    const wanted = kindNumber.get(kind) ?? -1;
    let at = this.#byKey.first(this.#bucket(wanted, from, to));
    while (at !== -1) {
      if (this.#to[at] === to && this.#from[at] === from && this.#kind[at] === wanted) return at;
      at = this.#byKey.next(at);
    }
    return -1;
  }

  /** Numbers of the edges of all kinds from one node to another. */
  between(from: number, to: number): number[] {
    return edgeKindNames.map((kind) => this.find({ kind, from, to })).filter((at) => at !== -1);
  }

  /** Puts an edge, in place of what was known of it. */
  put(key: EdgeKey, edge: Edge): void {
    const facts = this.#shared.of(edge);
    const known = this.find(key);
    if (known !== -1) {
      this.#facts[known] = facts;
      return;
    }
    const at = this.#free.pop() ?? this.#facts.length;
    if (at === this.#kind.length) {
      this.#kind = longer(this.#kind, roomFor(at));
      this.#from = longer(this.#from, roomFor(at));
      this.#to = longer(this.#to, roomFor(at));
    }
    this.#facts[at] = facts;
    this.#kind[at] = kindNumber.get(key.kind) ?? 0;
    this.#from[at] = key.from;
    this.#to[at] = key.to;
    this.#out.add(key.from, at);
    this.#in.add(key.to, at);
    if (this.count > this.#buckets) this.#spread();
    else this.#index(at);
  }

  remove(at: number): void {
    const { from, to } = this.key(at);
    this.#facts[at] = undefined;
    this.#out.remove(from, at);
    this.#in.remove(to, at);
    this.#byKey.remove(this.#bucket(this.#kind[at] ?? 0, from, to), at);
    this.#free.push(at);
  }

  key(at: number): EdgeKey {
    const kind = edgeKindNames[this.#kind[at] ?? 0] as EdgeKind;
    return { kind, from: this.#from[at] ?? 0, to: this.#to[at] ?? 0 };
  }

  facts(at: number): EdgeFacts | undefined {
    return this.#facts[at];
  }

  /** Whether any edge leaves a node or arrives at it. */
  joins(node: number): boolean {
    return this.#out.first(node) !== -1 || this.#in.first(node) !== -1;
  }

  /** Numbers of all edges. */
  *all(): Iterable<number> {
    for (let at = 0; at < this.#facts.length; at++) if (this.#facts[at]) yield at;
  }

  /** Numbers of the edges that leave a node or arrive at it; of one kind where named. */
  of(node: number, direction: 'out' | 'in', kind: EdgeKind | undefined): number[] {
    const chains = direction === 'out' ? this.#out : this.#in;
    const wanted = kind === undefined ? -1 : kindNumber.get(kind);
    const found: number[] = [];
    for (let at = chains.first(node); at !== -1; at = chains.next(at))
      if (wanted === -1 || this.#kind[at] === wanted) found.push(at);
    return found;
  }

  clear(): void {
    this.#facts.length = this.#free.length = 0;
    for (const chains of [this.#out, this.#in, this.#byKey]) chains.clear();
  }

  #bucket(kind: number, from: number, to: number): number {
    let hash =
      Math.imul(from, 0x9e3779b1) ^ Math.imul(to, 0x85ebca6b) ^ Math.imul(kind, 0xc2b2ae35);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    return (hash ^ (hash >>> 13)) & (this.#buckets - 1);
  }

  #index(at: number): void {
    const bucket = this.#bucket(this.#kind[at] ?? 0, this.#from[at] ?? 0, this.#to[at] ?? 0);
    this.#byKey.add(bucket, at);
  }

  /** Makes lists by key short again. */
  #spread(): void {
    while (this.count > this.#buckets) this.#buckets *= 2;
    this.#byKey = new Chains();
    for (const at of this.all()) this.#index(at);
  }
}
