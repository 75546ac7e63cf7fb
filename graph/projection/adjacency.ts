import { longer } from '../columns.ts';

/** Neighbours of one node as they are counted before they are stored. */
const room = (degree: number) => degree + (degree >> 1) + 2;

/**
 * Edges in one direction, as compressed sparse rows: the edges of `node` are at `first[node]` up
 * to `last[node]`, with their `other` end and `label`. A row that grows moves to the end of the
 * pool with room to spare; the pool is compacted when a third of it lies idle. Positions hold
 * until the next change.
 */
export class Adjacency {
  first: Int32Array;
  last: Int32Array;
  other: Int32Array;
  label: Int32Array;
  /** Where the row's own room ends. */
  #limit: Int32Array;
  #tail: number;
  #live: number;

  private constructor(rows: Int32Array, other: Int32Array, label: Int32Array) {
    this.first = rows.slice(0, -1);
    this.last = rows.slice(1);
    this.#limit = this.last.slice();
    this.other = other;
    this.label = label;
    this.#tail = this.#live = other.length;
  }

  /** Rows of `nodes` nodes from edges in any order; `count` of each array count. */
  static build(
    nodes: number,
    count: number,
    by: Int32Array,
    other: Int32Array,
    label: Int32Array,
  ): Adjacency {
    const rows = new Int32Array(nodes + 1);
    for (let i = 0; i < count; i++) rows[(by[i] ?? 0) + 1]! += 1;
    for (let i = 0; i < nodes; i++) rows[i + 1]! += rows[i] ?? 0;
    const next = rows.slice();
    const [others, labels] = [new Int32Array(count), new Int32Array(count)];
    for (let i = 0; i < count; i++) {
      const at = next[by[i] ?? 0]!++;
      others[at] = other[i] ?? 0;
      labels[at] = label[i] ?? 0;
    }
    return new Adjacency(rows, others, labels);
  }

  /** The same rows, to go on by themselves. */
  copy(): Adjacency {
    const copy = new Adjacency(new Int32Array(1), this.other.slice(), this.label.slice());
    copy.first = this.first.slice();
    copy.last = this.last.slice();
    copy.#limit = this.#limit.slice();
    copy.#tail = this.#tail;
    copy.#live = this.#live;
    return copy;
  }

  get edges(): number {
    return this.#live;
  }

  get bytes(): number {
    const { first, last, other, label } = this;
    return [first, last, other, label, this.#limit].reduce((sum, a) => sum + a.byteLength, 0);
  }

  degree(node: number): number {
    return (this.last[node] ?? 0) - (this.first[node] ?? 0);
  }

  /** Makes room for nodes up to a number. */
  reach(nodes: number): void {
    if (nodes <= this.first.length) return;
    const length = room(nodes);
    this.first = longer(this.first, length);
    this.last = longer(this.last, length);
    this.#limit = longer(this.#limit, length);
  }

  /** Position of the edge from a node to another whose label passes, or -1. */
  find(node: number, other: number, passes: (label: number) => boolean): number {
    const last = this.last[node] ?? 0;
    for (let i = this.first[node] ?? 0; i < last; i++)
      if (this.other[i] === other && passes(this.label[i] ?? 0)) return i;
    return -1;
  }

  add(node: number, other: number, label: number): void {
    if (this.last[node] === this.#limit[node]) this.#move(node);
    const at = this.last[node]!++;
    this.other[at] = other;
    this.label[at] = label;
    this.#live++;
  }

  /** Removes the edge at a position; the row's last edge takes its place. */
  remove(node: number, at: number): void {
    const last = --this.last[node]!;
    this.other[at] = this.other[last] ?? 0;
    this.label[at] = this.label[last] ?? 0;
    this.#live--;
  }

  #move(node: number): void {
    const degree = this.degree(node);
    const need = this.#tail + room(degree);
    if (need > this.other.length) {
      const idle = this.#tail - this.#live;
      if (idle * 3 > this.#tail) this.#compact();
      const length = room(Math.max(this.#tail + room(degree), this.#live));
      this.other = longer(this.other, Math.max(length, this.other.length));
      this.label = longer(this.label, Math.max(length, this.label.length));
    }
    const [from, to] = [this.first[node] ?? 0, this.#tail];
    this.other.copyWithin(to, from, from + degree);
    this.label.copyWithin(to, from, from + degree);
    this.first[node] = to;
    this.last[node] = to + degree;
    this.#limit[node] = this.#tail = to + room(degree);
  }

  /** Rewrites the pool without what lies idle. */
  #compact(): void {
    const [others, labels] = [new Int32Array(this.#live), new Int32Array(this.#live)];
    let at = 0;
    for (let node = 0; node < this.first.length; node++) {
      const [from, to] = [this.first[node] ?? 0, this.last[node] ?? 0];
      others.set(this.other.subarray(from, to), at);
      labels.set(this.label.subarray(from, to), at);
      this.first[node] = at;
      at += to - from;
      this.last[node] = this.#limit[node] = at;
    }
    this.other = others;
    this.label = labels;
    this.#tail = at;
  }
}
