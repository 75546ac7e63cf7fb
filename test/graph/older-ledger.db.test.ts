import { afterAll, test, vi } from 'vitest';
import { neo4j } from '../servers/neo4j.ts';
import { olderLedgerStays } from './older-ledger.ts';

const { skip, given } = await neo4j();
vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 });
afterAll(() => given?.release());

test.skipIf(skip)('a ledger of version 1 on Neo4j is migrated', async () => {
  const store = await given?.open();
  if (store) await olderLedgerStays(store);
  await store?.close();
});
