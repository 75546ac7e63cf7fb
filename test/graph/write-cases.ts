import { expect } from 'vitest';
import type { Claim, NodeClaim, Ref } from '../../graph/claim.ts';
import { freshness } from '../../graph/freshness.ts';
import type { NodeKind } from '../../graph/schema/index.ts';
import { snapshot } from '../../graph/snapshot.ts';
import { statements } from '../../graph/store/statements.ts';
import type { Store } from '../../graph/store/store.ts';
import { write } from '../../graph/write.ts';

const role: Ref = { kind: 'Identity', uid: 'role:a' };
const data: Ref = { kind: 'DataStore', uid: 'data:a' };
const evidence = { source: 'test', record: 'r' };
const defined = ({ kind, uid }: Ref): NodeClaim => ({ kind, uid, props: {}, defines: true });

const claim = (subject: string, at: number, said: Partial<Claim>): Claim => ({
  ...{ owner: 'aws:1', subject, at, mode: 'state', nodes: [], edges: [], evidence },
  ...said,
});
const reads = (to: Ref): Claim['edges'] => [{ kind: 'CAN_READ', from: role, to, props: {} }];

async function kindsOf(store: Store, uid: string): Promise<string[]> {
  const labelled = async (kind: NodeKind) =>
    (await store.read(`MATCH (n:${kind} {uid: $uid}) RETURN n.kind AS kind`, { uid })).rows;
  const rows = [...(await labelled('DataStore')), ...(await labelled('Secret'))];
  return rows.map(({ kind }) => kind as string);
}

const edgesOf = async (store: Store) =>
  (await store.read('MATCH (a)-[r]->(b) RETURN type(r) AS kind, r.basis AS basis')).rows;

