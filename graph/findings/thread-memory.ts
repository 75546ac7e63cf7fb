import type { Path } from '../projection/search.ts';
import type { Touched } from '../projection/touched.ts';

/** The best short path from one node to another, and between which nodes it was looked for. */
export interface Answer {
  path: Path | null;
  late: boolean;
  from: string;
  to: string;
}

/** Answers that are kept; beyond, all are forgotten. */
const most = 200_000;

/** Answers of short searches from one evaluation to the next. */
export class ThreadMemory {
  readonly #answers: Map<string, Answer>;

  constructor(answers: Iterable<readonly [string, Answer]> = []) {
    this.#answers = new Map(answers);
  }

  get(key: string): Answer | undefined {
    return this.#answers.get(key);
  }

  keep(key: string, answer: Answer): void {
    if (this.#answers.size >= most) this.#answers.clear();
    this.#answers.set(key, answer);
  }

  /** Forgets what may be otherwise now, and what ran out of time. */
  forget(touched: readonly Touched[]): void {
    for (const [key, { from, to, late }] of this.#answers)
      if (late || touched.some((one) => one.joins(from, to))) this.#answers.delete(key);
  }

  /** The same answers for a state of its own. */
  copy(): ThreadMemory {
    return new ThreadMemory(this.#answers);
  }
}
