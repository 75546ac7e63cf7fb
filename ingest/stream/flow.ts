import { sizeOf, type StreamRecord } from './record.ts';

export interface FlowOptions {
  /**
   * Takes records of one partition, in their order; resolves when they are kept. The signal says
   * that the partition is another's now: what is not kept yet must be abandoned.
   */
  deliver: (records: StreamRecord[], gone: AbortSignal) => Promise<void>;
  /** Bytes taken and not yet kept, above which reading pauses until half of them are kept. */
  inFlightBytes: number;
  /** Bytes that are delivered, and then committed, at once. */
  chunkBytes: number;
}

/** What the consumer offers for one batch of one partition. */
export interface Handle {
  goesOn(): boolean;
  /** Throws where the group assigns partitions anew. */
  heartbeat(): Promise<void>;
  /** Everything up to an offset is kept: commit it. */
  done(offset: string): Promise<void>;
}

/** Why a delivery was given up without harm: another member, or the next start, does it again. */
export class Abandoned extends Error {}

function* chunksOf(records: readonly StreamRecord[], most: number) {
  let [chunk, size] = [[] as StreamRecord[], 0];
  for (const record of records) {
    if (size > 0 && size + sizeOf(record) > most) {
      yield { chunk, size };
      [chunk, size] = [[], 0];
    }
    chunk.push(record);
    size += sizeOf(record);
  }
  if (chunk.length > 0) yield { chunk, size };
}

/** Settles as the work does, or fails at once with the signal's reason. */
function unlessGone(work: Promise<void>, gone: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      reject(gone.reason as Error);
    };
    gone.addEventListener('abort', stop, { once: true });
    if (gone.aborted) stop();
    work.then(resolve, reject).finally(() => {
      gone.removeEventListener('abort', stop);
    });
  });
}

/**
 * What one membership of a group has in hand: takes batches of many partitions at once, keeps the
 * group informed while they are delivered, and pauses reading when too much waits.
 */
export class Flow {
  readonly #options: FlowOptions;
  readonly #valve: { pause(): void; resume(): void };
  readonly #active = new Set<Handle>();
  readonly #beat: NodeJS.Timeout;
  #assignment = new AbortController();
  #inFlight = 0;
  #paused = false;
  #closed = false;

  constructor(options: FlowOptions, valve: { pause(): void; resume(): void }) {
    this.#options = options;
    this.#valve = valve;
    this.#beat = setInterval(() => {
      const [handle] = this.#active;
      if (handle) void this.#heartbeat(handle).catch(() => undefined);
    }, 500);
  }

  /** Bytes taken and not yet kept. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** The group has assigned partitions: what was taken before is no longer ours. */
  joined() {
    this.#assignment.abort(new Abandoned('the group was assigned anew'));
    this.#assignment = new AbortController();
  }

  close() {
    this.#closed = true;
    clearInterval(this.#beat);
    this.#assignment.abort(new Abandoned('reading ended'));
  }

  /** Delivers a batch, and commits chunk by chunk. Throws what makes the member join again. */
  async take(records: readonly StreamRecord[], handle: Handle): Promise<void> {
    // After a mishap that the group did not notice the assignment still stands.
    if (this.#active.size === 0 && !this.#closed && this.#assignment.signal.aborted)
      this.#assignment = new AbortController();
    const gone = this.#assignment.signal;
    let waiting = records.reduce((sum, record) => sum + sizeOf(record), 0);
    this.#active.add(handle);
    this.#hold(waiting);
    try {
      for (const { chunk, size } of chunksOf(records, this.#options.chunkBytes)) {
        if (!handle.goesOn() || gone.aborted) return;
        await unlessGone(this.#options.deliver(chunk, gone), gone);
        await this.#guard(() => handle.done(chunk.at(-1)?.offset ?? ''));
        this.#hold(-size);
        waiting -= size;
        await this.#heartbeat(handle);
      }
    } catch (error) {
      if (!(error instanceof Abandoned)) throw error;
    } finally {
      this.#active.delete(handle);
      this.#hold(-waiting);
    }
  }

  #heartbeat(handle: Handle) {
    return this.#guard(() => handle.heartbeat());
  }

  /** Whatever the group refuses ends the assignment for everything in hand. */
  async #guard(ask: () => Promise<void>) {
    const { signal } = this.#assignment;
    try {
      await ask();
    } catch (error) {
      if (this.#assignment.signal === signal) this.#assignment.abort(error);
      throw error;
    }
  }

  #hold(bytes: number) {
    this.#inFlight += bytes;
    const { inFlightBytes: most } = this.#options;
    if (!this.#paused && this.#inFlight > most) {
      this.#paused = true;
      this.#valve.pause();
    } else if (this.#paused && this.#inFlight <= most / 2) {
      this.#paused = false;
      this.#valve.resume();
    }
  }
}
