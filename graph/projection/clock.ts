/** Thrown inside a search whose time is up; what was found until then still counts. */
export const outOfTime = Symbol('out of time');

/** Ends a search that takes longer than allowed; asks the time only now and then. */
export class Clock {
  readonly #end: number;
  readonly #every: number;
  #ticks = 0;
  #most = Infinity;

  /** `timeout` in milliseconds; `every`: ticks between two looks at the time. */
  constructor(timeout: number, every = 256) {
    this.#end = performance.now() + timeout;
    this.#every = every;
  }

  /** Leaves so many ticks from now on, for what is good to know and not worth a long search. */
  limit(ticks: number): void {
    this.#most = this.#ticks + ticks;
  }

  tick(): void {
    const late = ++this.#ticks % this.#every === 0 && performance.now() > this.#end;
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- a signal, not an error
    if (late || this.#ticks > this.#most) throw outOfTime;
  }
}
