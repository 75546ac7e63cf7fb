import { expect, test } from 'vitest';
import { random } from '../../../bench/random.ts';
import { ProposalMemory } from '../../../graph/findings/proposal-memory.ts';
import { propose } from '../../../graph/findings/propose.ts';
import { deltaOf } from '../../../graph/rules/delta.ts';
import { livePopulation, liveRows } from '../../../graph/rules/live-query.ts';
import { loadRules } from '../../../graph/rules/load.ts';
import { parseQuery } from '../../../graph/rules/parse-query.ts';
import { openEmbedded } from '../../../graph/store/embedded.ts';
import { View } from '../../../graph/view.ts';
import { write } from '../../../graph/write.ts';
import { claimOn, copies, edited, idOf } from './edits.ts';

const rules = await loadRules();
const at = Date.UTC(2026, 10, 1);

test.each(rules.map((rule) => [rule.id, rule] as const))(
  '%s: after each of many changes what it proposes is what the store says when asked whole',
  async (_id, rule) => {
    expect(liveRows(rule.query), 'its rows can be followed').not.toBe(null);
    expect(livePopulation(rule.of), 'its population can be followed').not.toBe(null);
    const next = random(7);
    const store = await openEmbedded();
    const here = new Map(
      copies(rule, 3, (_uid, copy) => copy === 1 && next() < 0.5).map((one) => [idOf(one), one]),
    );
    const things = { here, gone: new Map() };
    await write(
      store,
      [...here.values()].map((thing) => claimOn(thing, 1)),
    );
    const view = await View.load(store);
    const memory = new ProposalMemory();
    const seen = new Set<string>();
    const check = async (when: number) => {
      const kept = await propose(store, rule, at, { memory, view });
      const whole = await propose(store, rule, at);
      expect(kept, `change ${when}`).toEqual(whole);
      expect(whole.truncated).toBe(null);
      seen.add(JSON.stringify(whole));
    };
    await check(1);
    const reads: string[] = [];
    const watched = {
      ...store,
      read: (...asked: Parameters<typeof store.read>) => {
        reads.push(asked[0]);
        return store.read(...asked);
      },
    };
    for (let when = 2; when < 60; when++) {
      const { changes } = await write(store, edited(next, rule, things, when));
      const finish = memory.note(deltaOf(changes, view), view);
      view.apply(changes);
      finish();
      await propose(watched, rule, at, { memory, view });
      await check(when);
    }
    expect(reads, 'the store was asked once').toEqual([]);
    expect(seen.size, 'changes made a difference').toBeGreaterThan(2);
    await store.close();
  },
);

test.each([
  ['an optional match', 'OPTIONAL MATCH (a:Agent) RETURN a.uid AS entry'],
  ['an order', 'MATCH (a:Agent) RETURN a.uid AS entry ORDER BY a.uid'],
  [
    'two patterns that hang on nothing common',
    'MATCH (a:Agent) MATCH (b:Tool) RETURN a.uid AS entry',
  ],
  [
    'rows that tell of many',
    'MATCH (a:Agent) WITH count(a) AS n MATCH (b:Agent) RETURN b.uid AS entry',
  ],
  ['an entry that is no node', "MATCH (a:Agent) RETURN 'x' AS entry"],
  [
    'an aggregate inside of an expression',
    'MATCH (a:Agent) RETURN a.uid AS entry, [min(a.uid)] AS steps',
  ],
])('%s cannot be followed', (_, query) => {
  expect(liveRows(query)).toBe(null);
});

test('a count of rows can be followed only where each node makes one', () => {
  expect(livePopulation('MATCH (a:Agent) RETURN count(a) AS n')).not.toBe(null);
  const rows = 'MATCH (a:Agent)-[:CAN_CALL]->(t:Tool)';
  expect(livePopulation(`${rows} RETURN count(a) AS n`)).toBe(null);
  expect(livePopulation(`${rows} RETURN count(DISTINCT a) AS n`)).not.toBe(null);
});

test('a query says where it cannot be read', () => {
  expect(() => parseQuery('MATCH (a:Agent) WHERE b.stub RETURN a.uid AS entry')).toThrow('"b"');
  expect(() => parseQuery('MATCH (a)-[x:CAN_CALL*1..2]->(b) RETURN a.uid AS entry')).toThrow(
    'chain',
  );
});
