import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test, vi } from 'vitest';
import type { Claim } from '../../../graph/claim.ts';
import { cleanUid } from '../../../graph/claim.ts';
import { Secret } from '../../../graph/secret.ts';
import { graphHash, snapshot } from '../../../graph/snapshot.ts';
import { openEmbedded } from '../../../graph/store/embedded.ts';
import { createDatabase, openNeo4j } from '../../../graph/store/neo4j.ts';
import { openStore } from '../../../graph/store/open.ts';
import { statements } from '../../../graph/store/statements.ts';
import type { Store } from '../../../graph/store/store.ts';
import { migrate, storedVersion } from '../../../graph/store/version.ts';
import { write } from '../../../graph/write.ts';
import { until } from '../../until.ts';
import { freePort } from '../../servers/free-port.ts';
import { neo4j } from '../../servers/neo4j.ts';

const found = await neo4j();
vi.setConfig({ testTimeout: 120_000 });
const cutset = fileURLToPath(new URL('../../../bin/cutset', import.meta.url));

describe.skipIf(found.skip !== null)('on Neo4j', () => {
  if (!found.given) return;
  const { open, run, release, server, certificate, password } = found.given;
  afterAll(release);

  const withStore = async <T>(work: (store: Store) => Promise<T>): Promise<T> => {
    const store = await open();
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  };

  const claim = (uids: readonly string[], at = 1, subject = 's'): Claim => ({
    owner: 'aws:1/s3',
    subject,
    at,
    mode: 'state',
    nodes: uids.map((uid) => ({
      kind: 'DataStore',
      uid,
      props: { name: uid, tags: { [uid]: uid } },
      defines: true,
    })),
    edges: uids.map((uid) => ({
      kind: 'CAN_READ',
      from: { kind: 'Identity', uid: 'role:r' },
      to: { kind: 'DataStore', uid },
      props: { note: uid, conditional: true, conditionKeys: [uid] },
    })),
    evidence: { source: 'test', record: uids[0] ?? 'none' },
  });

  describe('what stands in the way has a code and names the thing', () => {
    test.each([
      ['a wrong password', { ...server, password: new Secret('wrong') }, 'STORE_LOGIN', '"neo4j"'],
      ['an unknown user', { ...server, user: 'nobody' }, 'STORE_LOGIN', '"nobody"'],
      [
        'an unknown database',
        { ...server, url: `${server.url}/other` },
        'STORE_DATABASE',
        '"other"',
      ],
    ] as const)('%s', async (_, wrong, code, said) => {
      await expect(openNeo4j(wrong)).rejects.toMatchObject({
        code,
        message: expect.stringContaining(said) as string,
      });
    });

    test('nothing that listens', async () => {
      for (const scheme of ['bolt', 'neo4j', 'neo4j+s', 'bolt+ssc']) {
        const url = `${scheme}://127.0.0.1:${await freePort()}`;
        await expect(openNeo4j({ ...server, url })).rejects.toMatchObject({
          code: 'STORE_UNAVAILABLE',
          message: expect.stringContaining(url) as string,
        });
      }
    });

    test('a feature that the licence does not have', async () => {
      const wanted = { ...server, url: `${server.url}/second` };
      await expect(createDatabase(wanted)).rejects.toMatchObject({ code: 'STORE_LICENCE' });
    });

    test('no message holds the password', async () => {
      const secret = 'pass-word-that-shows';
      const wrong = { ...server, password: new Secret(secret) };
      const error: unknown = await openNeo4j(wrong).catch((thrown: unknown) => thrown);
      expect(JSON.stringify([error, String(error), wrong])).not.toContain(secret);
    });
  });

  describe('versions', () => {
    const setVersion = (store: Store, value: number) =>
      store.write((transaction) => transaction.run(statements.putMeta, { key: 'schema', value }));

    test('an older estate is refused until it is migrated, a newer one always', async () => {
      const store = await open();
      try {
        await setVersion(store, storedVersion - 1);
        await expect(openStore({ server })).rejects.toMatchObject({
          code: 'ESTATE_OLDER',
          message: expect.stringContaining('cutset migrate') as string,
        });
        await migrate(store);
        await (await openStore({ server })).close();
        await setVersion(store, storedVersion + 1);
        await expect(openStore({ server })).rejects.toMatchObject({ code: 'ESTATE_NEWER' });
        await expect(migrate(store)).rejects.toMatchObject({ code: 'ESTATE_NEWER' });
      } finally {
        await setVersion(store, storedVersion);
        await store.close();
      }
    });

    test('a server is silent while a write waits for it, and not while we do something', async () => {
      const [one, other] = [await open(), await open()];
      await one
        .write(async (transaction) => {
          await transaction.run('RETURN 1 AS one');
          await sleep(200);
          expect(one.silence(), 'nothing is asked').toBe(0);
          const waiting = other.write(() => Promise.resolve());
          await until('the other one waits for its turn', () => other.silence() > 0.1);
          expect(one.silence()).toBe(0);
          return { waiting };
        })
        .then(({ waiting }) => waiting);
      expect(other.silence()).toBe(0);
      await expect(other.write((transaction) => transaction.run('NOT CYPHER'))).rejects.toThrow();
      await sleep(50);
      expect(other.silence(), 'an error is an answer').toBe(0);
      await Promise.all([one.close(), other.close()]);
    });

    test('migrating makes the constraints that were lost', async () => {
      await withStore(async (store) => {
        const constraints = async () =>
          (await run('SHOW CONSTRAINTS YIELD name')).map(({ name }) => name).sort();
        const before = await constraints();
        expect(before).toContain('entity_uid');
        await run('DROP CONSTRAINT entity_uid');
        await setVersion(store, 0);
        expect(await migrate(store)).toHaveLength(storedVersion);
        expect(await constraints()).toEqual(before);
        expect(await migrate(store)).toEqual([]);
      });
    });

    test('several that prepare a new server at once do not stop each other', async () => {
      const dropAll = async () => {
        for (const { name } of await run('SHOW CONSTRAINTS YIELD name'))
          await run(`DROP CONSTRAINT ${String(name)}`);
        for (const { name } of await run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'"))
          await run(`DROP INDEX ${String(name)}`);
      };
      const stores = await Promise.all(Array.from({ length: 6 }, open));
      for (let round = 0; round < 5; round++) {
        await dropAll();
        await Promise.all(stores.map((store) => store.prepare()));
      }
      for (const store of stores) await store.close();
    });

    test('a database that holds something else is left alone', async () => {
      await (await open()).close();
      const kept = (await run('MATCH (m:Meta) RETURN properties(m) AS m')).map(({ m }) => m);
      try {
        await run('MATCH (m:Meta) DELETE m');
        await run("CREATE (:Person {name: 'Ann'})");
        await expect(openStore({ server })).rejects.toMatchObject({ code: 'STORE_FOREIGN' });
        expect(await run('MATCH (n) RETURN n.name AS name')).toEqual([{ name: 'Ann' }]);
      } finally {
        await run('MATCH (n) DELETE n');
        await run('UNWIND $kept AS m CREATE (n:Meta) SET n = m', { kept });
      }
    });
  });

  describe('reading', () => {
    test.each([
      ['MATCH (n) SET n.x = 1', 'writes'],
      ['CREATE (n:Entity) RETURN n', 'writes'],
      ['MATCH (n) CALL (n) { DETACH DELETE n } RETURN 1', 'writes'],
      ['CALL db.labels()', 'a procedure'],
      ['MATCH (n) CALL dbms.components() YIELD name RETURN name', 'a procedure'],
      ["LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line", 'LOAD CSV'],
      ["UNWIND [1] AS x LOAD /* a */ CSV FROM 'http://127.0.0.1/' AS l RETURN l", 'LOAD CSV'],
      ['USE system MATCH (n) RETURN n', 'USE'],
      ['CALL { USE system SHOW USERS } RETURN 1', 'USE'],
      ['SHOW USERS', 'opens with none of'],
      ["ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'", 'opens with none of'],
      ["WITH 1 AS `'` CALL dbms.components() YIELD name RETURN name AS `'`", 'a procedure'],
      ['MATCH (n) \\u0043ALL dbms.components() YIELD name RETURN name', 'escape'],
      ['MATCH (n RETURN n', 'Invalid input'],
    ])('%s is refused', async (cypher, said) => {
      await withStore(async (store) => {
        await write(store, [claim(['b'])]);
        const before = await graphHash(store);
        await expect(store.read(cypher)).rejects.toMatchObject({
          code: 'QUERY_REFUSED',
          message: expect.stringContaining(said) as string,
        });
        expect(await graphHash(store)).toBe(before);
      });
    });

    test('a query is stopped when its time is up, and the store goes on', async () => {
      await withStore(async (store) => {
        const endless = `UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b
          WITH a, b WHERE a * b = -1 RETURN count(*) AS n`;
        await expect(store.read(endless, {}, { timeout: 300 })).rejects.toMatchObject({
          code: 'QUERY_LIMIT',
          message: expect.stringContaining('0.3 s') as string,
        });
        expect((await store.read('RETURN 1 AS n')).rows).toEqual([{ n: 1 }]);
      });
    });

    test('more rows than the limit are left out, and that is said', async () => {
      await withStore(async (store) => {
        const query = 'UNWIND range(1, $n) AS x RETURN x';
        const cut = await store.read(query, { n: 1_000_000 }, { rows: 3 });
        expect(cut).toEqual({
          columns: ['x'],
          rows: [{ x: 1 }, { x: 2 }, { x: 3 }],
          truncated: 'only the first 3 rows',
        });
        expect((await store.read(query, { n: 3 }, { rows: 3 })).truncated).toBe(null);
      });
    });

    test('values have the same form as on the embedded store', async () => {
      const memory = await openEmbedded();
      await withStore(async (store) => {
        for (const some of [memory, store]) await write(some, [claim(['b'])]);
        const plain = (value: unknown): unknown =>
          JSON.parse(
            JSON.stringify(value, (key, inner: unknown) =>
              /^_(id|source|target)$/.test(key)
                ? 0
                : key === '_labels'
                  ? (inner as string[]).toSorted()
                  : inner && typeof inner === 'object' && !Array.isArray(inner)
                    ? Object.fromEntries(Object.entries(inner).toSorted())
                    : inner,
            ),
          );
        for (const query of [
          'MATCH (n:DataStore) RETURN n',
          'MATCH ()-[r]->() RETURN r',
          'MATCH p = (:Identity)-[:CAN_READ]->() RETURN p, nodes(p) AS n, relationships(p) AS r',
          "RETURN date('2026-01-02') AS d, datetime('2026-01-02T03:04:05Z') AS t, {a: [1, 2.5]} AS m, null AS z",
          'RETURN toString($whole) AS whole, toString($part) AS part, $list AS list',
        ]) {
          const params = { whole: 3, part: 1.5, list: [1, 'x', null, { a: true }] };
          const [a, b] = [await memory.read(query, params), await store.read(query, params)];
          expect(b.columns).toEqual(a.columns);
          expect(plain(b.rows), query).toEqual(plain(a.rows));
        }
      });
      await memory.close();
    });
  });

  test('hostile names are kept as they are, and are no query', async () => {
    const hostile = [
      "b'}) DETACH DELETE n //",
      '`b` "quoted" \\ \\u0027 ${x} $uid',
      'b\u202e\u200btxt',
      'b\u0000b\u0007',
      'lone \ud800 surrogate',
      '👩‍💻 𐍈 ßİ ﷽',
      '__proto__',
      `long ${'x'.repeat(20_000)}`,
      `${'長'.repeat(5_000)}`,
    ].map(cleanUid);
    const memory = await openEmbedded();
    await withStore(async (store) => {
      for (const some of [memory, store])
        await write(some, [claim(hostile, 1, `subject ${'長'.repeat(9_000)}`)]);
      expect(await snapshot(store)).toEqual(await snapshot(memory));
      expect((await snapshot(store)).length).toBe(2 * hostile.length + 1);
      const again = await write(store, [claim(hostile, 2, `subject ${'長'.repeat(9_000)}`)]);
      expect(again.changes.nodes).toEqual([]);
      for (const some of [memory, store])
        await write(some, [claim([], 3, `subject ${'長'.repeat(9_000)}`)]);
      expect(await snapshot(store)).toEqual([]);
    });
    await memory.close();
  });

  test('statements of many rows, and clearing what takes many batches', async () => {
    await withStore(async (store) => {
      const uids = Array.from({ length: 12_001 }, (_, i) => `store:${i}`);
      await write(store, [claim(uids)]);
      const count =
        'MATCH (n:Entity) OPTIONAL MATCH (n)<-[r]-() RETURN count(DISTINCT n) AS n, count(r) AS r';
      expect((await store.read(count)).rows).toEqual([{ n: 12_002, r: 12_001 }]);
      await store.clear();
      expect(await snapshot(store)).toEqual([]);
      expect((await store.read('MATCH (c:Claim) RETURN c')).rows).toEqual([]);
    });
  });

  test('writers in several processes lose nothing of each other', async () => {
    await withStore(async (first) => {
      const second = await openStore({ server });
      const calm = await openEmbedded();
      const claims = Array.from({ length: 40 }, (_, i) =>
        claim([`store:${i % 3}`, `store:${i % 5}`], 1, `s${i}`),
      );
      await Promise.all(claims.map((one, i) => write(i % 2 ? first : second, [one])));
      await write(calm, claims);
      expect(await snapshot(first)).toEqual(await snapshot(calm));
      await second.close();
      await calm.close();
    });
  });

  test.skipIf(certificate === null)(
    'neo4j+s trusts a certificate that is known, and no other',
    async () => {
      await withStore(async () => {
        const url = server.url.replace(/^bolt:\/\/127\.0\.0\.1/, 'neo4j+s://localhost');
        const ask = (env: Record<string, string>) =>
          promisify(execFile)(cutset, ['query', 'RETURN 1 AS one', '--json', '--estate', url], {
            env: {
              ...process.env,
              CUTSET_NEO4J_PASSWORD: password,
              ...env,
            },
          });
        const folder = { CUTSET_STATE: process.env['CUTSET_TEST_SERVERS'] ?? '' };
        const { stdout } = await ask({ ...folder, NODE_EXTRA_CA_CERTS: certificate ?? '' });
        expect(JSON.parse(stdout)).toMatchObject({ rows: [{ one: 1 }] });
        await expect(ask(folder)).rejects.toMatchObject({
          code: 2,
          stderr: expect.stringContaining('no answer') as string,
        });
      });
    },
  );
});
