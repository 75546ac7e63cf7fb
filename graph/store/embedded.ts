import grafeo, { type GrafeoDB, type QueryResult } from '@grafeo-db/js';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fail, reasonOf } from '../errors.ts';
import { mutex } from '../mutex.ts';
import { nodeKindNames } from '../schema/index.ts';
import { decodeEdge, decodeNode } from './codec.ts';
import { engineFailure } from './engine-failure.ts';
import { checkReadOnly } from './read-only.ts';
import { indexedKeys, statements, uniqueKeys } from './statements.ts';
import type { ReadLimits, Row, Store, Transaction } from './store.ts';
import { within } from './time-limit.ts';

async function prepare(db: GrafeoDB): Promise<void> {
  const all = [...uniqueKeys, ...indexedKeys].map((field) => {
    const [label, key] = field.split('.') as [string, string];
    const name = `${label}_${key}`.toLowerCase();
    return db.executeCypher(`CREATE INDEX ${name} IF NOT EXISTS FOR (n:${label}) ON (n.${key})`);
  });
  await Promise.all(all);
}

function open(path: string | undefined): GrafeoDB {
  try {
    if (path === undefined) return grafeo.GrafeoDB.create();
    mkdirSync(dirname(path), { recursive: true });
    return grafeo.GrafeoDB.create(path);
  } catch (error) {
    const reason = reasonOf(error);
    if (/lock|in use|another process/i.test(reason))
      fail('ESTATE_LOCKED', `${path}: another process holds the estate`, { cause: error });
    fail('STORE_UNAVAILABLE', `${path}: ${reason}`, { cause: error });
  }
}

/** Nodes whose edges are read at once. */
const atOnce = 5_000;

/** Rows one by one: a copy of all of them would be larger than the graph. */
function* rowsOf(result: QueryResult): Iterable<Row> {
  for (let i = 0; i < result.length; i++) yield result.get(i);
}

/** A column of rows, in pieces. */
function* pieces(result: QueryResult, column: string, size: number): Iterable<unknown[]> {
  for (let from = 0; from < result.length; from += size) {
    const length = Math.min(size, result.length - from);
    yield Array.from({ length }, (_, i) => result.get(from + i)[column]);
  }
}

const wrote = (counters: object) => Object.values(counters).some((n) => (n as number) > 0);

/**
 * The store where nothing is installed: Grafeo in this process, in one file at `path`, or in
 * memory without one. Throws ESTATE_LOCKED while another process holds it.
 */
export async function openEmbedded(path?: string): Promise<Store> {
  const db = open(path);
  await prepare(db);
  if (path !== undefined) db.setCheckpointTriggers({ walBytes: 64 << 20, intervalMs: 60_000 });
  let overdue = 0;
  /** The engine aborts the later of two transactions that meet. */
  const alone = mutex();

  const write = <T>(work: (transaction: Transaction) => Promise<T>) =>
    alone(async () => {
      const transaction = db.beginTransaction();
      const inTurn = mutex();
      try {
        const result = await work({
          run: (cypher, params = {}) =>
            inTurn(async () => (await transaction.executeCypher(cypher, params)).toArray()),
        });
        transaction.commit();
        return result;
      } catch (error) {
        await inTurn(() => Promise.resolve());
        if (transaction.isActive) transaction.rollback();
        throw error;
      }
    });

  return {
    name: path === undefined ? 'memory' : 'embedded',

    /** A rolled-back transaction, so that nothing a query does can stay. */
    async read(cypher, params = {}, { timeout = 10_000, rows: most = 10_000 }: ReadLimits = {}) {
      checkReadOnly(cypher);
      const transaction = db.beginTransaction();
      try {
        const work = transaction.executeCypher(cypher, params);
        const result = await within(timeout, work).catch((error: unknown) => {
          // The engine cannot be told to give up a query.
          overdue += 1;
          const ended = () => (overdue -= 1);
          work.then(ended, ended);
          throw error;
        });
        if (wrote(result.counters))
          fail('QUERY_REFUSED', 'the query writes; only reading is allowed');
        const all = result.toArray() as Row[];
        const truncated = all.length > most ? `only the first ${most} of ${all.length} rows` : null;
        return { columns: result.columns, rows: all.slice(0, most), truncated };
      } catch (error) {
        throw engineFailure(error);
      } finally {
        // A query that passed its time still runs; its transaction ends with it.
        try {
          transaction.rollback();
        } catch {
          /* still running */
        }
      }
    },

    overdue: () => overdue,

    silence: () => 0,

    write,

    async *nodes() {
      for (const kind of nodeKindNames) {
        const result = await db.executeCypher(statements.scanNodes(kind));
        for (const row of rowsOf(result)) yield decodeNode(row['uid'], row['kind'], row['support']);
      }
    },

    /** By the nodes that they leave, so that only some rows are held at a time; all as of now. */
    async *edges() {
      const transaction = db.beginTransaction();
      try {
        const starts = await transaction.executeCypher(statements.scanUids);
        for (const uids of pieces(starts, 'uid', atOnce)) {
          const result = await transaction.executeCypher(statements.scanEdgesFrom, { uids });
          for (const { kind, from, to, support } of rowsOf(result))
            yield decodeEdge(kind, from, to, support);
        }
      } finally {
        transaction.rollback();
      }
    },

    clear: () =>
      write(async (transaction) => {
        await transaction.run('MATCH (n) WHERE NOT n:Meta DETACH DELETE n');
      }),

    prepare: () => prepare(db),

    async close() {
      await alone(() => Promise.resolve());
      db.close();
    },
  };
}
