import type { Claim } from './claim.ts';
import type { Store } from './store/store.ts';
import type { View } from './view.ts';
import type { Changes } from './workspace.ts';
import { write } from './write.ts';
import { derivations } from './derive/registry.ts';
import { breathing } from './steps.ts';
import { catchUp, concerns, type DerivedLedger } from './derive/settle.ts';

/** Written in one transaction while deriving, about. */
const batchSize = 2_000;

interface Parts {
  store: Store;
  view: View;
  ledger: DerivedLedger;
  /** Derives everything, whatever changed. */
  fromScratch: boolean;
  /** What changed since the last time; grows while deriving. */
  pending: readonly Changes[];
  /** What is left of each claim. */
  left: (claim: Claim) => Claim;
  /** Called with what was written, at once. */
  take: (changes: Changes) => void;
}

/** Lets each derivation that a change concerns catch up, in their order. */
export async function deriveAll(parts: Parts): Promise<void> {
  const { store, view, ledger, fromScratch, pending, left, take } = parts;
  const since = fromScratch ? undefined : pending;
  const breathe = breathing();
  for (const derivation of derivations) {
    if (!fromScratch && !pending.some((changes) => concerns(derivation, changes, view))) continue;
    await breathe();
    const claims = catchUp(derivation, view, ledger, Date.now(), since).map(left);
    for (let from = 0; from < claims.length; from += batchSize)
      take((await write(store, claims.slice(from, from + batchSize))).changes);
  }
}
