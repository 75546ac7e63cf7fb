import { longer, roomFor } from '../columns.ts';

const pageBits = 6;
const pageSize = 1 << pageBits;

/**
 * Numbers by index, Infinity where none was set. Takes memory for the pages that were written, so
 * that a search pays for what it visits and not for the whole graph.
 */
export class Sparse {
  /** Number of each page, from 1; 0 = not written. */
  #pages: Int32Array;
  #values = new Float64Array(64 * pageSize);
  #used = 0;

  constructor(length: number) {
    this.#pages = new Int32Array((length >> pageBits) + 1);
  }

  /** The same numbers, to go on by themselves. */
  copy(): Sparse {
    const copy = new Sparse(0);
    copy.#pages = this.#pages.slice();
    copy.#values = this.#values.slice();
    copy.#used = this.#used;
    return copy;
  }

  /** Forgets all, for indexes below `length`; its memory stays. */
  reset(length: number): void {
    const pages = (length >> pageBits) + 1;
    if (pages > this.#pages.length) this.#pages = new Int32Array(pages);
    else this.#pages.fill(0);
    this.#used = 0;
  }

  /** Makes room for indexes below `length`; what was set stays. */
  reach(length: number): void {
    const pages = (length >> pageBits) + 1;
    if (pages > this.#pages.length) this.#pages = longer(this.#pages, roomFor(pages));
  }

  get(index: number): number {
    const page = this.#pages[index >> pageBits] ?? 0;
    return page === 0
      ? Infinity
      : (this.#values[((page - 1) << pageBits) | (index & (pageSize - 1))] ?? Infinity);
  }

  set(index: number, value: number): void {
    let page = this.#pages[index >> pageBits] ?? 0;
    if (page === 0) this.#pages[index >> pageBits] = page = this.#page();
    this.#values[((page - 1) << pageBits) | (index & (pageSize - 1))] = value;
  }

  #page(): number {
    const from = this.#used++ << pageBits;
    if (from === this.#values.length) {
      const next = new Float64Array(from * 2);
      next.set(this.#values);
      this.#values = next;
    }
    this.#values.fill(Infinity, from, from + pageSize);
    return this.#used;
  }
}
