import { capabilityCount, heldWith, lowest } from './capability-mask.ts';
import { Frame } from './frame.ts';
import type { Problem } from './problem.ts';
import type { Walkable } from './walkable.ts';

/** Entries that one pass follows, a bit each. */
const width = 32;

const bitsIn = (word: number): number => {
  let count = 0;
  for (let rest = word; rest; rest &= rest - 1) count++;
  return count;
};

/** Which entries come to which targets, by node number: a word of 32 entries for each target. */
export class Pairs {
  readonly #entries: readonly number[];
  readonly #words = new Map<number, Int32Array>();

  constructor(entries: readonly number[]) {
    this.#entries = entries;
  }

  put(target: number, batch: number, word: number): void {
    if (word === 0) return;
    const known = this.#words.get(target);
    const words = known ?? new Int32Array(Math.ceil(this.#entries.length / width));
    if (!known) this.#words.set(target, words);
    words[batch] = word;
  }

  get count(): number {
    let sum = 0;
    for (const words of this.#words.values()) for (const word of words) sum += bitsIn(word);
    return sum;
  }

  /** Pairs that the other has not; those that begin or end at a node do not count. */
  lostIn(other: Pairs, node: number): number {
    const own = this.#entries.indexOf(node);
    let sum = 0;
    for (const [target, words] of this.#words) {
      if (target === node) continue;
      const left = other.#words.get(target);
      for (const [batch, word] of words.entries()) {
        const mask = own >> 5 === batch && own >= 0 ? ~(1 << (own & 31)) : -1;
        sum += bitsIn(word & ~(left?.[batch] ?? 0) & mask);
      }
    }
    return sum;
  }
}

/**
 * All pairs of an entry and a target that any sound walk joins. A node that is both makes a pair
 * with itself where it can gain what it does not hold from the beginning. `entries` names the order
 * of bits, so that answers for the same graph without something can be compared.
 */
export function pairsOf(graph: Walkable, problem: Problem, entries: readonly number[]): Pairs {
  const frame = new Frame(graph, { ...problem, through: [] });
  const pairs = new Pairs(entries);
  const starts = new Map(problem.starts.map((start) => [start.node, start.holds]));
  for (let batch = 0; batch * width < entries.length; batch++) {
    const part = entries.slice(batch * width, (batch + 1) * width);
    const reached = spread(frame, part, starts);
    for (const [node, goal] of problem.goals) {
      let word = 0;
      for (let rest = goal; rest; rest &= rest - 1)
        word |= reached[node * capabilityCount + lowest(rest)] ?? 0;
      const own = part.indexOf(node);
      if (own >= 0 && !gainsAt(reached, node, goal, starts.get(node) ?? 0, 1 << own))
        word &= ~(1 << own);
      pairs.put(node, batch, word);
    }
  }
  return pairs;
}

/** Whether one who starts at a goal comes back for what is not held there from the beginning. */
function gainsAt(reached: Int32Array, node: number, goal: number, holds: number, bit: number) {
  for (let rest = ~(heldWith[holds] ?? 0) & 0xff; rest; rest &= rest - 1) {
    const gain = lowest(rest);
    const there = ((reached[node * capabilityCount + gain] ?? 0) & bit) !== 0;
    if (there && ((heldWith[1 << gain] ?? 0) & goal) !== 0) return true;
  }
  return false;
}

/** By state, the entries that come to hold it. */
function spread(
  frame: Frame,
  entries: readonly number[],
  starts: ReadonlyMap<number, number>,
): Int32Array {
  const reached = new Int32Array(frame.graph.nodes.size * capabilityCount);
  const waiting = new Int32Array(reached.length);
  const queue: number[] = [];
  const add = (node: number, gain: number, word: number) => {
    const state = node * capabilityCount + gain;
    const fresh = word & ~(reached[state] ?? 0);
    if (fresh === 0) return;
    for (let rest = heldWith[1 << gain] ?? 0; rest; rest &= rest - 1)
      reached[node * capabilityCount + lowest(rest)]! |= fresh;
    if (waiting[state] === 0) queue.push(state);
    waiting[state]! |= fresh;
  };
  for (const [bit, node] of entries.entries())
    for (let rest = starts.get(node) ?? 0; rest; rest &= rest - 1)
      add(node, lowest(rest), 1 << bit);
  for (let at = 0; at < queue.length; at++) {
    const state = queue[at] ?? 0;
    const word = waiting[state] ?? 0;
    waiting[state] = 0;
    const gain = state % capabilityCount;
    const node = (state - gain) / capabilityCount;
    frame.hops({ node, holds: 1 << gain, stage: 0 }, (_, next, yields) => {
      add(next, yields, word);
    });
  }
  return reached;
}
