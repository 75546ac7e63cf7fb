/** Numbers of nodes by uid. Freed numbers are given out again. */
export class NodeIndex {
  readonly #numbers: Map<string, number>;
  readonly #uids: string[];
  readonly #free: number[] = [];
  #ranks: Int32Array | null = null;

  constructor(uids: string[] = []) {
    this.#uids = uids;
    this.#numbers = new Map(uids.map((uid, i) => [uid, i]));
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
    this.#ranks = null;
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
    this.#ranks = null;
  }

  /** By number, the place of its uid among all in order: to sort by uid without reading them. */
  ranks(): Int32Array {
    if (!this.#ranks) {
      const uids = this.#uids;
      const order = Array.from(uids.keys()).sort((a, b) => {
        const [left = '', right = ''] = [uids[a], uids[b]];
        return left < right ? -1 : left > right ? 1 : 0;
      });
      this.#ranks = new Int32Array(uids.length);
      for (const [rank, number] of order.entries()) this.#ranks[number] = rank;
    }
    return this.#ranks;
  }
}
