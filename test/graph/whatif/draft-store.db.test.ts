import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Claim } from '../../../graph/claim.ts';
import { graphHash } from '../../../graph/snapshot.ts';
import { openEmbedded } from '../../../graph/store/embedded.ts';
import type { Store } from '../../../graph/store/store.ts';
import { onDraft } from '../../../graph/whatif/draft-store.ts';
import { write } from '../../../graph/write.ts';
import { neo4j } from '../../servers/neo4j.ts';

const found = await neo4j();
vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });
afterAll(() => found.given?.release());

const claim = (at: number, uids: readonly string[]): Claim => ({
  owner: 'aws:1/s3',
  subject: 's',
  at,
  mode: 'state',
  nodes: uids.map((uid) => ({ kind: 'DataStore', uid, props: { name: uid }, defines: true })),
  edges: uids.map((uid) => ({
    kind: 'CAN_READ',
    from: { kind: 'Identity', uid: 'r' },
    to: { kind: 'DataStore', uid },
    props: {},
  })),
  evidence: { source: 'test', record: 'r' },
});

const names = async (store: Pick<Store, 'read'>) => {
  const { rows } = await store.read('MATCH (d:DataStore) RETURN d.name AS name ORDER BY name');
  return rows.map(({ name }) => name);
};

describe.each<[string, (() => Promise<Store>) | undefined]>([
  ['the embedded store', () => openEmbedded()],
  ['Neo4j', found.given?.open],
])('a draft of %s', (_, open) => {
  let store: Store | undefined;
  beforeAll(async () => {
    store = await open?.();
    if (store) await write(store, [claim(1, ['a', 'b'])]);
  });
  afterAll(() => store?.close());

  test.skipIf(!open)('reads what it wrote, and leaves nothing', async () => {
    if (!store) return;
    const before = await graphHash(store);
    const seen = await onDraft(store, async (draft) => {
      await write(draft, [claim(2, ['b', 'c'])]);
      return { names: await names(draft), hash: await graphHash(draft) };
    });
    expect(seen.names).toEqual(['b', 'c']);
    expect(seen.hash).not.toBe(before);
    expect(await graphHash(store)).toBe(before);
    expect(await names(store)).toEqual(['a', 'b']);
  });

  test.skipIf(!open)('that fails leaves nothing either, and says why', async () => {
    if (!store) return;
    const before = await graphHash(store);
    const failing = onDraft(store, async (draft) => {
      await write(draft, [claim(3, ['z'])]);
      throw new Error('no further');
    });
    await expect(failing).rejects.toThrow('no further');
    expect(await graphHash(store)).toBe(before);
  });
});