/** What each case needs is an empty store, by a name. */
export const writeCases: Record<string, (store: Store) => Promise<void>> = {
  'a kind that an edge guessed is settled by who describes the node': async (store) => {
    await write(store, [claim('edge', 1, { edges: reads(data) })]);
    expect(await kindsOf(store, data.uid)).toEqual(['DataStore']);
    await write(store, [claim('node', 1, { nodes: [defined({ ...data, kind: 'Secret' })] })]);
    expect(await kindsOf(store, data.uid)).toEqual(['Secret']);
    await write(store, [claim('edge', 2, { owner: 'aws:2', edges: reads(data) })]);
    expect(await kindsOf(store, data.uid), 'a later guess changes nothing').toEqual(['Secret']);
    expect(await edgesOf(store)).toHaveLength(1);
  },

  'of a claim that is derived anew only what it says otherwise is written': async (store) => {
    const more = { ...data, uid: 'data:b' };
    const derived = (at: number, edges: Claim['edges']) =>
      claim('role', at, { owner: 'derive/access', edges });
    await write(store, [derived(1, [...reads(data), ...reads(more)])]);
    const conditional = { ...reads(more)[0]!, props: { conditional: true } };
    const { changes } = await write(store, [derived(2, [...reads(data), conditional])]);
    expect(changes.edges.map(({ to }) => to)).toEqual([more.uid]);
    const again = await write(store, [derived(3, reads(data))]);
    expect(again.changes.goneEdges).toHaveLength(1);
    expect(again.changes.edges).toEqual([]);
    expect(await edgesOf(store)).toHaveLength(1);
  },

  'of what was collected again the time is that of the newest answer': async (store) => {
    const more = { ...data, uid: 'data:b' };
    await write(store, [claim('role', 1, { edges: reads(data) })]);
    const { changes } = await write(store, [
      claim('role', 2, { edges: [...reads(data), ...reads(more)] }),
    ]);
    expect(changes.edges.flatMap((edge) => edge.evidence.map(({ at }) => at))).toEqual([2, 2]);
  },

  'an edge between nodes that already have some is there once, whoever says it': async (store) => {
    const others = ['data:b', 'data:c'].map((uid) => ({ ...data, uid }));
    const all = [data, ...others];
    for (const [i, to] of all.entries())
      await write(store, [claim(`one ${i}`, 1, { edges: reads(to) })]);
    for (const [i, to] of all.entries())
      await write(store, [claim(`two ${i}`, 1, { owner: 'aws:2', edges: reads(to) })]);
    expect(await edgesOf(store)).toHaveLength(all.length);
    for (const i of all.keys()) await write(store, [claim(`one ${i}`, 2, {})]);
    expect(await edgesOf(store), 'the second owner still says them').toHaveLength(all.length);
    for (const i of all.keys()) await write(store, [claim(`two ${i}`, 2, { owner: 'aws:2' })]);
    expect(await snapshot(store)).toEqual([]);
  },

  'what was taken back and is then seen is there again, as seen': async (store) => {
    const said = { nodes: [defined(role), defined(data)], edges: reads(data) };
    await write(store, [claim('s', 1, said)]);
    await write(store, [claim('s', 2, {})]);
    expect(await snapshot(store)).toEqual([]);
    await write(store, [claim('event', 1, { mode: 'seen', ...said })]);
    expect(await edgesOf(store)).toEqual([{ kind: 'CAN_READ', basis: 'observed' }]);
    await write(store, [claim('s', 1, said)]);
    expect(await edgesOf(store), 'an older claim does not come back').toEqual([
      { kind: 'CAN_READ', basis: 'observed' },
    ]);
  },

  'an edge to a node that expired makes it anew': async (store) => {
    const said = { nodes: [defined(data)], edges: reads(data) };
    await write(store, [claim('s', 1, said)]);
    await store.write((transaction) =>
      transaction.run(statements.deleteNodes, { uids: [data.uid] }),
    );
    await write(store, [claim('s', 2, { edges: reads(data) })]);
    expect(await kindsOf(store, data.uid)).toEqual(['DataStore']);
    expect(await edgesOf(store)).toHaveLength(1);
  },

  'an owner spoke last at the newest time of any of its claims': async (store) => {
    const spoke = async () => (await freshness(store)).map(({ owner, lastAt }) => [owner, lastAt]);
    await write(store, [claim('a', 5, {})]);
    expect(await spoke()).toEqual([['aws:1', 5]]);
    await write(store, [claim('b', 3, {}), claim('c', 4, { owner: 'aws:2' })]);
    expect(await spoke()).toEqual([
      ['aws:1', 5],
      ['aws:2', 4],
    ]);
    await write(store, [claim('b', 7, {})]);
    expect(await spoke()).toContainEqual(['aws:1', 7]);
  },

  'one batch says, repeats and takes back': async (store) => {
    const said = { nodes: [defined(role), defined(data)], edges: reads(data) };
    const batch = [claim('s', 1, said), claim('s', 1, said), claim('s', 3, {})];
    await write(store, [...batch, claim('t', 1, { owner: 'aws:2', nodes: [defined(role)] })]);
    expect(await edgesOf(store)).toEqual([]);
    expect(await snapshot(store)).toHaveLength(1);
  },

  'a failure in the middle leaves nothing': async (store) => {
    await write(store, [claim('s', 1, { nodes: [defined(role)] })]);
    const before = await snapshot(store);
    const failing: Store = {
      ...store,
      write: (work) =>
        store.write((transaction) =>
          work({
            run: (cypher, params) =>
              transaction.run(cypher.includes('CAN_WRITE') ? 'MATCH (n' : cypher, params),
          }),
        ),
    };
    const edges: Claim['edges'] = [
      ...reads(data),
      { kind: 'CAN_WRITE', from: role, to: data, props: {} },
    ];
    await expect(write(failing, [claim('t', 1, { edges })])).rejects.toThrow();
    expect(await snapshot(store)).toEqual(before);
    const { unchanged } = await write(store, [claim('t', 1, { edges })]);
    expect(unchanged, 'the claim is not known').toBe(0);
    expect(await edgesOf(store)).toHaveLength(2);
  },
};
