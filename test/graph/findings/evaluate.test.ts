import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Claim } from '../../../graph/claim.ts';
import { evaluate } from '../../../graph/findings/evaluate.ts';
import { claimOf, exampleOf } from '../../../graph/rules/example.ts';
import { loadRules } from '../../../graph/rules/load.ts';
import { parsePattern } from '../../../graph/rules/pattern.ts';
import type { Rule } from '../../../graph/rules/rule.ts';
import { openEmbedded } from '../../../graph/store/embedded.ts';
import type { Store } from '../../../graph/store/store.ts';
import { View } from '../../../graph/view.ts';
import { write } from '../../../graph/write.ts';
import { findIn, findingsIn, findingsOf, now } from './graph.ts';
import { plainSearch } from './plain-search.ts';

const rules = await loadRules();
const rule = (id: string): Rule => {
  const found = rules.find((one) => one.id === id);
  if (!found) throw new Error(`no rule ${id}`);
  return found;
};

/** A rule of one's own, which arrives wherever its target's kind says. */
const made = (query: string, rest: Partial<Rule> = {}): Rule => {
  const { arrive: _, ...plain } = rule('TC-02');
  return { ...plain, ...rest, query };
};

const chat = `(i:Internet)-[:REACHES]->(e:Endpoint)-[:PROMPTS]->(a:Agent)-[:QUERIES]->(d:DataStore {sensitive: true})`;

test('a finding tells its path, its score, its fix and what it rests on', async () => {
  const { findings, populations } = await findingsOf(chat, [rule('TC-02')]);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({
    rule: 'TC-02',
    severity: 'critical',
    status: 'open',
    state: 'theoretical',
    confidence: 0.85,
    entry: 'example:e',
    target: 'example:d',
    steps: ['internet', 'example:e', 'example:a', 'example:d'],
    variants: 1,
    sentences: [
      'Internet reaches e',
      'Text sent to e becomes a prompt of a',
      'A prompt can make a read d',
    ],
    techniques: [
      ['T1190', 'AML.T0049'],
      ['AML.T0051.000', 'AML.T0054'],
      ['AML.T0085.000', 'AML.T0057'],
    ],
    unknown: [],
    history: [],
  });
  expect(findings[0]?.path?.hops.map(({ gains }) => gains).join('')).toBe('RID');
  expect(findings[0]?.restsOn).toContain('QUERIES|example:a|example:d');
  expect(populations.get('TC-02')).toMatchObject({ of: 1, rows: 1, truncated: null });
});

test('Cypher proposes, the search confirms: reach is not influence', async () => {
  const query = `MATCH (i:Internet)-[:REACHES]->(e:Endpoint)-[:ROUTES_TO]->(w:Workload)-[:CAN_STEAL]->(p:Identity)
    RETURN e.uid AS entry, p.uid AS target, [i.uid, e.uid, p.uid] AS steps`;
  const graph = (kind: string) =>
    `(i:Internet)-[:REACHES]->(e:Endpoint)-[:ROUTES_TO]->(w:Workload)-[:CAN_STEAL]->(p:Identity), (e)-[:${kind}]->(w)`;
  const reached = await findingsOf(graph('ROUTES_TO'), [made(query)]);
  expect(reached.populations.get('TC-02')?.rows).toBeGreaterThan(0);
  expect(reached.findings).toEqual([]);
  expect((await findingsOf(graph('EXPLOITS'), [made(query)])).findings).toHaveLength(1);
});

test('several ways between one entry and one target are variants of one finding', async () => {
  const { findings } = await findingsOf(`${chat}, (e)-[:PROMPTS]->(b:Agent)-[:QUERIES]->(d)`, [
    rule('TC-02'),
  ]);
  expect(findings.map(({ variants }) => variants)).toEqual([2]);
});

test('another path along the same steps is no further way', async () => {
  const query = `MATCH (i:Internet)-[:REACHES]->(e:Endpoint)-[:PROMPTS]->(a:Agent)-[:QUERIES]->(d:DataStore)
    RETURN e.uid AS entry, d.uid AS target, [i.uid, e.uid, a.uid, d.uid] AS steps`;
  const twice = `${chat}, (e)-[:EXPLOITS]->(w:Workload)-[:PROMPTS]->(a)`;
  const { findings } = await findingsOf(twice, [made(query)]);
  expect(findings.map(({ variants }) => variants)).toEqual([1]);
});

test.each([
  ['the internet reaches the agent', chat, 'critical'],
  [
    'nothing outside reaches the agent',
    '(a:Agent)-[:QUERIES]->(d:DataStore {sensitive: true})',
    'high',
  ],
  [
    'who reaches it is only assumed to run code',
    '(i:Internet)-[:REACHES]->(e:Endpoint)-[:EXPLOITS {inferred: true}]->(w:Workload)-[:PROMPTS]->(a:Agent)-[:QUERIES]->(d:DataStore {sensitive: true})',
    'high',
  ],
])('where %s, a rule about the agent alone is %s', async (_, graph, severity) => {
  const query = `MATCH (a:Agent)-[:QUERIES]->(d) RETURN a.uid AS entry, d.uid AS target, [a.uid, d.uid] AS steps`;
  const { findings } = await findingsOf(graph, [made(query, { severity: 'high' })]);
  expect(findings.map((finding) => finding.severity)).toEqual([severity]);
});

