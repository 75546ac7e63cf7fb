import { reasonOf } from '../graph/errors.ts';
import { outage, passes, patiently } from '../graph/patience.ts';
import type { Io } from './command.ts';

/** What a process that goes on by itself has to wait for, said once for each reason in a row. */
export class Outage {
  readonly #io: Io;
  #said = '';

  constructor(io: Io) {
    this.#io = io;
  }

  tell(reason: string): void {
    if (reason !== this.#said) this.#io.err(`${reason}; trying again\n`);
    this.#said = reason;
  }

  over(): void {
    this.#said = '';
  }
}

interface Beginning {
  signal: AbortSignal;
  /** Told for what it waits. */
  onMishap: (reason: string) => void;
  /** Which failures are waited for; default: those that pass. */
  when?: (thrown: unknown) => boolean;
}

/** Does what needs the store or Kafka at the start, which may be away for a while. */
export const begin = <T>(work: () => Promise<T>, beginning: Beginning): Promise<T> =>
  patiently(work, { most: outage, ...beginning });

/** Runs a process until it ends or is told to; gives its exit code. */
export async function untilStopped(io: Io, work: () => Promise<void>): Promise<number> {
  try {
    await work();
  } catch (error) {
    // What it waited for when it was told to stop is another's matter now.
    if (!io.signal.aborted || !passes(error)) throw error;
    io.err(`${reasonOf(error)}\n`);
  }
  return 0;
}
