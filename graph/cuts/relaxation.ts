import type { Highs, Model } from 'highs';
import { met, onGrid, priceOf, type Cover, type Covering } from './covering.ts';
import { exactly, LinearProgram, type Row } from './linear-program.ts';

/** Changes that are made in part. */
export interface Partly {
  /** By change, how much of it is made; 0 to 1. */
  made: ReadonlyMap<number, number>;
  /** No cover costs less. */
  bound: number;
}

/** By how much HiGHS lets the price of a column stray (its `dual_feasibility_tolerance`). */
const inexact = 1e-7;

/** Runs what may throw; null where it does. */
type Attempt = <T>(work: () => T) => T | null;

function matrixOf(rows: readonly Row[], numCols: number) {
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const { plus, minus } of rows) {
    indices.push(...plus, ...minus);
    values.push(...plus.map(() => 1), ...minus.map(() => -1));
    starts.push(indices.length);
  }
  return {
    format: 'csr' as const,
    numRows: rows.length,
    numCols,
    starts: Int32Array.from(starts),
    indices: Int32Array.from(indices),
    values: Float64Array.from(values),
  };
}

/** The changes of which more than half is made; null where they are no cover. */
function coverOf(all: Covering, made: Partly['made'], bound: number): Cover | null {
  const changes = [...made].flatMap(([change, part]) => (part > 0.5 ? [change] : []));
  const chosen = new Set(changes);
  if (!all.sets.every((set) => met(set, chosen))) return null;
  const price = priceOf(all, chosen);
  return { changes: changes.sort((a, b) => a - b), price, bound: Math.min(bound, price) };
}

/**
 * A covering that grows, of which changes are made in part: that costs no more than whole changes,
 * and each solution starts from the one before, which takes a small part of the time.
 */
export class Relaxation {
  readonly #highs: Highs;
  readonly #attempt: Attempt;
  readonly #program = new LinearProgram();
  readonly #costs: number[] = [];
  #model: Model | null = null;
  #rows = 0;

  constructor(highs: Highs, attempt: Attempt) {
    this.#highs = highs;
    this.#attempt = attempt;
  }

  /** Takes in sets, with prices and losses as they are now; earlier sets stay. */
  add(covering: Covering): void {
    this.#program.take(covering);
  }

  /** The cheapest in part within so many milliseconds; null where that is not enough. */
  partly(timeout: number): Partly | null {
    return this.#attempt(() => {
      const model = this.#run({ presolve: 'off', solver: 'simplex' }, timeout);
      if (model.getModelStatus() !== this.#highs.constants.modelStatus.optimal) return null;
      return { made: this.#made(model), bound: this.#certain(model.getObjectiveValue()) };
    });
  }

  /** The cheapest whole changes for all that was taken in; null where none was found in time. */
  cover(all: Covering, timeout: number): Cover | null {
    const end = performance.now() + timeout;
    const partly = this.partly(timeout);
    if (!partly) return null;
    const rounded = coverOf(all, partly.made, partly.bound);
    if (rounded && rounded.bound === rounded.price) return rounded;
    return this.#attempt(() => this.#whole(all, partly, end - performance.now())) ?? rounded;
  }

  #whole(all: Covering, partly: Partly, timeout: number): Cover | null {
    const model = this.#grown();
    const { variableType, modelStatus } = this.#highs.constants;
    const basis = model.getBasis();
    for (const [column, change] of this.#program.changes.entries())
      if (change !== -1) model.changeColIntegrality(column, variableType.integer);
    this.#run({ presolve: 'on', solver: 'choose', ...exactly }, timeout);
    const made = this.#made(model);
    const optimal = model.getModelStatus() === modelStatus.optimal;
    const bound = this.#certain(Number(model.info.get('mip_dual_bound')));
    model.clearIntegrality();
    model.setBasis(basis);
    return coverOf(all, made, optimal ? Infinity : Math.max(partly.bound, bound));
  }

  /** Frees its memory. */
  end(): void {
    const model = this.#model;
    this.#model = null;
    this.#attempt(() => model?.dispose());
  }

  /** What no solution goes below, though each column may be a little wrong. */
  #certain(bound: number): number {
    return onGrid(bound - inexact * this.#costs.length);
  }

  #run(how: Record<string, string | number>, timeout: number): Model {
    const model = this.#grown();
    const time_limit = Math.max(0.1, timeout / 1_000);
    model.options.set({ output_flag: false, time_limit, ...how });
    model.zeroAllClocks();
    model.run();
    return model;
  }

  #made(model: Model): Map<number, number> {
    const { colValue } = model.getSolution();
    const made = new Map<number, number>();
    for (const [column, change] of this.#program.changes.entries()) {
      const value = colValue[column] ?? 0;
      if (change !== -1 && value > 0) made.set(change, value);
    }
    return made;
  }

  /** The model, brought to what the program has become. */
  #grown(): Model {
    const model = (this.#model ??= this.#highs.createModel());
    const { costs, rows } = this.#program;
    for (const [column, cost] of this.#costs.entries())
      if (costs[column] !== cost) model.changeColCost(column, costs[column] ?? 0);
    const fresh = costs.slice(this.#costs.length);
    if (fresh.length > 0)
      model.addCols({
        cost: Float64Array.from(fresh),
        lower: new Float64Array(fresh.length),
        upper: new Float64Array(fresh.length).fill(1),
        matrix: {
          format: 'csc',
          numRows: this.#rows,
          numCols: fresh.length,
          starts: new Int32Array(fresh.length + 1),
          indices: new Int32Array(0),
          values: new Float64Array(0),
        },
      });
    this.#costs.splice(0, Infinity, ...costs);
    const more = rows.slice(this.#rows);
    const lower = Float64Array.from(more, ({ least }) => least);
    const upper = lower.map(() => Infinity);
    if (more.length > 0) model.addRows({ lower, upper, matrix: matrixOf(more, costs.length) });
    this.#rows = rows.length;
    return model;
  }
}
