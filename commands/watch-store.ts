import type { Store } from '../graph/store/store.ts';

/** Seconds that a write may go without an answer before it is told. */
const long = 10;

/** A thread that was busy finds the answers that came meanwhile by its next turn. */
const turns = 2;

/** Says when the store leaves a write without an answer for long, and when it answers again. */
export class StoreWatch {
  readonly #store: Pick<Store, 'name' | 'silence'>;
  readonly #say: (text: string) => void;
  readonly #timer: NodeJS.Timeout;
  #silent = 0;

  constructor(store: Pick<Store, 'name' | 'silence'>, say: (text: string) => void) {
    this.#store = store;
    this.#say = say;
    this.#timer = setInterval(() => {
      this.#look();
    }, 1_000).unref();
  }

  /** What it waits for; null while the store answers. */
  get trouble(): string | null {
    return this.#silent < turns
      ? null
      : `${this.#store.name}: a write is without an answer for ${Math.round(this.#store.silence())} s`;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #look() {
    const before = this.trouble;
    this.#silent = this.#store.silence() < long ? 0 : this.#silent + 1;
    const now = this.trouble;
    if (before === null && now !== null) this.#say(`${now}; waiting\n`);
    if (before !== null && now === null) this.#say(`${this.#store.name}: answers again\n`);
  }
}
