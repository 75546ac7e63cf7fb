import { randomBytes } from 'node:crypto';
import neo4j, { type ManagedTransaction, type Session } from 'neo4j-driver';
import { fail, Failure, reasonOf } from '../errors.ts';
import { mutex } from '../mutex.ts';
import { outage, passes, patiently } from '../patience.ts';
import { edgeKindNames, nodeKindNames } from '../schema/index.ts';
import type { Secret } from '../secret.ts';
import { decodeEdge, decodeNode } from './codec.ts';
import { plainValue, sentParams } from './neo4j-value.ts';
import { checkReadOnly } from './read-only.ts';
import { isThere, isTimeOut, isWrite, serverFailure } from './server-failure.ts';
import { parseServerUrl } from './server-url.ts';
import { Silence } from './silence.ts';
import { statements, uniqueKeys, indexedKeys } from './statements.ts';
import type { Params, ReadLimits, Row, Store, Transaction } from './store.ts';
import { timedOut, within } from './time-limit.ts';

/** A database server, and who Cutset is there. */
export interface Server {
  /** For example `neo4j://host:7687/database`. */
  url: string;
  user: string;
  password: Secret;
}

/** Rows of one statement; more go in several, so that none of them weighs on the server. */
const batchSize = 5_000;

/** How often a scan begins anew where what others write spoils it. */
const scans = 5;

/** How long a client waits after the server should have stopped a query. */
const patience = 2_000;

/**
 * Makes writers take turns, across processes: each reads what claims support before it writes, and
 * two at once would lose one's part. Remembers the latest writes, so that one whose answer was lost
 * is not done twice when it is tried again.
 */
const takeTurn = `MERGE (t:Meta {key: 'turn'}) SET t.at = timestamp()
  WITH t, $id IN coalesce(t.recent, []) AS done
  SET t.recent = CASE WHEN done THEN t.recent ELSE ([$id] + coalesce(t.recent, []))[..64] END
  RETURN done`;

const named = (field: string) => {
  const [label, key] = field.split('.') as [string, string];
  return { label, key, name: field.replace('.', '_').toLowerCase() };
};

const preparing = [
  ...uniqueKeys
    .map(named)
    .map(
      ({ label, key, name }) =>
        `CREATE CONSTRAINT ${name} IF NOT EXISTS FOR (n:${label}) REQUIRE n.${key} IS UNIQUE`,
    ),
  ...indexedKeys
    .map(named)
    .map(
      ({ label, key, name }) => `CREATE INDEX ${name} IF NOT EXISTS FOR (n:${label}) ON (n.${key})`,
    ),
  'CALL db.awaitIndexes(60)',
];

const isAway = (thrown: unknown) =>
  thrown instanceof Failure && thrown.code === 'STORE_UNAVAILABLE';

/** Parameters with their one list cut to size; as they are where there is none that long. */
function slices(params: Params): Params[] {
  const long = Object.entries(params).find(
    (entry): entry is [string, unknown[]] => Array.isArray(entry[1]) && entry[1].length > batchSize,
  );
  if (!long) return [params];
  const [name, list] = long;
  return Array.from({ length: Math.ceil(list.length / batchSize) }, (_, i) => ({
    ...params,
    [name]: list.slice(i * batchSize, (i + 1) * batchSize),
  }));
}

const transactionOf = (inner: ManagedTransaction, silence: Silence): Transaction => ({
  /** All is on its way at once, so that what is asked next comes after all of it. */
  async run(cypher, params = {}) {
    const answers = slices(params).map(async (slice) => {
      silence.asked();
      const answer = await inner.run(cypher, sentParams(slice));
      silence.heard();
      return answer;
    });
    const rows: Row[] = [];
    for (const { records } of await Promise.all(answers))
      for (const record of records) rows.push(record.toObject());
    return rows;
  },
});

/**
 * The store on a Neo4j server, Community or Enterprise, by bolt. Throws STORE_UNAVAILABLE,
 * STORE_LOGIN, STORE_DATABASE or STORE_LICENCE where it cannot be used.
 */
