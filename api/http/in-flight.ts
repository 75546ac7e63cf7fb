import { fail } from '../../graph/errors.ts';
import { bytes as sizeOf } from '../../ingest/limits.ts';

/** Bytes that are received and not yet written, over all requests, and how many may be. */
export class InFlight {
  readonly most: number;
  #bytes = 0;

  constructor(most: number) {
    this.most = most;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Runs work that may hold bytes; what it holds is given back at its end. */
  async hold<T>(work: (take: (count: number) => void) => Promise<T>): Promise<T> {
    let held = 0;
    const take = (count: number) => {
      if (this.#bytes + count > this.most)
        fail('OVERLOADED', `more than ${sizeOf(this.most)} are being written`);
      this.#bytes += count;
      held += count;
    };
    try {
      return await work(take);
    } finally {
      this.#bytes -= held;
    }
  }
}
