/** Sets of numbers, each kept once: the same set has the same name. 0 is the empty one. */
export class NumberSets {
  readonly #sets: (readonly number[])[] = [[]];
  readonly #names = new Map([['', 0]]);
  readonly #meets = new Map<number, number>();
  readonly #joins = new Map<number, number>();

  /** What is in a set, ascending. */
  items(set: number): readonly number[] {
    return this.#sets[set] ?? [];
  }

  /** What is in both sets. */
  meet(a: number, b: number): number {
    if (a === b) return a;
    if (a === 0 || b === 0) return 0;
    const key = a < b ? pair(a, b) : pair(b, a);
    let found = this.#meets.get(key);
    if (found === undefined) {
      this.#meets.set(key, (found = this.#name(common(this.items(a), this.items(b)))));
    }
    return found;
  }

  /** A set and one number more. */
  with(set: number, number: number): number {
    const key = pair(set, number);
    let found = this.#joins.get(key);
    if (found === undefined) {
      const items = this.items(set);
      const place = items.findIndex((item) => item >= number);
      const all =
        items[place] === number
          ? items
          : place < 0
            ? [...items, number]
            : items.toSpliced(place, 0, number);
      this.#joins.set(key, (found = this.#name(all)));
    }
    return found;
  }

  #name(items: readonly number[]): number {
    const key = items.join();
    let name = this.#names.get(key);
    if (name === undefined) this.#names.set(key, (name = this.#sets.push(items) - 1));
    return name;
  }
}

/** Both are below 2^26, so that no two pairs are the same number. */
const pair = (a: number, b: number) => a * 0x4000000 + b;

function common(a: readonly number[], b: readonly number[]): number[] {
  const both: number[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [x, y] = [a[i] ?? 0, b[j] ?? 0];
    if (x === y) both.push(x);
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return both;
}
