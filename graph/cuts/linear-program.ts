import { folded, type Covering, type Ending } from './covering.ts';

/** Prices are halves: what is nearer to the bound than one is the cheapest. */
export const exactly = { mip_rel_gap: 0, mip_abs_gap: 0.4 };

/** Columns whose sum, less that of others, is not below a number. */
export interface Row {
  plus: readonly number[];
  minus: readonly number[];
  least: number;
}

const sum = (terms: readonly string[]) => terms.join(' + ');

/**
 * A covering, which may grow, as a linear program: a column is 1 for a change that is made, at most
 * 1 for an edge that ends, at least 1 for a loss that changes bring about together. A loss that one
 * change brings about by itself counts with the change.
 */
export class LinearProgram {
  readonly rows: Row[] = [];
  /** By column. */
  readonly costs: number[] = [];
  /** By column, the change that it stands for, or -1. */
  readonly changes: number[] = [];
  readonly #columns = new Map<string, number>();
  #losses = new Set<number>();

  /** Takes in sets, and prices and losses as they are with them; earlier sets stay. */
  take(covering: Covering): void {
    const { own, joint } = folded(covering);
    for (const set of covering.sets) {
      const plus = [...new Set(set.flatMap((ending) => this.#ends(ending)))];
      this.rows.push({ plus, minus: [], least: 1 });
    }
    for (const loss of this.#losses) this.costs[loss] = 0;
    for (const { ending, price } of joint) {
      const loss = this.#loss(ending);
      if (loss !== null) this.costs[loss] = (this.costs[loss] ?? 0) + price;
    }
    for (const [column, change] of this.changes.entries())
      if (change !== -1) this.costs[column] = own[change] ?? 0;
  }

  /** In the CPLEX format. `whole`: changes are made or not; otherwise in part, which costs no more. */
  text(whole: boolean): string {
    const name = (column: number) => {
      const change = this.changes[column] ?? -1;
      return change === -1 ? `y${column}` : `x${change}`;
    };
    const rows = this.rows.map(({ plus, minus, least }, i) => {
      const less = minus.map((column) => ` - ${name(column)}`).join('');
      return ` r${i}: ${sum(plus.map(name))}${less} >= ${least}`;
    });
    const made = this.changes.flatMap((change, column) => (change === -1 ? [] : [name(column)]));
    return [
      'Minimize',
      ` cost: ${sum(this.costs.map((cost, column) => `${cost} ${name(column)}`))}`,
      'Subject To',
      ...rows,
      ...(whole ? ['Binary', ` ${made.join(' ')}`] : []),
      'End',
      '',
    ].join('\n');
  }

  /** What tells that an edge ends; where it has one alternative only, the changes do. */
  #ends(ending: Ending): number[] {
    const [only = [], ...others] = ending;
    if (others.length === 0) return only.map((change) => this.#made(change));
    const key = JSON.stringify(ending);
    const known = this.#columns.get(key);
    if (known !== undefined) return [known];
    const edge = this.#column(key);
    for (const alternative of ending) {
      const plus = [...new Set(alternative)].map((change) => this.#made(change));
      this.rows.push({ plus, minus: [edge], least: 0 });
    }
    return [edge];
  }

  /** What tells that a loss is brought about; null where changes that no set needs would have to. */
  #loss(ending: Ending): number | null {
    const alternatives = ending.map((alternative) =>
      alternative.flatMap((change) => this.#columns.get(`x${change}`) ?? []),
    );
    if (alternatives.some(({ length }) => length === 0)) return null;
    const key = `l${JSON.stringify(alternatives)}`;
    const known = this.#columns.get(key);
    if (known !== undefined) return known;
    const all = alternatives.map((alternative, i) => {
      const [only, ...others] = new Set(alternative);
      if (only !== undefined && others.length === 0) return only;
      const any = this.#column(`${key} ${i}`);
      for (const change of alternative) this.rows.push({ plus: [any], minus: [change], least: 0 });
      return any;
    });
    const minus = [...new Set(all)];
    const loss = this.#column(key);
    this.#losses.add(loss);
    this.rows.push({ plus: [loss], minus, least: 1 - minus.length });
    return loss;
  }

  #made(change: number): number {
    return this.#columns.get(`x${change}`) ?? this.#column(`x${change}`, change);
  }

  #column(key: string, change = -1): number {
    const column = this.changes.push(change) - 1;
    this.costs.push(0);
    this.#columns.set(key, column);
    return column;
  }
}
