/**
 * Which writes to a store are known here. Each has a number, one more than the last; word of them
 * may come late, twice, in any order or not at all.
 */
export class Versions {
  #upTo: number;
  #later: Set<number>;

  constructor(upTo: number, later: Iterable<number> = []) {
    this.#upTo = upTo;
    this.#later = new Set(later);
  }

  /** Every write up to this one is known. */
  get upTo(): number {
    return this.#upTo;
  }

  knows(version: number): boolean {
    return version <= this.#upTo || this.#later.has(version);
  }

  add(version: number): void {
    if (this.knows(version)) return;
    this.#later.add(version);
    this.#close();
  }

  /** Everything was read anew, as of a version. One that is behind is of a store that was restored. */
  reset(version: number): void {
    if (version < this.#upTo) this.#later.clear();
    this.#upTo = version;
    for (const later of this.#later) if (later <= version) this.#later.delete(later);
    this.#close();
  }

  copy(): Versions {
    return new Versions(this.#upTo, this.#later);
  }

  #close() {
    while (this.#later.delete(this.#upTo + 1)) this.#upTo += 1;
  }
}
