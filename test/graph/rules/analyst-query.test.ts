import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Claim } from '../../../graph/claim.ts';
import { loadQueries } from '../../../graph/rules/analyst-query.ts';
import { claimOf } from '../../../graph/rules/example.ts';
import { parsePattern } from '../../../graph/rules/pattern.ts';
import { openEmbedded } from '../../../graph/store/embedded.ts';
import type { Store } from '../../../graph/store/store.ts';
import { write } from '../../../graph/write.ts';

const queries = await loadQueries();

/** What each query answers on the graph below, row by row. */
const answers: Record<string, unknown[][]> = {
  'who-calls-which-model': [
    ['Workload', 'chat', 'claude', 'cloud-managed', 'configured', null, null],
  ],
  'ai-reached-from-the-internet': [['door', 'none', 'Agent', 'helper']],
  'what-agents-can-do': [
    ['helper', 'run', 'exec', false, 'runner', null],
    ['helper', 'show', 'read', true, null, null],
  ],
  'identities-of-ai': [
    ['chatRole', 'low', null, null, ['chat']],
    ['helperRole', 'high', null, null, ['helper']],
  ],
  'who-can-become-admin': [
    ['helperRole', 'example:account', 'ESCALATES', 'iam:AttachRolePolicy', true],
    ['root', 'example:account', 'ADMINISTERS', null, false],
  ],
  'readers-of-sensitive-data': [['orders', 'DataStore', 1, 2]],
  'agents-without-guardrail': [
    ['example:elsewhere', true, []],
    ['helper', false, ['chat']],
  ],
  'secrets-in-plain-text': [['chat', 'Workload', 'openai-key', 'environment', 'openai']],
  'not-collected': [['Agent', 1]],
};

const graph = `
  (i:Internet)-[:REACHES]->(door:Endpoint {authn: 'none'})-[:ROUTES_TO]->(chat:Workload)-[:PROMPTS]->(helper:Agent),
  (chat)-[:CALLS_MODEL]->(claude:ModelEndpoint {hosting: 'cloud-managed'}), (chat)-[:ACTS_AS]->(chatRole:Identity {privilege: 'low'}),
  (chat)-[:HOLDS {where: 'environment'}]->(k:Credential {type: 'openai-key'})-[:AUTHENTICATES]->(openai:SaaSTenant),
  (door)-[:ROUTES_TO]->(batch:Workload)-[:ACTS_AS]->(batchRole:Identity),
  (helper)-[:ACTS_AS]->(helperRole:Identity {privilege: 'high'}), (helper)-[:CAN_CALL]->(run:Tool {semantic: 'exec'})-[:SERVED_BY]->(runner:Workload),
  (helper)-[:CAN_CALL {approval: true}]->(show:Tool {semantic: 'read'}),
  (guarded:Agent)-[:PROTECTED_BY]->(guard:Guardrail), (guarded)-[:DELEGATES_TO]->(helper),
  (root:Identity)-[:ADMINISTERS]->(account:Account),
  (helperRole)-[:ESCALATES {technique: 'iam:AttachRolePolicy', conditional: true}]->(account),
  (orders:DataStore {sensitive: true})<-[:CAN_READ]-(helperRole), (plain:DataStore)<-[:CAN_READ]-(helperRole),
  (all:ResourceSet)-[:CONTAINS]->(orders), (root)-[:CAN_READ]->(all), (chatRole)-[:CAN_READ]->(all)`;

let store: Store;
beforeAll(async () => {
  store = await openEmbedded();
  const described = claimOf(parsePattern(graph));
  const elsewhere: Claim = {
    ...described,
    subject: 'elsewhere',
    nodes: [],
    edges: [
      {
        kind: 'DELEGATES_TO',
        from: { kind: 'Agent', uid: 'example:guarded' },
        to: { kind: 'Agent', uid: 'example:elsewhere' },
        props: {},
      },
    ],
  };
  await write(store, [described, elsewhere]);
});
afterAll(() => store.close());

test('each query is named by its file, and has an answer here', () => {
  expect(queries.map(({ name }) => name)).toEqual(Object.keys(answers).sort());
});

test.each(queries.map((query) => [query.name, query] as const))('%s', async (name, { query }) => {
  const { rows, columns, truncated } = await store.read(query);
  const shown = rows.map((row) => columns.map((column) => row[column] ?? null));
  expect(truncated).toBe(null);
  expect(shown).toEqual(answers[name]);
});
