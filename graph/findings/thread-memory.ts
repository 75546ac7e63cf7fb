import type { Path } from '../projection/search.ts';
import type { Differences } from '../projection/differences.ts';

/** The best short path from one node to another, and between which nodes it was looked for. */
export interface Answer {
  path: Path | null;
  late: boolean;
  from: string;
  to: string;
}

/** Two nodes between which paths were looked for, and keys of the answers. */
interface Pair {
  from: string;
  to: string;
  keys: Set<string>;
}

/** Answers of short searches from one evaluation to the next. */
export class ThreadMemory {
  readonly #answers = new Map<string, Answer>();
  readonly #pairs = new Map<string, Pair>();
  /** By edge, keys of the answers whose path takes it. */
  readonly #takers = new Map<string, Set<string>>();
  readonly #late = new Set<string>();
  readonly #most: number;
  /** Whether answers were given up since it was last told what is forgotten. */
  #cleared = false;

  /** `most`: answers that are kept; beyond, all are given up. */
  constructor(most = 200_000) {
    this.#most = most;
  }

  get(key: string): Answer | undefined {
    return this.#answers.get(key);
  }

  /** Says that paths between two nodes matter, whether or not any is asked for. */
  expect(from: string, to: string): Pair {
    const key = `${from}\n${to}`;
    const known = this.#pairs.get(key);
    if (known) return known;
    const pair = { from, to, keys: new Set<string>() };
    this.#pairs.set(key, pair);
    return pair;
  }

  keep(key: string, answer: Answer): void {
    if (this.#answers.size >= this.#most) {
      this.#cleared = true;
      for (const known of [this.#answers, this.#takers, this.#late]) known.clear();
      for (const { keys } of this.#pairs.values()) keys.clear();
    }
    this.#answers.set(key, answer);
    this.expect(answer.from, answer.to).keys.add(key);
    if (answer.late) this.#late.add(key);
    for (const { edge } of answer.path?.hops ?? []) {
      const takers = this.#takers.get(edge);
      if (takers) takers.add(key);
      else this.#takers.set(edge, new Set([key]));
    }
  }

  /**
   * Forgets what may be otherwise now: answers that take an edge which is lost, those between nodes
   * that something gained may join, and what ran out of time. Returns the nodes of each; all that
   * are known where answers were given up, as nothing tells any more what those hung on.
   */
  forget({ lost, gained }: Differences): { from: string; to: string }[] {
    const forgotten: { from: string; to: string }[] = [];
    const drop = (key: string) => {
      const answer = this.#answers.get(key);
      if (!answer) return;
      this.#answers.delete(key);
      for (const { edge } of answer.path?.hops ?? []) this.#takers.get(edge)?.delete(key);
      forgotten.push(answer);
    };
    for (const id of lost) for (const key of this.#takers.get(id) ?? []) drop(key);
    for (const key of this.#late) drop(key);
    this.#late.clear();
    for (const pair of gained ? this.#pairs.values() : [])
      if (gained?.joins(pair.from, pair.to)) {
        for (const key of pair.keys) drop(key);
        pair.keys.clear();
        forgotten.push(pair);
      }
    if (!this.#cleared) return forgotten;
    this.#cleared = false;
    return [...this.#pairs.values()];
  }

  /** The same answers for a state of its own. */
  copy(): ThreadMemory {
    const copy = new ThreadMemory(this.#most);
    for (const { from, to } of this.#pairs.values()) copy.expect(from, to);
    for (const [key, answer] of this.#answers) copy.keep(key, answer);
    copy.#cleared = this.#cleared;
    return copy;
  }
}
