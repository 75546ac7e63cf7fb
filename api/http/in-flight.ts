import { fail } from '../../graph/errors.ts';
import { bytes as sizeOf } from '../../ingest/limits.ts';

/** How much senders may have in hand here at once, all together. */
interface Allowance {
  bytes: number;
  requests: number;
}

/** Exports that may wait to be written: bytes of four of the largest that are taken. */
export const usual: Allowance = { bytes: 64 << 20, requests: 256 };

/** Milliseconds without one export written after which senders are not at fault that it is full. */
const stalled = 5_000;

/** Exports that are received and not yet written, over all requests. */
export class InFlight {
  readonly #most: Allowance;
  #bytes = 0;
  #requests = 0;
  #moved = 0;

  constructor(most: Allowance) {
    this.#most = most;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Runs work that may hold bytes; what it holds is given back at its end. Throws TOO_MANY for what
   * is sent beside more than is taken, OVERLOADED where nothing of that gets written.
   */
  async hold<T>(work: (take: (count: number) => void) => Promise<T>): Promise<T> {
    const { bytes, requests } = this.#most;
    if (this.#requests >= requests) this.#full(`${requests} exports`);
    let held = 0;
    const take = (count: number) => {
      if (this.#bytes + count > bytes) this.#full(`more than ${sizeOf(bytes)}`);
      this.#bytes += count;
      held += count;
    };
    if (this.#requests === 0) this.#moved = performance.now();
    this.#requests += 1;
    try {
      const done = await work(take);
      this.#moved = performance.now();
      return done;
    } finally {
      this.#requests -= 1;
      this.#bytes -= held;
    }
  }

  #full(what: string): never {
    if (performance.now() - this.#moved > stalled)
      fail('OVERLOADED', `${what} wait, and none gets written`);
    fail('TOO_MANY', `${what} are being written: send less at once`);
  }
}
