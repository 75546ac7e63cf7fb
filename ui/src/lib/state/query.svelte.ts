import { untrack } from 'svelte';
import { failureOf, type RequestFailure } from '../client/failure.ts';
import { live } from './live.svelte.ts';

/** Milliseconds without an answer until a skeleton, and until progress with a way to stop. */
const patience = { skeleton: 150, progress: 2_000 };

/**
 * One question to the server and its last good answer, which stays while the next is fetched and
 * when that fails.
 */
export class Query<T> {
  data = $state.raw<T>();
  failure = $state.raw<RequestFailure>();
  running = $state(false);
  /** How long it has been running, as far as a reader needs to know. */
  pace = $state<'short' | 'noticed' | 'long'>('short');
  startedAt = $state(0);
  /** When the answer that is shown came, milliseconds since 1970. */
  answeredAt = $state(0);
  readonly #load: (signal: AbortSignal) => Promise<T>;
  #current: AbortController | undefined;

  constructor(load: (signal: AbortSignal) => Promise<T>) {
    this.#load = load;
  }

  /** Asks again; an earlier question that still runs is given up. */
  run = async (): Promise<void> => {
    this.#current?.abort();
    const mine = new AbortController();
    this.#current = mine;
    const answer = this.#load(mine.signal);
    untrack(() => {
      this.running = true;
      this.pace = 'short';
      this.startedAt = Date.now();
    });
    const timers = [
      setTimeout(() => (this.pace = 'noticed'), patience.skeleton),
      setTimeout(() => (this.pace = 'long'), patience.progress),
    ];
    try {
      const data = await answer;
      if (this.#current !== mine) return;
      this.data = data;
      this.failure = undefined;
      this.answeredAt = Date.now();
    } catch (thrown) {
      if (this.#current !== mine) return;
      this.failure = failureOf(thrown);
    } finally {
      timers.forEach(clearTimeout);
      if (this.#current === mine) {
        this.running = false;
        this.pace = 'short';
      }
    }
  };

  /** Gives the question up and keeps what is shown. */
  stop = (): void => {
    this.#current?.abort();
  };

  /** Gives it up without a word, for when its component goes. */
  drop = (): void => {
    const dropped = this.#current;
    this.#current = undefined;
    dropped?.abort();
  };
}

/**
 * A query of a component: asked at once, again when what `load` reads changes, and again when the
 * reader applies what is new.
 */
export function query<T>(load: (signal: AbortSignal) => Promise<T>): Query<T> {
  const asked = new Query(load);
  $effect(() => {
    void live.version;
    void asked.run();
    return asked.drop;
  });
  return asked;
}
