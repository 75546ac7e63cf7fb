/**
 * Work that goes on in the background while there is any, one step at a time. A wake is never lost:
 * the loop ends in the same turn in which it sees that nothing waits.
 */
export class Background {
  readonly #waits: () => boolean;
  readonly #step: () => Promise<void>;
  #running: Promise<void> | undefined;

  /** `step` must not throw. */
  constructor(waits: () => boolean, step: () => Promise<void>) {
    this.#waits = waits;
    this.#step = step;
  }

  wake(): void {
    if (this.#waits()) this.#running ??= this.#run();
  }

  /** Ends when nothing waits any more. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#waits()) await this.#step();
    this.#running = undefined;
  }
}
