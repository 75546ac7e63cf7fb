/** For how long a server has been silent though it was asked. */
export class Silence {
  #asked = 0;
  #since: number | null = null;

  /** Something is on its way to the server. */
  asked(): void {
    this.#asked += 1;
    this.#since ??= performance.now();
  }

  /** The server said something: an answer to what was asked, or not. */
  heard(answers: 0 | 1 = 1): void {
    this.#asked = Math.max(0, this.#asked - answers);
    this.#since = this.#asked > 0 ? performance.now() : null;
  }

  /** What was asked before gets no answer any more, and another did. */
  anew(): void {
    this.#asked = 0;
    this.heard(0);
  }

  get seconds(): number {
    return this.#since === null ? 0 : (performance.now() - this.#since) / 1_000;
  }
}
