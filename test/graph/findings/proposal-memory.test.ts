import { expect, test } from 'vitest';
import { ProposalMemory } from '../../../graph/findings/proposal-memory.ts';
import { deltaOf } from '../../../graph/rules/delta.ts';
import { loadRules } from '../../../graph/rules/load.ts';
import type { Rule } from '../../../graph/rules/rule.ts';
import { unlabelledOf } from '../../../graph/rules/vocabulary.ts';
import { View } from '../../../graph/view.ts';
import type { Changes } from '../../../graph/workspace.ts';
import { edge, node } from './facts.ts';

const none = { nodes: [], edges: [], goneNodes: [], goneEdges: [] };
const parameters = { scope: null, stale: '2026-08-03T00:00:00.000Z' };
const nothing = { proposals: [], rows: 0, unreadable: 0 };
const rules = await loadRules();

/** A shipped rule with another query. */
const asking = (query: string): Rule => {
  const [rule] = rules;
  if (!rule) throw new Error('there is no rule');
  return { ...rule, of: 'MATCH (a:Agent) RETURN count(a) AS n', query };
};
/** Goes beyond what can be followed row by row: it is kept or asked anew as a whole. */
const plain = asking(
  'MATCH (a:Agent)-[:QUERIES]->(d:DataStore) OPTIONAL MATCH (a:Agent) RETURN a.uid AS entry',
);

function follow(memory: ProposalMemory, view: View, some: Partial<Changes>): void {
  const changes = { ...none, by: new Map(), ...some };
  const finish = memory.note(deltaOf(changes, view), view);
  view.apply(changes);
  finish();
}

function isKept(rule: Rule, changes: Partial<Changes>, stale = parameters.stale): boolean {
  const memory = new ProposalMemory();
  const view = new View([node('Workload', 'w'), node('Agent', 'a')]);
  memory.keepRule(rule, [], nothing, parameters);
  follow(memory, view, changes);
  return memory.rule(rule, view, { ...parameters, stale }) !== undefined;
}

test.each<[string, Partial<Changes>, boolean]>([
  ['an edge of a kind that it names', { edges: [edge('QUERIES', 'a', 'd')] }, false],
  ['such an edge is gone', { goneEdges: ['QUERIES|a|d'] }, false],
  ['an edge of another kind', { edges: [edge('CAN_READ', 'a', 'd')] }, true],
  ['a node of a kind that it names', { nodes: [node('DataStore', 'd')] }, false],
  ['a node of another kind', { nodes: [node('Workload', 'v')] }, true],
  ['a node that was of a kind that it names', { nodes: [node('Workload', 'a')] }, false],
  ['such a node is gone', { goneNodes: ['a'] }, false],
  ['a node of another kind is gone', { goneNodes: ['w'] }, true],
])('what a rule proposed after %s', (_, changes, kept) => {
  expect(isKept(plain, changes)).toBe(kept);
});

test('a rule that reads properties of whatever comes is concerned by every node', () => {
  const any = asking(
    'MATCH (a:Agent)-[:QUERIES]->(d) WHERE d.sensitive RETURN a.uid AS entry ORDER BY a.uid',
  );
  expect(isKept(any, { nodes: [node('Workload', 'v')] })).toBe(false);
  expect(isKept(any, { edges: [edge('CAN_READ', 'a', 'd')] })).toBe(true);
});

test('what depends on staleness is asked again for another, what speaks of findings each time', () => {
  const old = asking('MATCH (k:Credential) WHERE k.created < $stale RETURN k.uid AS entry');
  const about = asking('MATCH (f:Finding) RETURN f.uid AS entry');
  expect([isKept(plain, {}), isKept(old, {}), isKept(about, {})]).toEqual([true, true, false]);
  const later = '2026-08-03T01:00:00.000Z';
  expect([isKept(plain, {}, later), isKept(old, {}, later)]).toEqual([true, false]);
});

test('proposals that say the same after a change are the same', () => {
  const rule = asking(
    'MATCH (a:Agent)-[:QUERIES]->(d:DataStore) RETURN a.uid AS entry, d.uid AS target, [a.uid, d.uid] AS steps',
  );
  const [a, d, e] = [node('Agent', 'a'), node('DataStore', 'd'), node('DataStore', 'e')];
  const view = new View([a, d, e], [edge('QUERIES', 'a', 'd')]);
  const memory = new ProposalMemory();
  const rows = [{ entry: 'a', target: 'd', steps: ['a', 'd'] }];
  memory.keepRule(rule, rows, nothing, parameters);
  const told = () => memory.rule(rule, view, parameters)?.proposals ?? [];
  const [before] = told();
  follow(memory, view, { edges: [edge('QUERIES', 'a', 'e')] });
  expect(told().map(({ target }) => target)).toEqual(['d', 'e']);
  expect(told()[0]).toBe(before);
});

test('variables without a label, whose properties are read', () => {
  expect(
    unlabelledOf(
      `MATCH (x)-[q:QUERIES]->(d) WHERE (d:DataStore OR d:Secret) AND d.sensitive AND q.via = 'z.y'
       RETURN x.uid AS entry, d.uid AS target // k.created`,
    ),
  ).toEqual(['d']);
  expect(unlabelledOf('MATCH (x:Agent {name: "a"}) RETURN x.uid, x.name')).toEqual([]);
});
