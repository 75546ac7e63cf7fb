import type { Covering, Ending } from './covering.ts';
import type { Change, Ways } from './ways.ts';

/** What changes cost, and which may be proposed. */
export interface Prices {
  of(change: Change): number;
  /** What ending an edge that is in use costs beyond that. */
  loss: number;
  /** All, where not given. */
  allows?: (change: Change) => boolean;
}

type Loss = Covering['losses'][number];

/** Numbers of changes in the order in which they come up, with their prices. */
export class Numbered {
  readonly changes: Change[] = [];
  readonly prices: number[] = [];
  readonly #ways: Ways;
  readonly #prices: Prices;
  readonly #numbers = new Map<string, number>();
  readonly #losses = new Map<string, Loss>();

  constructor(ways: Ways, prices: Prices) {
    this.#ways = ways;
    this.#prices = prices;
  }

  /** How an edge ends by changes that are allowed; null where it cannot. */
  ending(edge: string): Ending | null {
    return this.#ending(edge, (id) => this.#of(id));
  }

  /** What ending edges in use costs, as far as the changes so far can end them. */
  losses(): Loss[] {
    return [...this.#losses.values()];
  }

  /** -1 for a change that is not allowed. */
  #of(id: string): number {
    const known = this.#numbers.get(id);
    if (known !== undefined) return known;
    const change = this.#ways.change(id);
    const allowed = this.#prices.allows?.(change) ?? true;
    const number = allowed ? this.changes.push(change) - 1 : -1;
    this.#numbers.set(id, number);
    if (!allowed) return number;
    this.prices.push(this.#prices.of(change));
    if (this.#prices.loss > 0)
      for (const edge of this.#ways.used([id])) {
        const ending = this.#ending(edge, (other) => this.#numbers.get(other) ?? -1);
        if (ending) this.#losses.set(edge, { ending, price: this.#prices.loss });
      }
    return number;
  }

  #ending(edge: string, numberOf: (id: string) => number): Ending | null {
    const alternatives = (this.#ways.of(edge) ?? [[]]).map((ids) =>
      ids.map(numberOf).filter((number) => number >= 0),
    );
    return alternatives.some(({ length }) => length === 0) ? null : alternatives;
  }
}
