import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { loadDemo } from '../../demo/load.ts';
import { canonical } from '../../graph/claim.ts';
import { Estate } from '../../graph/estate.ts';
import { evaluate } from '../../graph/findings/evaluate.ts';
import { probability } from '../../graph/findings/priors.ts';
import { Projection } from '../../graph/projection/projection.ts';
import { loadQueries } from '../../graph/rules/analyst-query.ts';
import { claimOf, exampleOf } from '../../graph/rules/example.ts';
import { loadRules } from '../../graph/rules/load.ts';
import { parsePattern, type Pattern } from '../../graph/rules/pattern.ts';
import { openEmbedded } from '../../graph/store/embedded.ts';
import type { Params, Store } from '../../graph/store/store.ts';
import { View } from '../../graph/view.ts';
import { write } from '../../graph/write.ts';
import { neo4j } from '../servers/neo4j.ts';
import { outcome } from './outcome.ts';

const { skip, given } = await neo4j();
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });
afterAll(() => given?.release());

const now = Date.UTC(2026, 10, 24, 12);
const rules = await loadRules();
const queries = await loadQueries();

const cases = new URL('./rules/cases/', import.meta.url);
const graphsOf = Map.groupBy(
  readdirSync(cases).flatMap(
    (file) =>
      parse(readFileSync(new URL(file, cases), 'utf8')) as { rule: string; graph: string }[],
  ),
  ({ rule }) => rule,
);

/** Rows in an order of their own, and lists that a query collects too: Cypher gives them none. */
const plain = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(plain).sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1))
    : value && typeof value === 'object'
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
      : value;

async function rowsOf(store: Store, query: string, params: Params = {}) {
  const { columns, rows, truncated } = await store.read(query, params, { rows: 100_000 });
  expect(truncated).toBe(null);
  return plain(rows.map((row) => columns.map((column) => row[column] ?? null)));
}

describe.skipIf(skip)('both stores answer alike', () => {
  describe('rules on graphs made for them', () => {
    let store: Store;
    beforeAll(async () => {
      if (given) store = await given.open();
    });
    afterAll(() => store.close());

    test.each(rules.map((rule) => [rule.id, rule] as const))('%s', async (id, rule) => {
      const { fires, silent } = exampleOf(rule);
      const graphs: Pattern[] = [
        fires,
        ...silent,
        ...(graphsOf.get(id) ?? []).map(({ graph }) => parsePattern(graph)),
      ];
      let found = 0;
      for (const graph of graphs) {
        const memory = await openEmbedded();
        await store.clear();
        for (const some of [memory, store]) await write(some, [claimOf(graph)]);
        const view = await View.load(memory);
        const projection = new Projection(view.nodes(), view.edges(), probability);
        const on = async (some: Store) => {
          const around = { store: some, view, projection, rules: [rule], at: now };
          const { findings, populations } = await evaluate(around);
          const { of, rows, truncated } = populations.get(id) ?? {};
          return { findings, of, rows, truncated };
        };
        const wanted = await on(memory);
        expect(wanted.truncated).toBe(null);
        found += wanted.findings.length;
        expect(await on(store)).toEqual(wanted);
        await memory.close();
      }
      expect(found).toBeGreaterThan(0);
    });
  });

  describe('the demo', () => {
    let [embedded, server]: (Estate | undefined)[] = [];
    beforeAll(async () => {
      if (!given) return;
      await (await given.open()).close();
      embedded = await Estate.open(undefined, { key: 'k' });
      server = await Estate.open(undefined, { key: 'k', server: given.server });
      for (const estate of [embedded, server]) {
        await loadDemo(estate, now);
        await estate.settle();
      }
    });
    afterAll(() => Promise.all([embedded?.close(), server?.close()]));
    const both = () => {
      if (!embedded || !server) throw new Error('no estates');
      return { embedded, server };
    };

    test('graph, findings and freshness', async () => {
      const { embedded, server } = both();
      const [wanted, got] = [await outcome(embedded), await outcome(server)];
      expect(wanted.findings.length).toBeGreaterThan(20);
      expect(got.graph).toEqual(wanted.graph);
      expect(got.findings).toEqual(wanted.findings);
      expect(await server.freshness()).toEqual(await embedded.freshness());
      const told = ({ populations }: Estate) =>
        [...populations].map(([id, { of, rows, truncated }]) => [id, of, rows, truncated]);
      expect(told(server)).toEqual(told(embedded));
    });

    test.each(queries.map((query) => [query.name, query] as const))('%s', async (_, { query }) => {
      const { embedded, server } = both();
      const wanted = await rowsOf(embedded.store, query);
      expect(await rowsOf(server.store, query)).toEqual(wanted);
    });

    test.each(rules.map((rule) => [rule.id, rule] as const))('rows of %s', async (_, rule) => {
      const { embedded, server } = both();
      const parameters = { scope: null, stale: new Date(now).toISOString() };
      for (const query of [rule.query, rule.of]) {
        const wanted = await rowsOf(embedded.store, query, parameters);
        expect(await rowsOf(server.store, query, parameters)).toEqual(wanted);
      }
    });

    test('opened again, it has nothing to catch up with', async () => {
      if (!given) return;
      const { server } = both();
      const again = await Estate.open(undefined, { key: 'k', server: given.server });
      expect(again.lags).toBe(false);
      expect(again.demo).toBe('loaded');
      const settled = await again.settle();
      expect([settled.nodes, settled.edges, settled.opened, settled.closed]).toEqual([
        0,
        0,
        [],
        [],
      ]);
      expect(await outcome(again)).toEqual(await outcome(server));
      await again.close();
    });

    test('loaded again, it says nothing new; left, it leaves nothing', async () => {
      const { server } = both();
      const before = await outcome(server);
      await loadDemo(server, now);
      const { opened, closed } = await server.settle();
      expect([opened, closed]).toEqual([[], []]);
      expect(await outcome(server)).toEqual(before);
      await server.clear();
      await server.settle();
      expect(await outcome(server)).toEqual({ graph: [], findings: [] });
    });
  });
});
