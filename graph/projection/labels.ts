import { longer } from '../columns.ts';
import { kindNumber } from '../edge-table.ts';
import { capabilityOrder, held, type Capability } from '../schema/capability.ts';
import { movesOf, type EdgeKind } from '../schema/index.ts';
import { capabilityCount } from './capability-mask.ts';
import { costOf } from './cost.ts';
import { moveTables } from './moves.ts';

/** What a walkable edge is to the search, beside its ends. */
export interface EdgeLabel {
  kind: EdgeKind;
  /** Bits of its kind's moves that it allows. */
  moves: number;
  conditional: boolean;
  probability: number;
}

/**
 * Every distinct label once. Edges of an estate share few: their probabilities are priors, so that
 * an edge costs four bytes for all of this.
 */
export class Labels {
  #all: EdgeLabel[] = [];
  #byShape = new Map<number, Map<number, number>>();
  /** By label and capability held: mask of what the edge yields. */
  gains = new Uint8Array(capabilityCount * 64);
  /** By label and capability wanted at the end: mask of what suffices at the start. */
  enables = new Uint8Array(capabilityCount * 64);
  /** By label. */
  costs = new Float64Array(64);
  probabilities = new Float64Array(64);

  /** The same numbers, to go on by themselves. */
  copy(): Labels {
    const copy = new Labels();
    copy.#all = this.#all.slice();
    copy.#byShape = new Map([...this.#byShape].map(([shape, known]) => [shape, new Map(known)]));
    copy.gains = this.gains.slice();
    copy.enables = this.enables.slice();
    copy.costs = this.costs.slice();
    copy.probabilities = this.probabilities.slice();
    return copy;
  }

  /** The same numbers, of which edges of some kinds yield nothing. */
  without(kinds: ReadonlySet<EdgeKind>): Labels {
    const copy = this.copy();
    for (const [label, { kind }] of copy.#all.entries()) {
      if (!kinds.has(kind)) continue;
      const [first, end] = [label * capabilityCount, (label + 1) * capabilityCount];
      copy.gains.fill(0, first, end);
      copy.enables.fill(0, first, end);
    }
    return copy;
  }

  get size(): number {
    return this.#all.length;
  }

  get bytes(): number {
    const { gains, enables, costs, probabilities } = this;
    return [gains, enables, costs, probabilities].reduce((sum, a) => sum + a.byteLength, 0);
  }

  at(label: number): EdgeLabel {
    const found = this.#all[label];
    if (!found) throw new RangeError(`no label ${label}`);
    return found;
  }

  /** Number of a label, or -1 where the edge cannot be walked. */
  of({ kind, moves, conditional, probability: given }: EdgeLabel): number {
    if (moves === 0 || costOf(given) === Infinity) return -1;
    const probability = Math.min(given, 1);
    const shape = (((kindNumber.get(kind) ?? 0) << 16) | (moves << 1) | Number(conditional)) >>> 0;
    let byProbability = this.#byShape.get(shape);
    if (!byProbability) this.#byShape.set(shape, (byProbability = new Map<number, number>()));
    const known = byProbability.get(probability);
    if (known !== undefined) return known;
    const label = this.#add({ kind, moves, conditional, probability });
    byProbability.set(probability, label);
    return label;
  }

  #add(entry: EdgeLabel): number {
    const label = this.#all.length;
    if (label === this.costs.length) {
      const { gains, enables, costs, probabilities } = this;
      this.gains = longer(gains, gains.length * 2);
      this.enables = longer(enables, enables.length * 2);
      this.costs = longer(costs, label * 2);
      this.probabilities = longer(probabilities, label * 2);
    }
    this.#all.push(entry);
    const tables = moveTables(entry.kind, entry.moves);
    this.gains.set(tables.gains, label * capabilityCount);
    this.enables.set(tables.enables, label * capabilityCount);
    this.costs[label] = costOf(entry.probability);
    this.probabilities[label] = entry.probability;
    return label;
  }

  /** The first need of the edge's moves that what is held meets and that yields the gain. */
  need(label: number, holds: readonly Capability[], gain: Capability): Capability {
    const { kind, moves } = this.at(label);
    const move = movesOf(kind).find(
      ([needs, gains], i) =>
        moves & (1 << i) && gains === gain && holds.some((c) => held[c].has(needs)),
    );
    if (!move) throw new RangeError(`${kind} does not yield ${gain} from ${holds.join(', ')}`);
    return move[0];
  }
}

export const capabilityAt = (number: number): Capability => capabilityOrder[number] ?? 'R';
