import { fail } from '../errors.ts';
import { statements } from '../store/statements.ts';
import type { Store } from '../store/store.ts';

const key = 'epoch';

/** The number of the turn in which derived facts are written; 0 = nobody's yet. */
export async function epochOf(store: Store): Promise<number> {
  const { rows } = await store.read(statements.meta, { key });
  return Number(rows[0]?.['value'] ?? 0);
}

/** Begins a turn: whoever had the last one cannot write derived facts any more. */
export function takeEpoch(store: Store): Promise<number> {
  return store.write(async (transaction) => {
    const rows = await transaction.run(statements.step, { key });
    return Number(rows[0]?.['value']);
  });
}

/**
 * The store of whoever has the turn. Throws SETTLED_ELSEWHERE for a write after another took it:
 * who was chosen may have been given up for dead, and not know it yet.
 */
export const inEpoch = (store: Store, epoch: number): Store => ({
  ...store,
  write: (work) =>
    store.write(async (transaction) => {
      const [row] = await transaction.run(statements.meta, { key });
      if (Number(row?.['value']) !== epoch) fail('SETTLED_ELSEWHERE');
      return work(transaction);
    }),
});
