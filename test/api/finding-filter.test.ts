import { expect, test } from 'vitest';
import { filtered, findingOrders, type FindingFilter } from '../../api/finding-filter.ts';
import type { Finding, Transition } from '../../graph/findings/finding.ts';
import { View } from '../../graph/view.ts';

const turn = (status: Transition['status'], at: number): Transition => ({
  status,
  at,
  noticedAt: at,
  record: '',
  source: '',
  say: '',
});

const finding = (id: string, of: Partial<Finding>): Finding => ({
  id,
  rule: 'TC-01',
  title: 'Public prompt',
  severity: 'critical',
  status: 'open',
  state: 'theoretical',
  score: 10,
  terms: [],
  confidence: 1,
  entry: 'chat',
  target: 'orders',
  steps: ['chat', 'bot', 'orders'],
  path: null,
  variants: 1,
  sentences: [],
  techniques: [],
  legs: ['exposed'],
  frameworks: {},
  fix: { say: '', causes: [], edge: null },
  history: [turn('opened', 1)],
  evidence: [],
  restsOn: ['chat', 'bot', 'orders', 'PROMPTS|chat|bot'],
  unknown: [],
  ...of,
});

const findings = new Map(
  [
    finding('a', {}),
    finding('b', { rule: 'TC-02', severity: 'high', score: 90, history: [turn('opened', 3)] }),
    finding('c', {
      status: 'closed',
      state: 'active',
      target: 'stock',
      steps: ['chat', 'stock'],
      restsOn: ['stock'],
      history: [turn('opened', 2), turn('closed', 9)],
    }),
    finding('d', { entry: 'form', steps: ['form', 'orders'], restsOn: [], legs: ['Unguarded'] }),
  ].map((one) => [one.id, one]),
);

const view = new View(
  ['chat', 'bot', 'orders', 'stock', 'form'].map((uid) => ({
    kind: 'Agent',
    uid,
    stub: false,
    evidence: [],
    props: { name: uid === 'form' ? 'Contact Form' : uid, account: uid === 'form' ? '2' : '1' },
  })),
);

const idsOf = (filter: FindingFilter) =>
  filtered(findings, view, filter)
    .map(({ id }) => id)
    .sort();

test.each<[FindingFilter, string[]]>([
  [{}, ['a', 'b', 'd']],
  [{ status: 'closed' }, ['c']],
  [{ status: 'all' }, ['a', 'b', 'c', 'd']],
  [{ severity: ['high'] }, ['b']],
  [{ severity: ['high', 'critical'] }, ['a', 'b', 'd']],
  [{ severity: [] }, ['a', 'b', 'd']],
  [{ severity: ['low'] }, []],
  [{ rule: ['TC-02'] }, ['b']],
  [{ state: ['active'], status: 'all' }, ['c']],
  [{ entry: 'form' }, ['d']],
  [{ target: 'stock', status: 'all' }, ['c']],
  [{ account: ['2'] }, ['d']],
  [{ account: ['3'] }, []],
  [{ over: 'bot' }, ['a', 'b']],
  [{ over: 'PROMPTS|chat|bot' }, ['a', 'b']],
  [{ text: 'unguard' }, ['d']],
  [{ text: ' contact FORM ' }, ['d']],
  [{ text: 'tc-02' }, ['b']],
  [{ text: '.*' }, []],
  [{ text: '', severity: null }, ['a', 'b', 'd']],
  [{ severity: ['critical'], entry: 'chat' }, ['a']],
])('%o means %j', (filter, ids) => {
  expect(idsOf(filter)).toEqual(ids);
});

test.each([
  ['score', ['b', 'a', 'c', 'd']],
  ['newest', ['b', 'c', 'a', 'd']],
  ['oldest', ['a', 'd', 'c', 'b']],
  ['changed', ['c', 'b', 'a', 'd']],
  ['rule', ['a', 'c', 'd', 'b']],
] as const)('ordered by %s', (order, ids) => {
  const all = [...findings.values()];
  expect(all.toSorted(findingOrders[order]).map(({ id }) => id)).toEqual(ids);
  expect(
    all
      .toReversed()
      .sort(findingOrders[order])
      .map(({ id }) => id),
  ).toEqual(ids);
});
