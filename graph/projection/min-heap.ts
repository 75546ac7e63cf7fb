/** Numbers by key, the least first: a binary heap in typed arrays. */
export class MinHeap {
  #keys = new Float64Array(256);
  #values = new Float64Array(256);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The least key; Infinity of an empty heap. */
  get least(): number {
    return this.#size > 0 ? (this.#keys[0] ?? Infinity) : Infinity;
  }

  /** Forgets all; its memory stays. */
  clear(): void {
    this.#size = 0;
  }

  push(key: number, value: number): void {
    if (this.#size === this.#keys.length) this.#grow();
    const [keys, values] = [this.#keys, this.#values];
    let at = this.#size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = keys[parent] ?? 0;
      if (above <= key) break;
      keys[at] = above;
      values[at] = values[parent] ?? 0;
      at = parent;
    }
    keys[at] = key;
    values[at] = value;
  }

  /** Takes out the value of the least key. */
  pop(): number {
    const [keys, values] = [this.#keys, this.#values];
    const top = values[0] ?? 0;
    const size = --this.#size;
    const key = keys[size] ?? 0;
    const value = values[size] ?? 0;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      const right = child + 1;
      if (right < size && (keys[right] ?? 0) < (keys[child] ?? 0)) child = right;
      const below = keys[child] ?? 0;
      if (below >= key) break;
      keys[at] = below;
      values[at] = values[child] ?? 0;
      at = child;
    }
    keys[at] = key;
    values[at] = value;
    return top;
  }

  #grow(): void {
    const [keys, values] = [this.#keys, this.#values];
    this.#keys = new Float64Array(keys.length * 2);
    this.#values = new Float64Array(values.length * 2);
    this.#keys.set(keys);
    this.#values.set(values);
  }
}
