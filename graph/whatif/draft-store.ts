import type { Store, Transaction } from '../store/store.ts';
import { decodeEdge, decodeNode } from '../store/codec.ts';
import { edgeKindNames, nodeKindNames } from '../schema/index.ts';
import { statements } from '../store/statements.ts';

/** A store that reads and writes within one transaction of another. */
function draftOf({ name }: Store, transaction: Transaction): Store {
  return {
    name,
    async read(cypher, params = {}, { rows: most = 10_000 } = {}) {
      const all = await transaction.run(cypher, params);
      const truncated = all.length > most ? `only the first ${most} of ${all.length} rows` : null;
      return { columns: Object.keys(all[0] ?? {}), rows: all.slice(0, most), truncated };
    },
    overdue: () => 0,
    silence: () => 0,
    write: (work) => work(transaction),
    async *nodes() {
      for (const kind of nodeKindNames)
        for (const row of await transaction.run(statements.scanNodes(kind)))
          yield decodeNode(row['uid'], row['kind'], row['support']);
    },
    async *edges() {
      for (const kind of edgeKindNames)
        for (const row of await transaction.run(statements.scanEdges(kind)))
          yield decodeEdge(kind, row['from'], row['to'], row['support']);
    },
    async clear() {
      await transaction.run('MATCH (n) WHERE NOT n:Meta DETACH DELETE n');
    },
    prepare: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

/** Thrown to roll back what was tried. */
class Undone extends Error {}

/**
 * Runs work on a draft of a store: a transaction that is never committed, so that the engines are
 * the real ones and nothing stays. Writers wait meanwhile.
 */
export async function onDraft<T>(store: Store, work: (draft: Store) => Promise<T>): Promise<T> {
  let done: { result: T } | undefined;
  try {
    await store.write(async (transaction) => {
      done = { result: await work(draftOf(store, transaction)) };
      throw new Undone();
    });
  } catch (error) {
    if (!done) throw error;
  }
  return (done as { result: T }).result;
}
