import type { Ending } from './hitting-set.ts';
import type { Change, Ways } from './ways.ts';

/** What changes cost, and which may be proposed. */
export interface Prices {
  of(change: Change): number;
  /** What ending an edge that is in use costs beyond that. */
  loss: number;
  /** All, where not given. */
  allows?: (change: Change) => boolean;
}

/** Numbers of changes in the order in which they come up, with their prices. */
export class Numbered {
  readonly changes: Change[] = [];
  readonly prices: number[] = [];
  readonly #ways: Ways;
  readonly #prices: Prices;
  readonly #numbers = new Map<string, number>();

  constructor(ways: Ways, prices: Prices) {
    this.#ways = ways;
    this.#prices = prices;
  }

  /** How an edge ends by changes that are allowed; null where it cannot. */
  ending(edge: string): Ending | null {
    return this.#ending(edge, (id) => this.#of(id));
  }

  /** Edges in use that the changes so far can end. */
  losses(): { ending: Ending; price: number }[] {
    const { loss } = this.#prices;
    if (loss === 0) return [];
    return [...this.#ways.used(this.changes.map(({ id }) => id))].flatMap((edge) => {
      const ending = this.#ending(edge, (id) => this.#numbers.get(id) ?? -1);
      return ending ? [{ ending, price: loss }] : [];
    });
  }

  idsOf(numbers: Iterable<number>): Set<string> {
    return new Set([...numbers].flatMap((number) => this.changes[number]?.id ?? []));
  }

  /** -1 for a change that is not allowed. */
  #of(id: string): number {
    const known = this.#numbers.get(id);
    if (known !== undefined) return known;
    const change = this.#ways.change(id);
    const allowed = this.#prices.allows?.(change) ?? true;
    const number = allowed ? this.changes.push(change) - 1 : -1;
    if (allowed) this.prices.push(this.#prices.of(change));
    this.#numbers.set(id, number);
    return number;
  }

  #ending(edge: string, numberOf: (id: string) => number): Ending | null {
    const alternatives = (this.#ways.of(edge) ?? [[]]).map((ids) =>
      ids.map(numberOf).filter((number) => number >= 0),
    );
    return alternatives.some(({ length }) => length === 0) ? null : alternatives;
  }
}