export async function openNeo4j({ url, user, password }: Server): Promise<Store> {
  const { address, database, name } = parseServerUrl(url);
  const failureOf = (thrown: unknown) => serverFailure(thrown, { name, user, database });
  const driver = neo4j.driver(address, neo4j.auth.basic(user, password.reveal()), {
    disableLosslessIntegers: true,
    notificationFilter: { minimumSeverityLevel: 'OFF' },
    fetchSize: batchSize,
    connectionTimeout: 10_000,
    // Of a server that hangs, which takes connections and says nothing.
    connectionAcquisitionTimeout: 15_000,
    // Its pauses double without end: what takes longer is tried again here.
    maxTransactionRetryTime: 2_000,
    userAgent: 'cutset',
  });
  /** In a cluster, what is read is at least as new as what was written here. */
  const bookmarks = neo4j.bookmarkManager();
  const alone = mutex();
  const silence = new Silence();

  async function inSession<T>(
    mode: 'READ' | 'WRITE',
    work: (session: Session) => Promise<T>,
  ): Promise<T> {
    const session = driver.session({
      defaultAccessMode: mode,
      bookmarkManager: bookmarks,
      ...(database !== null && { database }),
    });
    try {
      const outcome = await work(session);
      silence.heard(0);
      return outcome;
    } catch (error) {
      throw failureOf(error);
    } finally {
      await session.close().catch(() => undefined);
    }
  }

  /** A transaction that writes, again while the server is away or others are in its way. */
  const change = <T>(work: (transaction: Transaction) => Promise<T>): Promise<T> => {
    const whole = async (transaction: ManagedTransaction) => {
      silence.anew();
      const outcome = await work(transactionOf(transaction, silence));
      // Until it is committed.
      silence.asked();
      return outcome;
    };
    const attempt = async (session: Session) => {
      silence.asked();
      const outcome = await session.executeWrite(whole);
      silence.anew();
      return outcome;
    };
    return patiently(() => inSession('WRITE', attempt), { when: isAway, most: outage }).catch(
      (error: unknown) => {
        // What else ends a write, the server said or we did.
        if (!isAway(error)) silence.anew();
        throw error;
      },
    );
  };

  async function* scan(cypher: string): AsyncGenerator<Row> {
    for (let turn = 1; ; turn++) {
      const session = driver.session({
        defaultAccessMode: 'READ',
        bookmarkManager: bookmarks,
        ...(database !== null && { database }),
      });
      try {
        for await (const record of session.run(cypher)) yield record.toObject();
        return;
      } catch (error) {
        const failure = failureOf(error);
        if (!passes(failure) || turn === scans) throw failure;
      } finally {
        await session.close();
      }
    }
  }

  /** Deletes a bounded number in a transaction of its own, until nothing is left. */
  async function deleteAll(statement: string): Promise<void> {
    const round = async (transaction: Transaction) => {
      const [row] = await transaction.run(statement, { most: batchSize * 2 });
      return row?.['n'] as number;
    };
    while ((await change(round)) > 0);
  }

  try {
    await inSession('READ', (session) => session.run('RETURN 1'));
  } catch (error) {
    await driver.close();
    throw error;
  }

  return {
    name,

    async read(cypher, params = {}, { timeout = 10_000, rows: most = 10_000 }: ReadLimits = {}) {
      checkReadOnly(cypher);
      const ask = () =>
        inSession('READ', async (session) => {
          const transaction = await session.beginTransaction({ timeout });
          const result = transaction.run(cypher, sentParams(params));
          const columns = await result.keys();
          const rows: Row[] = [];
          let truncated: string | null = null;
          for await (const record of result) {
            if (rows.length === most) {
              truncated = `only the first ${most} rows`;
              break;
            }
            rows.push(plainValue(record.toObject()) as Row);
          }
          await transaction.commit();
          return { columns, rows, truncated };
        });
      const started = performance.now();
      const isLate = () => performance.now() - started >= timeout;
      // After a restart of the server the first to use a connection learns that it is gone.
      const reading = ask().catch((error: unknown) => {
        if (passes(error) && !isLate()) return ask();
        throw error;
      });
      try {
        return await within(timeout + patience, reading, timeout);
      } catch (error) {
        const cause = error instanceof Failure ? error.cause : error;
        if (isTimeOut(cause) && isLate()) throw timedOut(timeout, { cause });
        if (isWrite(cause))
          fail('QUERY_REFUSED', 'the query writes; only reading is allowed', { cause });
        if (error instanceof Failure) throw error;
        return fail('QUERY_REFUSED', reasonOf(error), { cause: error });
      }
    },

    overdue: () => 0,

    silence: () => silence.seconds,

    write: (work) =>
      alone(() => {
        const id = randomBytes(9).toString('base64url');
        let earlier: { outcome: Awaited<ReturnType<typeof work>> } | undefined;
        return change(async (transaction) => {
          const [turn] = await transaction.run(takeTurn, { id });
          if (earlier && turn?.['done'] === true) return earlier.outcome;
          const outcome = await work(transaction);
          earlier = { outcome };
          return outcome;
        });
      }),

    async *nodes() {
      for (const kind of nodeKindNames)
        for await (const row of scan(statements.scanNodes(kind)))
          yield decodeNode(row['uid'], row['kind'], row['support']);
    },

    async *edges() {
      for (const kind of edgeKindNames)
        for await (const row of scan(statements.scanEdges(kind)))
          yield decodeEdge(kind, row['from'], row['to'], row['support']);
    },

    clear: () =>
      alone(async () => {
        await deleteAll('MATCH ()-[r]->() WITH r LIMIT $most DELETE r RETURN count(*) AS n');
        await deleteAll(
          'MATCH (n) WHERE NOT n:Meta WITH n LIMIT $most DETACH DELETE n RETURN count(*) AS n',
        );
      }),

    async prepare() {
      // Two that prepare a server at once may lock each other out.
      for (const statement of preparing)
        await change((transaction) => transaction.run(statement)).catch((error: unknown) => {
          if (!isThere(error)) throw error;
        });
    },

    async close() {
      await alone(() => Promise.resolve());
      await driver.close();
    },
  };
}

/** Makes the database that a URL names. Throws STORE_LICENCE where the server allows but one. */
export async function createDatabase({ url, user, password }: Server): Promise<void> {
  const { address, database, name } = parseServerUrl(url);
  if (database === null) fail('USAGE', `${name}: the URL names no database`);
  const driver = neo4j.driver(address, neo4j.auth.basic(user, password.reveal()));
  try {
    await driver.executeQuery(
      'CREATE DATABASE $database IF NOT EXISTS WAIT',
      { database },
      { database: 'system' },
    );
  } catch (error) {
    throw serverFailure(error, { name, user, database });
  } finally {
    await driver.close();
  }
}
