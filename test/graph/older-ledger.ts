import { expect } from 'vitest';
import { claimHash, claimKey, edgeId, type Claim } from '../../graph/claim.ts';
import { snapshot } from '../../graph/snapshot.ts';
import type { Store } from '../../graph/store/store.ts';
import { migrate, requireVersion } from '../../graph/store/version.ts';
import { write } from '../../graph/write.ts';

const role = { kind: 'Identity' as const, uid: 'role:a' };
const bucket = { kind: 'DataStore' as const, uid: 'store:a' };
const head = { owner: 'aws:1', at: 1, mode: 'state' as const, scope: 'p' };
const evidence = { source: 'test', record: 'r' };

const list: Claim = {
  ...{ ...head, subject: 'list', evidence, edges: [] },
  nodes: [{ ...bucket, props: { name: 'a' }, defines: true }],
};
const detail: Claim = {
  ...{ ...head, subject: 'detail', evidence, requires: claimKey(list), nodes: [] },
  edges: [{ kind: 'CAN_READ', from: role, to: bucket, props: {} }],
};
const gone: Claim = { ...head, subject: 'gone', evidence, nodes: [], edges: [] };
const claims = [list, detail, gone];

/** A claim as version 1 kept it: every field, and its entities as a list. */
const rowOf1 = (claim: Claim) => ({
  key: claimKey(claim),
  at: claim.at,
  hash: claimHash(claim),
  fresh: true,
  alive: true,
  scope: 'aws:1|p',
  requires: claim.requires ?? '',
  entities: [
    ...claim.nodes.map(({ uid }) => `n|${uid}`),
    ...claim.edges.map((edge) => `e|${edgeId(edge)}`),
  ],
  body: claim.requires
    ? JSON.stringify({ nodes: claim.nodes, edges: claim.edges, evidence: claim.evidence })
    : '',
});

/** A ledger of version 1, once migrated, knows its claims again and can take each back. */
export async function olderLedgerStays(store: Store): Promise<void> {
  await write(store, claims);
  const before = await snapshot(store);
  await store.write(async (transaction) => {
    const rows = claims.map(rowOf1);
    await transaction.run('UNWIND $rows AS row MATCH (c:Claim {key: row.key}) SET c = row', {
      rows,
    });
    await transaction.run("MERGE (m:Meta {key: 'schema'}) SET m.value = 1");
  });
  await expect(requireVersion(store)).rejects.toMatchObject({ code: 'ESTATE_OLDER' });
  const told: string[] = [];
  const done = await migrate(store, (what) => told.push(what));
  expect(done.map(({ version }) => version)).toEqual([2]);
  expect(told).toEqual([
    expect.stringContaining('to version 2: claims are kept'),
    expect.stringContaining(`0 of ${claims.length}`),
  ]);
  await requireVersion(store);

  expect((await write(store, claims)).unchanged, 'each claim is known').toBe(claims.length);
  expect(await snapshot(store)).toEqual(before);
  const mark = { owner: 'aws:1', scope: 'p', startedAt: 2 };
  await write(store, [{ ...list, at: 3 }], [mark]);
  expect(
    (await snapshot(store)).filter((line) => line.includes('CAN_READ')),
    'what the scan did not repeat is taken back',
  ).toEqual([]);
  await write(store, [{ ...list, at: 4, nodes: [] }]);
  expect(await snapshot(store)).toEqual([]);
}
