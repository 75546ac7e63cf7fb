import { untrack } from 'svelte';
import type { ResultOf } from '../client/graphql.ts';
import { subscribe } from '../client/subscribe.ts';
import { settledDocument } from '../documents/settled.ts';

type Settled = ResultOf<typeof settledDocument>['settled'];

/** Milliseconds until the stream is tried again, by number of failures. */
const pauses = [1_000, 2_000, 5_000, 10_000, 30_000];

const nothing = { opened: 0, closed: 0, facts: 0 };

/**
 * What changed on the server since the view was fetched. It waits until the reader applies it, so
 * that nothing moves under a hand; a view that has never seen the rules run takes it at once.
 */
class Live {
  /** Counts up when views must be fetched again. */
  version = $state(0);
  connected = $state(false);
  waiting = $state.raw(nothing);
  #eager = false;

  /** Total of findings and facts that wait. */
  get pending(): boolean {
    return this.waiting.opened + this.waiting.closed + this.waiting.facts > 0;
  }

  /** Whether to apply changes without asking: true until a first result is on the screen. */
  set eager(value: boolean) {
    this.#eager = value;
    if (value && untrack(() => this.pending)) this.apply();
  }

  apply = (): void => {
    this.waiting = nothing;
    this.version = untrack(() => this.version) + 1;
  };

  #take({ opened, closed, nodes, edges }: Settled) {
    if (opened.length + closed.length + nodes + edges === 0 && !this.#eager) return;
    this.waiting = {
      opened: this.waiting.opened + opened.length,
      closed: this.waiting.closed + closed.length,
      facts: this.waiting.facts + nodes + edges,
    };
    if (this.#eager) this.apply();
  }

  /**
   * Listens while the tab can be seen: a browser keeps six connections to an origin, and hidden
   * tabs must not hold them. Returns how to stop.
   */
  start(): () => void {
    let current: AbortController | undefined;
    const listen = async (signal: AbortSignal) => {
      let failures = 0;
      let first = true;
      while (!signal.aborted) {
        try {
          await subscribe(settledDocument, {}, ({ settled }) => this.#take(settled), {
            signal,
            opened: () => {
              this.connected = true;
              failures = 0;
              // What happened while nobody listened is not told again: look.
              if (!first) this.waiting = { ...this.waiting, facts: this.waiting.facts + 1 };
              first = false;
            },
          });
        } catch {
          failures++;
        }
        this.connected = false;
        if (signal.aborted) return;
        const pause = pauses[Math.min(failures, pauses.length - 1)]!;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    };
    const follow = () => {
      current?.abort();
      current = undefined;
      if (document.visibilityState === 'hidden') return;
      current = new AbortController();
      void listen(current.signal);
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      current?.abort();
    };
  }
}

export const live = new Live();
