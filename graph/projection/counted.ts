import { elementKey, type Element } from './elements.ts';

export interface ChokePoint extends Element {
  /** Pairs of an entry and a target that no path joins without it. */
  closes: number;
}

const compareIds = (a: Element, b: Element) =>
  a.kind === b.kind ? (a.id < b.id ? -1 : 1) : a.kind < b.kind ? -1 : 1;

/** Pairs, and by element those that it closes, as they are found. */
export class Counted {
  pairs = 0;
  readonly #points = new Map<string, ChokePoint>();

  add({ kind, id }: Element, closes: number): void {
    if (closes === 0) return;
    const key = elementKey({ kind, id });
    const known = this.#points.get(key);
    if (known) known.closes += closes;
    else this.#points.set(key, { kind, id, closes });
  }

  addAll(other: Counted): void {
    this.pairs += other.pairs;
    for (const point of other.#points.values()) this.add(point, point.closes);
  }

  /** Those that close most, then by kind and id. */
  best(most: number): ChokePoint[] {
    const points = [...this.#points.values()];
    points.sort((a, b) => b.closes - a.closes || compareIds(a, b));
    return points.slice(0, most);
  }
}
