import { setTimeout as sleep } from 'node:timers/promises';
import { fail, reasonOf } from '../../graph/errors.ts';
import { storeIdentity } from '../../graph/estate-key.ts';
import type { Estate } from '../../graph/estate.ts';
import type { Stream } from '../stream.ts';
import { changeOf, encodeChange } from './change.ts';
import { Outbox } from './outbox.ts';

export interface TellerOptions {
  /** Reaches Kafka; tried until it works. */
  open: () => Promise<Stream>;
  /** Topic of changes: one partition. */
  topic: string;
  onMishap: (reason: string) => void;
}

const retention = { 'cleanup.policy': 'delete', 'retention.ms': String(3_600_000) };
const pause = 2_000;

/** Tells those who share an estate what this process writes to it. Kafka is reached when needed. */
export class Teller {
  /** Identity of the store, by which others know of which they are told. */
  readonly store: string;
  readonly #options: TellerOptions;
  readonly #stop = new AbortController();
  readonly #outbox: Outbox;
  readonly #off: (() => void)[];
  #stream: Promise<Stream | null> | undefined;
  #reached = false;

  private constructor(estate: Estate, store: string, options: TellerOptions) {
    this.store = store;
    this.#options = options;
    this.#outbox = new Outbox({
      send: async (messages) => {
        const stream = (await this.stream()) ?? fail('STREAM_UNAVAILABLE');
        const headers = {};
        await stream.send(
          options.topic,
          messages.map((value) => ({ key: null, value, headers })),
        );
      },
      onMishap: options.onMishap,
    });
    this.#off = [
      estate.turn.onWritten((version, changes) => {
        this.#outbox.put(encodeChange(changeOf(store, version, changes)));
      }),
      estate.onSettled(() => {
        if (estate.role === 'follower') return;
        this.#outbox.put(encodeChange({ what: 'settled', store }));
      }),
    ];
  }

  static async of(estate: Estate, options: TellerOptions): Promise<Teller> {
    return new Teller(estate, await storeIdentity(estate.store), options);
  }

  /** Kafka with the topic of changes; null where the end came before it could be reached. */
  stream(): Promise<Stream | null> {
    return (this.#stream ??= this.#reach());
  }

  /** False until Kafka was reached. */
  get reached(): boolean {
    return this.#reached;
  }

  /** Waits no longer for a Kafka that does not answer. */
  giveUp(): void {
    this.#stop.abort();
  }

  /** What was written is told first, where that is possible now. */
  async close(): Promise<void> {
    this.giveUp();
    for (const off of this.#off) off();
    await this.#outbox.close();
    await (await this.#stream)?.close();
  }

  async #reach(): Promise<Stream | null> {
    const { open, topic, onMishap } = this.#options;
    const { signal } = this.#stop;
    for (;;) {
      let stream: Stream | undefined;
      try {
        stream = await open();
        await stream.ensureTopic(topic, retention);
        this.#reached = true;
        return stream;
      } catch (error) {
        await stream?.close();
        onMishap(reasonOf(error));
        if (signal.aborted) return null;
        await sleep(pause, undefined, { signal }).catch(() => undefined);
      }
    }
  }
}
