import { beforeAll, expect, test } from 'vitest';
import { age } from '../../../api/overview/age.ts';
import { claimsOf, type Known } from '../../../api/overview/claims.ts';
import { headlineOf } from '../../../api/overview/headline.ts';
import { countedKind, told } from '../../../api/overview/population.ts';
import type { Node } from '../../../graph/entity.ts';
import type { Finding } from '../../../graph/findings/finding.ts';
import { loadRules } from '../../../graph/rules/load.ts';
import type { Rule } from '../../../graph/rules/rule.ts';
import { View } from '../../../graph/view.ts';

const now = Date.UTC(2026, 10, 22);
const hour = 3_600_000;
const owner = 'aws:111122223333/bedrock';

let rule: Rule;
beforeAll(async () => {
  rule = (await loadRules()).find(({ id }) => id === 'TC-42') as Rule;
});

const agent = (uid: string, stub = false): Node => ({
  kind: 'Agent',
  uid,
  stub,
  props: {},
  evidence: stub ? [] : [{ source: 's', record: 'r', owner, at: now, mode: 'state' }],
});

const finding = (entry: string): Finding => ({
  id: `finding:${entry}`,
  rule: 'TC-42',
  title: '',
  severity: 'high',
  status: 'open',
  state: 'theoretical',
  score: 50,
  terms: [],
  confidence: 1,
  entry,
  target: 'b',
  steps: [entry],
  path: null,
  variants: 1,
  sentences: [],
  techniques: [],
  legs: [],
  frameworks: {},
  fix: { say: '', causes: [], edge: null },
  history: [],
  evidence: [],
  restsOn: [],
  unknown: [],
});

/** Two agents, collected an hour ago by a source that speaks; the rule ran and found nothing. */
const known = (change: Partial<Known> = {}): Known => ({
  view: new View([agent('a'), agent('b')]),
  rules: [rule],
  findings: [],
  populations: new Map([['TC-42', { of: 2, rows: 0, truncated: null, ms: 1 }]]),
  sources: [
    { owner, source: 's', lastAt: now - hour, silent: false, silentAfter: 24 * hour },
    { owner: 'otel:prod', source: 's', lastAt: 0, silent: true, silentAfter: 24 * hour },
  ],
  lags: false,
  now,
  ...change,
});

const population = (of: number | null, truncated: string | null = null) =>
  new Map([['TC-42', { of, rows: 0, truncated, ms: 1 }]]);

const silent = [
  { owner, source: 's', lastAt: now - 3 * hour, silent: true, silentAfter: 2 * hour },
];

test('a claim is proved where its rules ran whole over something that fresh sources describe', () => {
  expect(claimsOf(known())).toMatchObject([
    { result: 'proved', population: '0 of 2 agents', freshAt: now - hour, text: rule.claim },
  ]);
});

test.each<[string, () => Partial<Known>, string]>([
  ['the rules have not run', () => ({ populations: new Map() }), 'TC-42 has not run'],
  ['records came after', () => ({ lags: true }), 'records came in after the rules ran'],
  ['it was cut short', () => ({ populations: population(2, '5,000 rows only') }), '5,000 rows'],
  ['it could not be counted', () => ({ populations: population(null) }), 'could not count'],
  ['there is nothing of the kind', () => ({ populations: population(0) }), '0 agents collected'],
  ['a source is silent', () => ({ sources: silent }), `${owner} silent for 3 h`],
  [
    'something was not collected',
    () => ({ view: new View([agent('a'), agent('b'), agent('c', true)]) }),
    '1 agent not collected',
  ],
])('unknown is never proved: %s', (_, change, why) => {
  const [claim] = claimsOf(known(change()));
  expect(claim?.result).toBe('unknown');
  expect(claim?.population).toContain(why);
});

test.each<[string, Partial<Known>]>([
  ['', {}],
  [' although a source is silent', { sources: silent }],
  [' although records came after', { lags: true }],
])('a finding refutes its claim%s', (_, change) => {
  expect(claimsOf(known({ ...change, findings: [finding('a')] }))).toMatchObject([
    { result: 'refuted', population: '1 finding, 2 of 2 agents' },
  ]);
});

test('a closed finding refutes nothing', () => {
  const closed = { ...finding('a'), status: 'closed' as const };
  expect(claimsOf(known({ findings: [closed] }))).toMatchObject([{ result: 'proved' }]);
});

test('a rule that states no claim makes its own', () => {
  const { claim: _, ...own } = rule;
  expect(claimsOf(known({ rules: [own] }))[0]?.text).toContain(rule.title);
});

test('every shipped rule states a claim', async () => {
  const without = (await loadRules()).filter(({ claim }) => claim === undefined);
  expect(without.map(({ id }) => id)).toEqual([]);
});

test.each([
  ['nothing was collected', () => headlineOf([], [], 0), 'unknown', /^Nothing is known/],
  [
    'a claim is refuted',
    () => headlineOf(claimsOf(known({ findings: [finding('a')] })), [finding('a')], 2),
    'not',
    /^No\. 1 high finding is open\. 1 of 1 claims is refuted\.$/,
  ],
  [
    'a claim is unknown',
    () => headlineOf(claimsOf(known({ lags: true })), [], 2),
    'unknown',
    /^Unknown\. Nothing is open, but 1 of 1 claims cannot be decided: records came in/,
  ],
  ['there are no rules', () => headlineOf([], [], 2), 'unknown', /there are no rules/],
  [
    'all are proved',
    () => headlineOf(claimsOf(known()), [], 2),
    'protected',
    /^Yes\. All 1 claims/,
  ],
])('the headline where %s', (_, headline, answer, text) => {
  expect(headline().answer).toBe(answer);
  expect(headline().text).toMatch(text);
});

test.each([
  ['MATCH (a:Agent) WHERE a.stub = false RETURN count(a) AS n', 'Agent'],
  ['MATCH (w:Workload)-[:ACTS_AS]->(p:Identity) RETURN count(DISTINCT p) AS n', 'Identity'],
  ["MATCH (r)-[:FEEDS]->() WHERE r.name = '(r:Agent)' RETURN count(DISTINCT r) AS n", null],
  ['RETURN 1 AS n', null],
])('%s counts %s', (query, kind) => {
  expect(countedKind(query)).toBe(kind);
});

test.each([
  [1, 'Identity', '1 identity'],
  [2, 'Identity', '2 identities'],
  [1_234, 'McpServer', '1,234 MCP servers'],
  [0, null, '0 entities'],
] as const)('%i %s is told as %s', (count, kind, text) => {
  expect(told(count, kind)).toBe(text);
});

test.each([
  [-5, '0 s'],
  [38_000, '38 s'],
  [120_000, '2 min'],
  [3 * hour, '3 h'],
  [47 * hour, '47 h'],
  [48 * hour, '2 d'],
])('%i ms is %s', (span, text) => {
  expect(age(span)).toBe(text);
});
