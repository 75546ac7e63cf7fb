import { longer, roomFor } from './columns.ts';

/**
 * Lists of numbered items by numbered owner, in order of arrival, linked in columns: an item joins
 * and leaves without a search, for eight bytes. Links are one more than the number; 0 = none.
 */
export class Chains {
  #first = new Int32Array(0);
  #next = new Int32Array(0);
  /** That of the first item of a list is its last one. */
  #previous = new Int32Array(0);

  /** The same lists, to go on by themselves. */
  copy(): Chains {
    const copy = new Chains();
    copy.#first = this.#first.slice();
    copy.#next = this.#next.slice();
    copy.#previous = this.#previous.slice();
    return copy;
  }

  /** First item of an owner, or -1. */
  first(owner: number): number {
    return (this.#first[owner] ?? 0) - 1;
  }

  /** The item after one in its list, or -1. */
  next(item: number): number {
    return (this.#next[item] ?? 0) - 1;
  }

  add(owner: number, item: number): void {
    if (owner >= this.#first.length) this.#first = longer(this.#first, roomFor(owner));
    if (item >= this.#next.length) {
      this.#next = longer(this.#next, roomFor(item));
      this.#previous = longer(this.#previous, roomFor(item));
    }
    const first = this.first(owner);
    this.#next[item] = 0;
    if (first === -1) {
      this.#first[owner] = this.#previous[item] = item + 1;
      return;
    }
    const last = this.#previous[first] ?? 0;
    this.#next[last - 1] = this.#previous[first] = item + 1;
    this.#previous[item] = last;
  }

  remove(owner: number, item: number): void {
    const first = this.first(owner);
    const next = this.#next[item] ?? 0;
    const previous = this.#previous[item] ?? 0;
    if (item === first) this.#first[owner] = next;
    else this.#next[previous - 1] = next;
    if (next !== 0) this.#previous[next - 1] = previous;
    else if (item !== first) this.#previous[first] = previous;
  }

  /** Forgets all. */
  clear(): void {
    this.#first.fill(0);
  }
}
