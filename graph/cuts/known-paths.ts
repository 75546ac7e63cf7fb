import type { Covering, Ending } from './covering.ts';
import { Numbered, type Prices } from './numbered.ts';
import type { Path } from '../projection/search.ts';
import type { Change, Ways } from './ways.ts';

/** Ids of the edges of one path. */
export type Trail = readonly string[];

/** The edges of a path, in its order. */
export const trailOf = ({ hops }: Pick<Path, 'hops'>): string[] => hops.map(({ edge }) => edge);

/** Paths that are known so far, as sets of edges of each of which one must end. */
export class KnownPaths {
  readonly #ways: Ways;
  readonly #numbered: Numbered;
  readonly #sets = new Map<string, Ending[]>();
  #news: Ending[][] = [];

  constructor(ways: Ways, prices: Prices) {
    this.#ways = ways;
    this.#numbered = new Numbered(ways, prices);
  }

  get size(): number {
    return this.#sets.size;
  }

  /** Takes in a path, and returns its set; null where no change ends it. */
  learn(trail: Trail): Ending[] | null {
    const endings = [...new Set(trail)].sort().map((edge) => this.#numbered.ending(edge));
    const set = endings.filter((ending) => ending !== null);
    if (set.length === 0) return null;
    const key = JSON.stringify(set);
    if (!this.#sets.has(key)) this.#news.push(set);
    this.#sets.set(key, set);
    return set;
  }

  /** Sets that came in since this was asked last. */
  news(): Ending[][] {
    const news = this.#news;
    this.#news = [];
    return news;
  }

  /** What must be covered, of all that is known or of some sets. */
  covering(sets: Iterable<Ending[]> = this.#sets.values()): Covering {
    return {
      prices: this.#numbered.prices,
      sets: [...sets],
      losses: this.#numbered.losses(),
    };
  }

  /** Edges that are gone once changes are made, by their numbers. */
  gone(numbers: Iterable<number>): Set<string> {
    return this.#ways.ended(new Set([...numbers].map((number) => this.#change(number).id)));
  }

  /** How far edges end by changes that are made in part, by their numbers. */
  weights(made: ReadonlyMap<number, number>): Map<string, number> {
    const parts = new Map([...made].map(([number, part]) => [this.#change(number).id, part]));
    const partOf = (ids: readonly string[]) =>
      ids.reduce((sum, id) => sum + (parts.get(id) ?? 0), 0);
    const weights = new Map<string, number>();
    for (const id of parts.keys())
      for (const edge of this.#ways.edgesOf(id))
        if (!weights.has(edge))
          weights.set(edge, Math.min(1, ...(this.#ways.of(edge) ?? [[]]).map(partOf)));
    return weights;
  }

  /** Changes by their numbers, in the order of their ids. */
  changes(numbers: Iterable<number>): Change[] {
    return [...numbers]
      .map((number) => this.#change(number))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  #change(number: number): Change {
    const change = this.#numbered.changes[number];
    if (!change) throw new RangeError(`no change ${number}`);
    return change;
  }
}
