import { afterAll, describe, expect, test, vi } from 'vitest';
import type { Claim } from '../../graph/claim.ts';
import { snapshot } from '../../graph/snapshot.ts';
import { openEmbedded } from '../../graph/store/embedded.ts';
import { openStore } from '../../graph/store/open.ts';
import { write } from '../../graph/write.ts';
import { neo4j } from '../servers/neo4j.ts';
import { writeCases } from './write-cases.ts';

const { skip, given } = await neo4j();
vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 });
afterAll(() => given?.release());

/** Claims of many on the same few edges. */
const claims = Array.from({ length: 120 }, (_, i): Claim => {
  const role = { kind: 'Identity' as const, uid: `role:${i % 3}` };
  const bucket = { kind: 'DataStore' as const, uid: `store:${i % 4}` };
  return {
    ...{ owner: `aws:${i % 5}`, subject: `subject ${i}`, at: 1, mode: 'state' },
    nodes: i % 2 === 0 ? [{ ...bucket, props: { name: `name ${i % 4}` }, defines: true }] : [],
    edges: [{ kind: 'CAN_READ', from: role, to: bucket, props: {} }],
    evidence: { source: 'test', record: `record ${i}` },
  };
});

describe.skipIf(skip)('on Neo4j', () => {
  test.each(Object.entries(writeCases))('%s', async (_, holds) => {
    const store = await given?.open();
    if (store) await holds(store);
    await store?.close();
  });

  test('two who write at once lose and double nothing', async () => {
    if (!given) return;
    const stores = [await given.open(), await openStore({ server: given.server })];
    await Promise.all(
      stores.map(async (store, mine) => {
        // Each says two thirds, so that both say the last third.
        const all = claims.filter((_, i) => i % 3 !== mine);
        for (let from = 0; from < all.length; from += 8)
          await write(store, all.slice(from, from + 8));
      }),
    );
    const calm = await openEmbedded();
    await write(calm, claims);
    expect(await snapshot(stores[0]!)).toEqual(await snapshot(calm));
    await Promise.all([...stores, calm].map((store) => store.close()));
  });
});
