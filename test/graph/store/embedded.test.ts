import { expect, test } from 'vitest';
import type { Claim, Ref } from '../../../graph/claim.ts';
import type { Edge } from '../../../graph/entity.ts';
import { openEmbedded } from '../../../graph/store/embedded.ts';
import { until } from '../../until.ts';
import { write } from '../../../graph/write.ts';

const role = (i: number): Ref<'Identity'> => ({ kind: 'Identity', uid: `role:${i}` });
const bucket = (i: number): Ref<'DataStore'> => ({ kind: 'DataStore', uid: `bucket:${i}` });

/** What one owner says of a few roles: each may read two buckets. */
const claim = (from: number, to: number): Claim => ({
  owner: 'aws:1/iam',
  subject: `roles ${from} to ${to}`,
  at: 1,
  mode: 'state',
  nodes: [],
  edges: Array.from({ length: 2 * (to - from) }, (_, i) => ({
    kind: 'CAN_READ',
    from: role(from + (i >> 1)),
    to: bucket(from + (i >> 1) + (i & 1)),
    props: {},
  })),
  evidence: { source: 'test', record: `r${from}` },
});

const roles = 5_500;

test('a scan tells each edge once, as of its beginning, though it reads in pieces', async () => {
  const store = await openEmbedded();
  await write(store, [claim(0, roles / 2), claim(roles / 2, roles)]);
  const seen: Edge[] = [];
  for await (const edge of store.edges()) {
    if (seen.push(edge) === 1) await write(store, [claim(roles, roles + 10)]);
  }
  expect(seen).toHaveLength(2 * roles);
  expect(new Set(seen.map(({ id }) => id)).size).toBe(2 * roles);
  let later = 0;
  for await (const _ of store.edges()) later++;
  expect(later).toBe(2 * (roles + 10));
  await store.close();
});

test('edges that one claim supports share what is told of them, and others have their own', async () => {
  const store = await openEmbedded();
  await write(store, [claim(0, 2), claim(2, 4)]);
  const byClaim = new Map<string, Edge[]>();
  for await (const edge of store.edges()) {
    const record = edge.evidence[0]?.record ?? '';
    byClaim.set(record, [...(byClaim.get(record) ?? []), edge]);
  }
  expect([...byClaim.keys()].sort()).toEqual(['r0', 'r2']);
  for (const edges of byClaim.values()) {
    expect(edges).toHaveLength(4);
    expect(new Set(edges.map(({ evidence }) => evidence)).size).toBe(1);
  }
  await store.close();
});

test.each([
  `LOAD CSV FROM '/etc/hostname' AS line RETURN line`,
  `LOAD /* x */ CSV FROM '/etc/hostname' AS line RETURN line`,
  `MATCH (n) WITH count(n) AS n LOAD CSV FROM '/etc/hostname' AS line RETURN line`,
  'CREATE INDEX extra FOR (n:Entity) ON (n.name)',
  'DROP INDEX entity_uid',
  'CREATE (n:Entity {uid: "x"}) RETURN n',
  'MATCH (n) SET n.name = "x" RETURN n',
  'CALL db.labels()',
])('%s is refused: a query reads the graph, and nothing else', async (cypher) => {
  const store = await openEmbedded();
  await write(store, [claim(0, 1)]);
  await expect(store.read(cypher)).rejects.toMatchObject({ code: 'QUERY_REFUSED' });
  const { rows } = await store.read(`MATCH (n) WHERE n.uid = 'LOAD CSV' RETURN count(n) AS n`);
  expect(rows).toEqual([{ n: 0 }]);
  await store.close();
});

test('a query that passed its time is told to be running until the engine is done with it', async () => {
  const store = await openEmbedded();
  expect(store.overdue()).toBe(0);
  const long = 'UNWIND range(1, 2000) AS a UNWIND range(1, 2000) AS b RETURN count(*) AS n';
  await expect(store.read(long, {}, { timeout: 1 })).rejects.toMatchObject({ code: 'QUERY_LIMIT' });
  expect(store.overdue()).toBe(1);
  await until('it is over', () => store.overdue() === 0);
  await expect(store.read('MATCH (n RETURN n')).rejects.toMatchObject({ code: 'QUERY_REFUSED' });
  await until('what failed at once is over at once', () => store.overdue() === 0);
  await store.close();
});
