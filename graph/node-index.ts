/** Numbers of nodes by uid. Freed numbers are given out again. */
export class NodeIndex {
  #numbers: Map<string, number>;
  #uids: string[];
  #free: number[] = [];
  #order: Int32Array | null = null;
  #ranks: Int32Array | null = null;

  constructor(uids: string[] = []) {
    this.#uids = uids;
    this.#numbers = new Map(uids.map((uid, i) => [uid, i]));
  }

  /** The same numbers, to go on by themselves. */
  copy(): NodeIndex {
    const copy = new NodeIndex();
    copy.#numbers = new Map(this.#numbers);
    copy.#uids = this.#uids.slice();
    copy.#free = this.#free.slice();
    copy.#order = this.#order;
    copy.#ranks = this.#ranks;
    return copy;
  }

  /** Numbers in use are below this. */
  get size(): number {
    return this.#uids.length;
  }

  get count(): number {
    return this.#numbers.size;
  }

  number(uid: string): number | undefined {
    return this.#numbers.get(uid);
  }

  uid(number: number): string {
    return this.#uids[number] ?? '';
  }

  add(uid: string): number {
    const known = this.#numbers.get(uid);
    if (known !== undefined) return known;
    this.#order = this.#ranks = null;
    const number = this.#free.pop() ?? this.#uids.length;
    this.#uids[number] = uid;
    this.#numbers.set(uid, number);
    return number;
  }

  free(number: number): void {
    this.#numbers.delete(this.uid(number));
    this.#free.push(number);
  }

  clear(): void {
    this.#numbers.clear();
    this.#uids.length = this.#free.length = 0;
    this.#order = this.#ranks = null;
  }

  /** Numbers in the order of their uids: to sort by uid without reading them. */
  order(): Int32Array {
    this.#order ??= Int32Array.from(
      [...this.#numbers.keys()].sort(),
      (uid) => this.#numbers.get(uid) ?? 0,
    );
    return this.#order;
  }

  /** By number, its place in that order. */
  ranks(): Int32Array {
    if (!this.#ranks) {
      this.#ranks = new Int32Array(this.#uids.length);
      for (const [rank, number] of this.order().entries()) this.#ranks[number] = rank;
    }
    return this.#ranks;
  }
}
