/** Milliseconds that each stage of some work took so far, all times together. */
export class Stopwatch {
  readonly #stages = new Map<string, number>();
  #last = performance.now();

  get stages(): ReadonlyMap<string, number> {
    return this.#stages;
  }

  start(): void {
    this.#last = performance.now();
  }

  /** Ends a stage that began at the start, or when the one before ended. */
  lap(stage: string): void {
    const now = performance.now();
    this.#stages.set(stage, (this.#stages.get(stage) ?? 0) + now - this.#last);
    this.#last = now;
  }
}
