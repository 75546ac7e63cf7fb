import { afterAll, describe, expect, test } from 'vitest';
import { Estate } from '../../../graph/estate.ts';
import type { Failure } from '../../../graph/errors.ts';
import type { Store } from '../../../graph/store/store.ts';
import { statements } from '../../../graph/store/statements.ts';
import { neo4j } from '../../servers/neo4j.ts';
import { until } from '../../until.ts';

const { skip, given } = await neo4j();
afterAll(() => given?.release());

describe.skipIf(skip !== null)('a transaction that the server ends', () => {
  if (!given) return;
  const { open, run, server } = given;

  // One that was ended is still listed until it has noticed, which can take the server seconds.
  const ended = new Set<string>();

  /**
   * Ends the transactions that run a statement, or all, as an administrator or a server's end does;
   * gives how many that were not ended before.
   */
  const terminate = async (text = ''): Promise<number> => {
    const running = await run(
      `SHOW TRANSACTIONS YIELD transactionId, currentQuery
       WHERE currentQuery CONTAINS $text AND NOT currentQuery STARTS WITH 'SHOW'`,
      { text },
    );
    const ids = running
      .map(({ transactionId }) => String(transactionId))
      .filter((id) => !ended.has(id));
    for (const id of ids) ended.add(id);
    if (ids.length > 0) await run(`TERMINATE TRANSACTIONS '${ids.join("', '")}'`);
    return ids.length;
  };

  const withStore = async (work: (store: Store) => Promise<void>) => {
    const store = await open();
    try {
      await work(store);
    } finally {
      await store.clear();
      await store.close();
    }
  };

  test('is begun anew where it scans: every node comes', async () => {
    await withStore(async (store) => {
      const uids = Array.from({ length: 20_000 }, (_, i) => `i${i}`);
      await store.write((transaction) =>
        transaction.run(statements.addNodes('Identity'), {
          rows: uids.map((uid) => ({ uid, kind: 'Identity' })),
        }),
      );
      const came = new Set<string>();
      let terminated = 0;
      for await (const { uid } of store.nodes()) {
        if (came.size === 0) terminated = await terminate('(n:Identity)');
        came.add(uid);
      }
      expect(terminated, 'it was in the middle of a scan').toBe(1);
      expect(came).toEqual(new Set(uids));
    });
  });

  test('is begun anew where it writes: all of it is in, once', async () => {
    await withStore(async (store) => {
      let turns = 0;
      const version = await store.write(async (transaction) => {
        turns++;
        const rows = await transaction.run(statements.step, { key: 'busy' });
        if (turns === 1) expect(await terminate()).toBe(1);
        return rows[0]?.['value'];
      });
      expect(turns).toBe(2);
      expect(version).toBe(1);
      const { rows } = await store.read(statements.meta, { key: 'busy' });
      expect(rows).toEqual([{ value: 1 }]);
      await run("MATCH (m:Meta {key: 'busy'}) DELETE m");
    });
  });

  test('is one that may be asked again where it reads, and no limit of ours', async () => {
    await withStore(async (store) => {
      const endless = `UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b
        WITH a, b WHERE a * b = -1 RETURN count(*) AS never`;
      const failed = store
        .read(endless, {}, { timeout: 60_000 })
        .then(() => null)
        .catch((error: unknown) => error as Failure);
      // It is asked once more by itself.
      for (let turn = 0; turn < 2; turn++)
        await until('it runs', async () => (await terminate('AS never')) > 0);
      expect(await failed).toMatchObject({ code: 'STORE_UNAVAILABLE', retry: true });
    });
  });

  test('does not keep an estate from being opened', async () => {
    await withStore(async (store) => {
      const { promise: hold, resolve: letGo } = Promise.withResolvers<void>();
      const { promise: held, resolve: holds } = Promise.withResolvers<void>();
      const holding = store.write(async () => {
        holds();
        await hold;
      });
      await held;
      const opening = Estate.open(undefined, { server });
      await until('it waits for its turn', async () => (await terminate("{key: 'turn'}")) > 0);
      letGo();
      await holding;
      await (await opening).close();
    });
  });
});
