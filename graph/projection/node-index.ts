/** Numbers of the nodes that walkable edges join, by uid. Freed numbers are given out again. */
export class NodeIndex {
  readonly #numbers: Map<string, number>;
  readonly #uids: string[];
  readonly #free: number[] = [];

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
    const number = this.#free.pop() ?? this.#uids.length;
    this.#uids[number] = uid;
    this.#numbers.set(uid, number);
    return number;
  }

  free(number: number): void {
    this.#numbers.delete(this.uid(number));
    this.#free.push(number);
  }
}
