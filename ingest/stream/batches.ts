import { setTimeout as sleep } from 'node:timers/promises';
import { Abandoned } from './flow.ts';
import { sizeOf, type StreamRecord } from './record.ts';

/** Records of one partition that wait to be kept. */
interface Waiting {
  records: StreamRecord[];
  size: number;
  gone: AbortSignal;
  resolve: () => void;
  reject: (error: unknown) => void;
}

export interface BatchOptions {
  /** Bytes of one batch, about. */
  bytes: number;
  /** Milliseconds that a batch waits for more. */
  wait: number;
  /** Keeps records of several partitions, each partition's in order. Once it resolves they stay. */
  keep: (records: StreamRecord[]) => Promise<void>;
}

/**
 * Joins deliveries of many partitions into batches, which are kept one after another: while one is
 * written the next one fills.
 */
export class Batches {
  readonly #options: BatchOptions;
  readonly #stop: AbortSignal;
  readonly #waiting: Waiting[] = [];
  #busy = false;
  #working: Promise<void> = Promise.resolve();

  /** The signal abandons what waits; the batch in hand is finished. */
  constructor(options: BatchOptions, stop: AbortSignal) {
    this.#options = options;
    this.#stop = stop;
  }

  /** Resolves when the records are kept; throws Abandoned when they were not begun by the end. */
  add(records: StreamRecord[], gone: AbortSignal): Promise<void> {
    const size = records.reduce((sum, record) => sum + sizeOf(record), 0);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ records, size, gone, resolve, reject });
      if (!this.#busy) this.#working = this.#work();
    });
  }

  /** The batch in hand, until it is kept. */
  settled(): Promise<void> {
    return this.#working;
  }

  async #work() {
    this.#busy = true;
    while (this.#waiting.length > 0) {
      await this.#fill();
      const batch = this.#next();
      if (batch.length === 0) continue;
      try {
        await this.#options.keep(batch.flatMap(({ records }) => records));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#busy = false;
  }

  /** Waits for more, unless enough is there. */
  async #fill() {
    const { bytes, wait } = this.#options;
    const size = this.#waiting.reduce((sum, waiting) => sum + waiting.size, 0);
    if (size < bytes && wait > 0 && !this.#stop.aborted)
      await sleep(wait, undefined, { signal: this.#stop }).catch(() => undefined);
  }

  #next(): Waiting[] {
    const batch: Waiting[] = [];
    for (let size = 0; this.#waiting.length > 0 && size < this.#options.bytes;) {
      const one = this.#waiting.shift() as Waiting;
      if (this.#stop.aborted || one.gone.aborted) {
        one.reject(new Abandoned('not begun'));
        continue;
      }
      batch.push(one);
      size += one.size;
    }
    return batch;
  }
}
