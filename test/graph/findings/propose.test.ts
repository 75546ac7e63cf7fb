import { expect, test } from 'vitest';
import { ProposalMemory } from '../../../graph/findings/proposal-memory.ts';
import { propose } from '../../../graph/findings/propose.ts';
import { loadRules } from '../../../graph/rules/load.ts';
import type { Rule } from '../../../graph/rules/rule.ts';
import type { ReadResult } from '../../../graph/store/store.ts';
import { View } from '../../../graph/view.ts';
import { now } from './graph.ts';

const [shipped] = await loadRules();
if (!shipped) throw new Error('there is no rule');
const asking = (query: string): Rule => ({
  ...shipped,
  of: 'MATCH (a:Agent) RETURN count(a) AS n',
  query,
});
const rule = asking('MATCH (a:Agent) RETURN a.uid AS entry, a.uid AS target, [a.uid] AS steps');

const answer = (rows: ReadResult['rows'], truncated: string | null = null): ReadResult => ({
  columns: [],
  rows,
  truncated,
});

/** A store of three agents that lists them in some way, and what it was asked. */
function storeThat(list: () => ReadResult) {
  const asked: string[] = [];
  const read = (cypher: string): Promise<ReadResult> => {
    asked.push(cypher);
    if (cypher === rule.of) return Promise.resolve(answer([{ n: 3 }]));
    return Promise.resolve().then(() => (/AS uid$/.test(cypher) ? list() : answer([])));
  };
  return { asked, read };
}

test.each<[string, () => ReadResult]>([
  [
    'takes too long',
    () => {
      throw new Error('stopped after 60 s');
    },
  ],
  ['is cut short', () => answer([{ uid: 'a' }], 'more than 1 row')],
])('a population of which the list %s is counted', async (_, list) => {
  const store = storeThat(list);
  const known = { memory: new ProposalMemory(), view: new View() };
  const first = await propose(store, rule, now, known);
  expect(first).toMatchObject({ of: 3, truncated: null });
  store.asked.length = 0;
  expect(await propose(store, rule, now, known)).toEqual(first);
  expect(store.asked, 'what was counted is kept').toEqual([]);
});

test('one that can be listed is listed', async () => {
  const store = storeThat(() => answer([{ uid: 'a' }, { uid: 'b' }, { uid: 'c' }]));
  const known = { memory: new ProposalMemory(), view: new View() };
  expect(await propose(store, rule, now, known)).toMatchObject({ of: 3, truncated: null });
  expect(store.asked).not.toContain(rule.of);
});

test.each<[string, boolean, number, boolean]>([
  ['asks of staleness, soon after', true, 1_000, true],
  ['asks of staleness, an hour later', true, 3_600_000, false],
  ['does not, an hour later', false, 3_600_000, true],
])('what a rule proposed that %s', async (_, stale, later, kept) => {
  const store = storeThat(() => answer([]));
  const known = { memory: new ProposalMemory(), view: new View() };
  const old = asking(
    `MATCH (k:Credential)${stale ? ' WHERE k.created < $stale' : ''} RETURN k.uid AS entry`,
  );
  await propose(store, old, now, known);
  store.asked.length = 0;
  await propose(store, old, now + later, known);
  expect(store.asked).toEqual(kept ? [] : [old.query]);
});
