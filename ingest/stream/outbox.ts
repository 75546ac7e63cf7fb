import { setTimeout as sleep } from 'node:timers/promises';
import { Background } from '../../graph/background.ts';
import { reasonOf } from '../../graph/errors.ts';

/** Bytes that wait at most; what is given up then, others notice by the numbers that they miss. */
const most = 64 << 20;
/** Messages of one request, by bytes. */
const atOnce = 4 << 20;
const pause = 1_000;

export interface OutboxOptions {
  send: (messages: Buffer[]) => Promise<void>;
  onMishap: (reason: string) => void;
}

/** Sends messages in the background, again until it works. */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #stop = new AbortController();
  #waiting: Buffer[] = [];
  #size = 0;
  /** Set when a message could not be sent and nobody waits for another try. */
  #givenUp = false;
  readonly #loop = new Background(
    () => this.#waiting.length > 0 && !this.#givenUp,
    () => this.#send(),
  );

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  put(message: Buffer): void {
    if (this.#size + message.length > most) return;
    this.#waiting.push(message);
    this.#size += message.length;
    this.#loop.wake();
  }

  /** Ends when what waits is sent, or cannot be sent now. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#loop.idle();
  }

  async #send() {
    let [count, size] = [0, 0];
    while (count < this.#waiting.length && size < atOnce)
      size += this.#waiting[count++]?.length ?? 0;
    try {
      await this.#options.send(this.#waiting.slice(0, count));
      this.#waiting.splice(0, count);
      this.#size -= size;
    } catch (error) {
      this.#options.onMishap(reasonOf(error));
      this.#givenUp = this.#stop.signal.aborted;
      if (!this.#givenUp)
        await sleep(pause, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }
}
