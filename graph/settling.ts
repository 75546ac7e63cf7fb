import { setTimeout as sleep } from 'node:timers/promises';
import { Background } from './background.ts';
import { reasonOf } from './errors.ts';
import type { Estate } from './estate.ts';

/** Milliseconds until a failed settling is tried again. */
const pause = 5_000;

/** Longest rest: what came meanwhile has waited long enough. */
const most = 250;

/**
 * Settles an estate after writes that come one by one: soon, once for all that came meanwhile, and
 * then rests as long as that took, up to a bound, so that writes get their turn.
 */
export class Settling {
  readonly #estate: Pick<Estate, 'settle'>;
  readonly #onFailure: (error: unknown) => void;
  readonly #stop = new AbortController();
  readonly #loop = new Background(
    () => this.#asked && !this.#stop.signal.aborted,
    () => this.#turn(),
  );
  #asked = false;
  #failure: string | null = null;

  constructor(estate: Pick<Estate, 'settle'>, onFailure: (error: unknown) => void) {
    this.#estate = estate;
    this.#onFailure = onFailure;
  }

  /** Why derived facts lag behind; null while nothing is wrong. */
  get failure(): string | null {
    return this.#failure;
  }

  ask(): void {
    this.#asked = true;
    this.#loop.wake();
  }

  /** Ends after the settling in hand. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#loop.idle();
  }

  async #turn() {
    this.#asked = false;
    const wait = await this.#settle();
    await sleep(wait, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }

  /** Milliseconds to rest afterwards. */
  async #settle(): Promise<number> {
    try {
      const { milliseconds } = await this.#estate.settle();
      this.#failure = null;
      return Math.min(milliseconds, most);
    } catch (error) {
      this.#failure = reasonOf(error);
      this.#onFailure(error);
      this.#asked = true;
      return pause;
    }
  }
}
