import { fail } from '../errors.ts';
import { compactLedger, type Progress } from './older-ledger.ts';
import { statements } from './statements.ts';
import type { Store } from './store.ts';

/** What each version of the stored form changed, oldest first. */
const migrations: readonly {
  version: number;
  say: string;
  run: (store: Store, progress: Progress) => Promise<void>;
}[] = [
  { version: 1, say: 'unique keys and indexes', run: (store) => store.prepare() },
  { version: 2, say: 'claims are kept without what is usual', run: compactLedger },
];

/** Version of the stored form that this code reads and writes. */
export const storedVersion = Math.max(...migrations.map(({ version }) => version));

/** Version of what a store holds; null where it holds nothing. Throws STORE_FOREIGN. */
export async function versionOf(store: Store): Promise<number | null> {
  const { rows } = await store.read(statements.meta, { key: 'schema' });
  if (rows[0]) return Number(rows[0]['value']);
  const { ours = 0, all = 0 } = (await store.read(statements.census, {}, { timeout: 60_000 }))
    .rows[0] as Partial<Record<'ours' | 'all', number>>;
  if (all === 0) return null;
  if (ours > 0) return 0;
  return fail(
    'STORE_FOREIGN',
    `${store.name}: holds ${all} nodes that are not of Cutset; give it an empty database`,
  );
}

/** One step that a store was brought on. */
export interface Migrated {
  version: number;
  say: string;
  seconds: number;
}

/**
 * Brings a store to the version of this code; gives what was done. `tell` is told what is being
 * done. Throws ESTATE_NEWER.
 */
export async function migrate(
  store: Store,
  tell: (what: string) => void = () => undefined,
): Promise<Migrated[]> {
  const found = (await versionOf(store)) ?? 0;
  checkNewer(store, found);
  const done: Migrated[] = [];
  for (const { version, say, run } of migrations) {
    if (version <= found) continue;
    const started = performance.now();
    tell(`to version ${version}: ${say}`);
    await run(store, (some, of) => {
      tell(
        `to version ${version}: ${say}: ${some.toLocaleString('en')} of ${of.toLocaleString('en')}`,
      );
    });
    await store.write((transaction) =>
      transaction.run(statements.putMeta, { key: 'schema', value: version }),
    );
    done.push({ version, say, seconds: Math.round(performance.now() - started) / 1_000 });
  }
  return done;
}

function checkNewer(store: Store, found: number) {
  if (found > storedVersion)
    fail(
      'ESTATE_NEWER',
      `${store.name}: written as version ${found}, and this Cutset knows ${storedVersion}; upgrade it`,
    );
}

/**
 * Throws ESTATE_OLDER or ESTATE_NEWER where the version of a store is not that of this code. An
 * empty store is made ready.
 */
export async function requireVersion(store: Store): Promise<void> {
  const found = await versionOf(store);
  if (found === null) await migrate(store);
  else if (found < storedVersion)
    fail(
      'ESTATE_OLDER',
      `${store.name}: written as version ${found}, and this Cutset needs ${storedVersion}; ` +
        'stop what uses it and run: cutset migrate',
    );
  else checkNewer(store, found);
}
