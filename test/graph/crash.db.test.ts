import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Claim } from '../../graph/claim.ts';
import { Secret } from '../../graph/secret.ts';
import { snapshot } from '../../graph/snapshot.ts';
import { openEmbedded } from '../../graph/store/embedded.ts';
import { openStore } from '../../graph/store/open.ts';
import { View } from '../../graph/view.ts';
import { write } from '../../graph/write.ts';
import { neo4j, ownNeo4j } from '../servers/neo4j.ts';
import { loseNothing } from './kill-writer.ts';

const { skip, given } = await neo4j();
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });
afterAll(() => given?.release());

/** Claims of which many speak about the same few things. */
const claims = Array.from({ length: 400 }, (_, i): Claim => {
  const role = { kind: 'Identity' as const, uid: `role:${i % 7}` };
  const bucket = { kind: 'DataStore' as const, uid: `store:${i % 50}` };
  return {
    owner: `aws:${i % 3}/s3`,
    subject: `subject ${i}`,
    at: 1,
    mode: i % 5 === 0 ? 'seen' : 'state',
    nodes: [{ ...bucket, props: { name: `name ${i % 50}` }, defines: true }],
    edges: [{ kind: 'CAN_READ', from: role, to: bucket, props: {} }],
    evidence: { source: 'test', record: `record ${i}` },
  };
});

describe.skipIf(skip)('on Neo4j', () => {
  test('a writer killed 10 times lost nothing that was acknowledged', async () => {
    if (!given) return;
    vi.stubEnv('CUTSET_NEO4J_PASSWORD', given.password);
    await (await given.open()).close();
    const open = () => openStore({ server: given.server });
    await loseNothing(given.url, open, 10);
  });

  test('a server killed in the middle of a load comes back: nothing is lost or doubled, and no change is missed', async ({
    skip: leave,
  }) => {
    const { own, skip: reason } = await ownNeo4j();
    if (!own) return leave(reason);
    onTestFinished(() => own.remove());
    const store = await openStore({ server: { ...own, password: new Secret(own.password) } });
    const view = new View();
    const load = async () => {
      for (let from = 0; from < claims.length; from += 8) {
        view.apply((await write(store, claims.slice(from, from + 8))).changes);
        if (from === 80 || from === 240) loaded.resolve();
      }
    };
    let loaded = Promise.withResolvers<void>();
    const loading = load();
    for (let kill = 0; kill < 2; kill++) {
      await Promise.race([loaded.promise, loading]);
      loaded = Promise.withResolvers<void>();
      await sleep(Math.random() * 40);
      await own.kill();
      await own.restart();
    }
    await loading;
    const calm = await openEmbedded();
    await write(calm, claims);
    const wanted = await snapshot(calm);
    expect(await snapshot(store)).toEqual(wanted);
    const { nodes, edges } = view.size;
    expect(nodes - 1 + edges, 'but for the internet, which a view always has').toBe(wanted.length);
    await Promise.all([store.close(), calm.close()]);
  });
});
