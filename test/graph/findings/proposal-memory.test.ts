import { expect, test } from 'vitest';
import { ProposalMemory } from '../../../graph/findings/proposal-memory.ts';
import type { Proposals } from '../../../graph/findings/propose.ts';
import { loadRules } from '../../../graph/rules/load.ts';
import type { Rule } from '../../../graph/rules/rule.ts';
import { unlabelledOf } from '../../../graph/rules/vocabulary.ts';
import { View } from '../../../graph/view.ts';
import type { Changes } from '../../../graph/workspace.ts';
import { edge, node } from './facts.ts';

const none = { nodes: [], edges: [], goneNodes: [], goneEdges: [] };
const proposals: Proposals = { proposals: [], of: 1, rows: 0, truncated: null };
const view = new View([node('Workload', 'w'), node('Agent', 'a')]);
const rules = await loadRules();

/** A shipped rule with another query. */
const asking = (query: string): Rule => {
  const [rule] = rules;
  if (!rule) throw new Error('there is no rule');
  return { ...rule, of: 'MATCH (a:Agent) RETURN count(a) AS n', query };
};
const plain = asking('MATCH (a:Agent)-[:QUERIES]->(d:DataStore) RETURN a.uid AS entry');

function isKept(rule: Rule, changes: Partial<Changes>, answer = proposals): boolean {
  const memory = new ProposalMemory();
  memory.keep(rule, answer);
  memory.forget({ ...none, by: new Map(), ...changes }, view);
  return memory.get(rule) !== undefined;
}

test.each<[string, Partial<Changes>, boolean]>([
  ['an edge of a kind that it names', { edges: [edge('QUERIES', 'a', 'd')] }, false],
  ['such an edge is gone', { goneEdges: ['QUERIES|a|d'] }, false],
  ['an edge of another kind', { edges: [edge('CAN_READ', 'a', 'd')] }, true],
  ['a node of a kind that it names', { nodes: [node('DataStore', 'd')] }, false],
  ['a node of a kind that its population names', { nodes: [node('Agent', 'b')] }, false],
  ['a node of another kind', { nodes: [node('Workload', 'v')] }, true],
  ['a node that was of a kind that it names', { nodes: [node('Workload', 'a')] }, false],
  ['such a node is gone', { goneNodes: ['a'] }, false],
  ['a node of another kind is gone', { goneNodes: ['w'] }, true],
])('what a rule proposed after %s', (_, changes, kept) => {
  expect(isKept(plain, changes)).toBe(kept);
});

test('a rule that reads properties of whatever comes is concerned by every node', () => {
  const any = asking('MATCH (a:Agent)-[:QUERIES]->(d) WHERE d.sensitive RETURN a.uid AS entry');
  expect(isKept(any, { nodes: [node('Workload', 'v')] })).toBe(false);
  expect(isKept(any, { edges: [edge('CAN_READ', 'a', 'd')] })).toBe(true);
});

test('what depends on the time, on findings, or was cut short is asked again', () => {
  const old = asking('MATCH (k:Credential) WHERE k.created < $stale RETURN k.uid AS entry');
  const about = asking('MATCH (f:Finding) RETURN f.uid AS entry');
  expect([isKept(plain, {}), isKept(old, {}), isKept(about, {})]).toEqual([true, false, false]);
  expect(isKept(plain, {}, { ...proposals, truncated: 'only the first rows' })).toBe(false);
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
