import { packLines } from '../front-coding.ts';
import { claimRow, storedRow } from '../ledger-row.ts';
import { statements } from './statements.ts';
import type { Row, Store } from './store.ts';

/** Rows of one transaction, so that none of them weighs on the store. */
const atOnce = 5_000;

/** Told how far a migration is. */
export type Progress = (done: number, of: number) => void;

/** Version 1 kept every field of a claim, and its entities as a list. */
const ofNow = (row: Row): Row =>
  Array.isArray(row['entities'])
    ? { ...row, entities: packLines(row['entities'] as string[]) }
    : row;

/** Rewrites the ledger as `ledger-row.ts` keeps it; a row that is so already stays as it is. */
export async function compactLedger(store: Store, progress: Progress): Promise<void> {
  const { rows } = await store.read(statements.claimKeys, {}, { rows: 1e9, timeout: 600_000 });
  const keys = rows.map(({ key }) => key);
  for (let from = 0; from < keys.length; from += atOnce) {
    progress(from, keys.length);
    await store.write(async (transaction) => {
      const some = { keys: keys.slice(from, from + atOnce) };
      const kept = await transaction.run(statements.claims, some);
      const compact = kept.map((row) => storedRow(claimRow(ofNow(row))));
      await transaction.run(statements.setClaims, { rows: compact });
    });
  }
}
