import type { DerivedLedger } from '../derive/settle.ts';
import { derivedLedger } from '../settled-state.ts';
import type { Store } from '../store/store.ts';
import { latestVersion, type Changes } from '../workspace.ts';
import { epochOf, inEpoch, takeEpoch } from './epoch.ts';
import { Versions } from './versions.ts';

/** Called with each write of this process, by number: what it changed, or null for everything. */
export type OnWritten = (version: number, changes: Changes | null) => void;

/** What a process holds of a store that others may write too, and its turn to derive. */
export class Turn {
  /** Which writes of all who share the store are known here. */
  readonly versions: Versions;
  readonly #writers = new Set<OnWritten>();
  #ledger: DerivedLedger = new Map();
  /** The turn for which the ledger stands. */
  #epoch: number | undefined;

  constructor(versions: Versions) {
    this.versions = versions;
  }

  /** What was derived, as of the turn. */
  get ledger(): DerivedLedger {
    return this.#ledger;
  }

  /** Of a draft. */
  copy(): Turn {
    const draft = new Turn(this.versions.copy());
    draft.#ledger = new Map([...this.#ledger].map(([owner, known]) => [owner, new Map(known)]));
    draft.#epoch = this.#epoch;
    return draft;
  }

  /** This process wrote. */
  tell(version: number, changes: Changes | null): void {
    this.versions.add(version);
    for (const writer of this.#writers) writer(version, changes);
  }

  onWritten(listener: OnWritten): () => void {
    this.#writers.add(listener);
    return () => this.#writers.delete(listener);
  }

  /** After a failure the ledger may tell of claims that were not written. */
  lose(): void {
    this.#epoch = undefined;
  }

  /**
   * The store as it may be written until another process takes the turn. `renew` is called where
   * another had it: with true where some of its writes are not known here.
   */
  async take(store: Store, renew: (missed: boolean) => Promise<void>): Promise<Store> {
    if (this.#epoch === undefined || this.#epoch !== (await epochOf(store))) {
      const epoch = await takeEpoch(store);
      await renew((await latestVersion(store)) !== this.versions.upTo);
      this.#ledger = await derivedLedger(store);
      this.#epoch = epoch;
    }
    return inEpoch(store, this.#epoch);
  }
}