test('an uncertain hop lowers the severity, is named, and halves the likelihood', async () => {
  const conditional = chat.replace(
    'QUERIES',
    "QUERIES {conditional: true, conditionKeys: ['aws:SourceVpce']}",
  );
  const [sure] = (await findingsOf(chat, [rule('TC-02')])).findings;
  const [unsure] = (await findingsOf(conditional, [rule('TC-02')])).findings;
  expect([sure?.severity, unsure?.severity]).toEqual(['critical', 'high']);
  expect(unsure?.unknown).toEqual(['QUERIES depends on aws:SourceVpce']);
  expect(unsure?.path?.likelihood).toBeCloseTo((sure?.path?.likelihood ?? 0) / 2, 10);
  expect(unsure?.score).toBeLessThan(sure?.score ?? 0);
});

test('what runtime saw makes a path more real', async () => {
  const stateOf = async (seen: number) => {
    const claim = claimOf(parsePattern(chat));
    const observed: Claim = {
      ...claim,
      owner: 'otel:prod',
      subject: 'span-1',
      mode: 'seen',
      at: now - 1_000,
      nodes: [],
      edges: claim.edges.slice(0, seen),
    };
    return (await findingsIn([claim, observed], [rule('TC-02')])).findings[0]?.state;
  };
  expect(await Promise.all([0, 1, 3].map(stateOf))).toEqual([
    'theoretical',
    'partly-observed',
    'exercised',
  ]);
});

test('a rule that fails says so, and the others go on', async () => {
  const broken = made(
    'MATCH (a:Agent) RETURN nothing.uid AS entry, a.uid AS target, [a.uid] AS steps',
    { id: 'XX-01' },
  );
  const writes = made('CREATE (a:Agent) RETURN a.uid AS entry, a.uid AS target, [a.uid] AS steps', {
    id: 'XX-02',
  });
  const { findings, populations } = await findingsOf(chat, [broken, writes, rule('TC-02')]);
  expect(findings.map((f) => f.rule)).toEqual(['TC-02']);
  for (const id of ['XX-01', 'XX-02'])
    expect(populations.get(id)).toMatchObject({
      of: null,
      rows: 0,
      truncated: expect.stringContaining('did not run') as string,
    });
});

test('rows without the form of an answer are counted, not shown', async () => {
  const query = `MATCH (a:Agent) UNWIND [[a.uid, a.uid, [a.uid]], [a.nothing, a.uid, [a.uid]], [a.uid, a.uid, ['other']], [a.uid, a.uid, 'x']] AS r
    RETURN r[0] AS entry, r[1] AS target, r[2] AS steps`;
  const { findings, populations } = await findingsOf(chat, [made(query, { path: 'none' })]);
  expect(findings).toHaveLength(1);
  expect(populations.get('TC-02')).toMatchObject({
    rows: 4,
    truncated: '3 rows without entry, target and steps',
  });
});

test('a row that the search could not decide is counted, not dropped', async () => {
  const store = await openEmbedded();
  await write(store, [claimOf(parsePattern(chat))]);
  const view = await View.load(store);
  const projection = {
    ...plainSearch(view),
    best: () => ({ path: null, late: true }),
  };
  const { findings, populations } = await evaluate({
    store,
    view,
    projection,
    rules: [rule('TC-02')],
    at: now,
  });
  await store.close();
  expect(findings).toEqual([]);
  expect(populations.get('TC-02')?.truncated).toBe('1 of 1 proposals undecided');
});

/** The whole catalogue over all examples at once, each under names of its own. */
const everything = rules.map((one): Claim => {
  const claim = claimOf(exampleOf(one).fires);
  const own = <R extends { kind: string; uid: string }>(ref: R): R =>
    ref.uid === 'internet' ? ref : { ...ref, uid: `${one.id}/${ref.uid}` };
  return {
    ...claim,
    subject: one.id,
    nodes: claim.nodes.map(own),
    edges: claim.edges.map((edge) => ({ ...edge, from: own(edge.from), to: own(edge.to) })),
  };
});

/** A store that answers in another order each time. */
const shuffled = (store: Store, seed: number): Store => ({
  ...store,
  async read(...args) {
    const result = await store.read(...args);
    const order = fc.sample(fc.shuffledSubarray(result.rows, { minLength: result.rows.length }), {
      numRuns: 1,
      seed,
    });
    return { ...result, rows: order[0] ?? [] };
  },
});

test('the same graph gives the same findings, whatever the order of rows and of records', async () => {
  const store = await openEmbedded();
  await write(store, everything);
  const { findings } = await findIn(store, rules);
  expect(new Set(findings.map((f) => f.rule)).size).toBe(rules.length);
  expect(new Set(findings.map((f) => f.id)).size).toBe(findings.length);
  for (const seed of [1, 2, 3, 4, 5])
    expect((await findIn(shuffled(store, seed), rules)).findings).toEqual(findings);
  expect((await findIn(store, rules, plainSearch)).findings).toEqual(findings);
  await store.close();
  expect((await findingsIn(everything.toReversed(), rules.toReversed())).findings).toEqual(
    findings,
  );
});

test.each([
  "O'Brien\\",
  '"; MATCH (n) DETACH DELETE n //',
  'a\nb\r\n\tc',
  '<script>alert(1)</script>',
  '\u202egnp.exe\u200b',
  '{to} $& ${x}',
  '```',
  '\ud83d\ude00',
])('a hostile name %j breaks nothing and stands in the sentence', async (name) => {
  const claim = claimOf(parsePattern(chat));
  const nodes = claim.nodes.map((n) => ({
    ...n,
    props: n.kind === 'Internet' ? n.props : { ...n.props, name },
  }));
  const { findings } = await findingsIn([{ ...claim, nodes }], [rule('TC-02')]);
  expect(findings[0]?.sentences).toEqual([
    `Internet reaches ${name}`,
    `Text sent to ${name} becomes a prompt of ${name}`,
    `A prompt can make ${name} read ${name}`,
  ]);
});
