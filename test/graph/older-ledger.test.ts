import { test } from 'vitest';
import { openEmbedded } from '../../graph/store/embedded.ts';
import { olderLedgerStays } from './older-ledger.ts';

test('a ledger of version 1 is migrated', async () => {
  const store = await openEmbedded();
  await olderLedgerStays(store);
  await store.close();
});
