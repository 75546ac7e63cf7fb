/** The time that ages are reckoned to; it moves every ten seconds, so that no figure flickers. */
class Clock {
  now = $state(Date.now());
  #timer: ReturnType<typeof setInterval> | undefined;

  start(): () => void {
    this.#timer ??= setInterval(() => (this.now = Date.now()), 10_000);
    return () => {
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }
}

export const clock = new Clock();
