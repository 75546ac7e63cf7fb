import type { DerivedLedger } from './derive/settle.ts';
import { engineDigest } from './engine-digest.ts';
import type { Population } from './findings/evaluate.ts';
import { statements } from './store/statements.ts';
import type { Store } from './store/store.ts';
import { unsettled } from './write.ts';

/** `none`: never had it; `loaded`: holds it; `left`: made way for real records. */
export type Demo = 'none' | 'loaded' | 'left';

/** What rules found last, as the store keeps it. */
export interface Evaluated {
  /** Milliseconds since 1970; 0 = never. */
  at: number;
  populations: ReadonlyMap<string, Population>;
}

export const never: Evaluated = { at: 0, populations: new Map() };

/** How far an estate was brought up to date, as an earlier process left it. */
export interface SettledState {
  /** True where derived facts and findings lag, or another engine made them. */
  fromScratch: boolean;
  evaluated: Evaluated;
  demo: Demo;
}

function evaluatedOf(text: string): Evaluated {
  const { at, populations } = JSON.parse(text) as {
    at: number;
    populations: [string, Population][];
  };
  return { at, populations: new Map(populations) };
}

export async function settledState(store: Store): Promise<SettledState> {
  const value = async (key: string) =>
    (await store.read(statements.meta, { key })).rows[0]?.['value'] as string | undefined;
  const settled = (await value(unsettled)) === 'no' && (await value('engine')) === engineDigest();
  const evaluated = settled ? await value('evaluated') : undefined;
  return {
    fromScratch: !settled,
    evaluated: evaluated === undefined ? never : evaluatedOf(evaluated),
    demo: ((await value('demo')) ?? 'none') as Demo,
  };
}

/** Keeps what the rules found, and that everything up to a write is settled. */
export async function rememberSettled(
  store: Store,
  { at, populations }: Evaluated,
  upTo: number,
): Promise<void> {
  const meta = {
    engine: engineDigest(),
    evaluated: JSON.stringify({ at, populations: [...populations] }),
  };
  await store.write(async (transaction) => {
    const [row] = await transaction.run(statements.meta, { key: unsettled });
    // What another process wrote meanwhile is not settled.
    if (!(Number(row?.['value']) > upTo))
      await transaction.run(statements.putMeta, { key: unsettled, value: 'no' });
    for (const [key, value] of Object.entries(meta))
      await transaction.run(statements.putMeta, { key, value });
  });
}

/** Content hashes of what derivations said last, by derivation and subject. */
export async function derivedLedger(store: Store): Promise<DerivedLedger> {
  const { rows } = await store.read(
    statements.derivedClaims,
    {},
    { rows: 10_000_000, timeout: 60_000 },
  );
  const ledger: DerivedLedger = new Map();
  for (const row of rows) {
    const key = row['key'] as string;
    const cut = key.indexOf('|');
    const owner = key.slice(0, cut);
    const subjects = ledger.get(owner) ?? new Map<string, string>();
    ledger.set(owner, subjects.set(key.slice(cut + 1), row['hash'] as string));
  }
  return ledger;
}
