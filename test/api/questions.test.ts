import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Estate } from '../../graph/estate.ts';
import { claimsOf, estateWith, shop } from './shop.ts';
import { serving } from './serving.ts';

let estate: Estate;
let server: Awaited<ReturnType<typeof serving>>;

beforeAll(async () => {
  estate = await estateWith(claimsOf(shop));
  server = await serving(estate);
});
afterAll(async () => {
  await server.close();
  await estate.close();
});

const chat = 'example:chat';
const bot = 'example:bot';
const orders = 'example:orders';

/** Questions whose answer can be read off the graph of the shop. */
const questions: [name: string, query: string, data: unknown][] = [
  [
    'estate',
    '{ estate { name demo lags accounts kinds { kind count } } }',
    {
      estate: {
        name: 'memory',
        demo: false,
        lags: false,
        accounts: 0,
        kinds: expect.arrayContaining([
          { kind: 'DataStore', count: 2 },
          { kind: 'Internet', count: 1 },
        ]) as unknown,
      },
    },
  ],
  [
    'entity, with properties of its kind and one that nothing says',
    `{ entity(uid: "${orders}") {
        __typename uid kind label plane name fact stub account owner sensitive crownJewel seen { count }
        ... on DataStoreNode { public type }
      } }`,
    {
      entity: {
        __typename: 'DataStoreNode',
        uid: orders,
        kind: 'DataStore',
        label: 'Data store',
        plane: 'data',
        name: 'orders',
        fact: 'sensitive',
        stub: false,
        account: '111122223333',
        owner: 'sales',
        sensitive: true,
        crownJewel: null,
        seen: null,
        public: null,
        type: null,
      },
    },
  ],
  ['entity that is not there', '{ entity(uid: "none") { uid } }', { entity: null }],
  [
    'edges of an entity by kind and direction',
    `{ entity(uid: "${bot}") {
        edgeCounts { direction kind context count }
        edges(direction: out, kinds: [QUERIES]) { totalCount nodes { from { name } to { name } } }
      } }`,
    {
      entity: {
        edgeCounts: [
          { direction: 'out', kind: 'QUERIES', context: false, count: 2 },
          { direction: 'in', kind: 'PROMPTS', context: false, count: 1 },
        ],
        edges: {
          totalCount: 2,
          // The finding crosses the one to the orders.
          nodes: [
            { from: { name: 'bot' }, to: { name: 'orders' } },
            { from: { name: 'bot' }, to: { name: 'leaflets' } },
          ],
        },
      },
    },
  ],
  [
    'edge, with the moves that its ends allow',
    `{ edge(id: "QUERIES|${bot}|${orders}") {
        kind label basis conditional context saying moves { needs gains } evidence { record actor }
      } }`,
    {
      edge: {
        kind: 'QUERIES',
        label: 'queries',
        basis: 'configured',
        conditional: false,
        context: false,
        saying: 'a prompt can make bot read orders',
        // From an agent, not from a tool (domain model: QUERIES).
        moves: [{ needs: 'I', gains: 'D' }],
        evidence: [{ record: 'iam.json#1', actor: 'ci-deploy' }],
      },
    },
  ],
  ['edge that is not there', '{ edge(id: "QUERIES|a|b") { id } }', { edge: null }],
  [
    'search by name',
    '{ search(query: "ORDERS") { total entities { uid } } }',
    { search: { total: 1, entities: [{ uid: orders }] } },
  ],
  [
    'paths, hop by hop',
    `{ paths(from: "internet", to: "orders") { truncated from { count } to { count }
        paths { state hops { index kind from { name } to { name } needs gains } } } }`,
    {
      paths: {
        truncated: null,
        from: { count: 1 },
        to: { count: 1 },
        paths: [
          {
            state: 'theoretical',
            hops: [
              {
                index: 0,
                kind: 'REACHES',
                from: { name: 'Internet' },
                to: { name: 'chat' },
                needs: 'R',
                gains: 'R',
              },
              {
                index: 1,
                kind: 'PROMPTS',
                from: { name: 'chat' },
                to: { name: 'bot' },
                needs: 'R',
                gains: 'I',
              },
              {
                index: 2,
                kind: 'QUERIES',
                from: { name: 'bot' },
                to: { name: 'orders' },
                needs: 'I',
                gains: 'D',
              },
            ],
          },
        ],
      },
    },
  ],
  [
    'no paths that avoid the only way',
    `{ paths(from: "internet", to: "sensitive", avoid: ["${bot}"]) { paths { id } truncated } }`,
    { paths: { paths: [], truncated: null } },
  ],
  [
    'reach, sensitive data first',
    `{ reach(from: "${chat}") { total sensitive truncated byCapability { capability count }
        reached { entity { name } hops states { capability } } } }`,
    {
      reach: {
        total: 3,
        sensitive: 1,
        truncated: null,
        byCapability: [
          { capability: 'I', count: 1 },
          { capability: 'D', count: 2 },
        ],
        reached: [
          { entity: { name: 'orders' }, hops: 2, states: [{ capability: 'D' }] },
          { entity: { name: 'bot' }, hops: 1, states: [{ capability: 'I' }] },
          { entity: { name: 'leaflets' }, hops: 2, states: [{ capability: 'D' }] },
        ],
      },
    },
  ],
  [
    'who can get there',
    `{ reach(from: "${orders}", backward: true) { byKind { kind count } } }`,
    {
      reach: {
        byKind: [
          { kind: 'Internet', count: 1 },
          { kind: 'Endpoint', count: 1 },
          { kind: 'Agent', count: 1 },
          { kind: 'Identity', count: 1 },
        ],
      },
    },
  ],
  [
    'the finding of a rule, told from entry to target',
    `{ findings(filter: { rule: ["TC-02"] }) { totalCount nodes {
        ruleId open entry { uid } target { uid } steps { name entity { label } }
        owner closedAt path { hops { from { name } to { name } } } rule { title }
        history { turn record source actor } sources { owner silent }
      } } }`,
    {
      findings: {
        totalCount: 1,
        nodes: [
          {
            ruleId: 'TC-02',
            open: true,
            entry: { uid: chat },
            target: { uid: orders },
            steps: [
              { name: 'Internet', entity: { label: 'Internet' } },
              { name: 'chat', entity: { label: 'Endpoint' } },
              { name: 'bot', entity: { label: 'Agent' } },
              { name: 'orders', entity: { label: 'Data store' } },
            ],
            owner: 'sales',
            closedAt: null,
            path: {
              hops: [
                { from: { name: 'Internet' }, to: { name: 'chat' } },
                { from: { name: 'chat' }, to: { name: 'bot' } },
                { from: { name: 'bot' }, to: { name: 'orders' } },
              ],
            },
            rule: { title: 'Public prompt to restricted data' },
            history: [
              { turn: 'opened', record: 'iam.json#1', source: 'aws.iam', actor: 'ci-deploy' },
            ],
            sources: [{ owner: 'aws:111122223333/iam', silent: false }],
          },
        ],
      },
    },
  ],
  [
    'findings that a filter leaves out',
    `{ findingCounts(filter: { rule: ["TC-02"], text: "no such words" }) { total } }`,
    { findingCounts: { total: 0 } },
  ],
  ['finding that is not there', '{ finding(id: "finding:none") { id } }', { finding: null }],
  [
    'rule, with its population and a drawn example',
    `{ rule(id: "TC-02") { id severity needsPath openFindings population { of truncated }
        example { nodes { id kind } edges { kind from to } } } }`,
    {
      rule: {
        id: 'TC-02',
        severity: 'critical',
        needsPath: true,
        openFindings: 1,
        population: { of: 1, truncated: null },
        example: {
          nodes: [
            { id: 'i', kind: 'Internet' },
            { id: 'e', kind: 'Endpoint' },
            { id: 'a', kind: 'Agent' },
            { id: 'd', kind: 'DataStore' },
          ],
          edges: [
            { kind: 'REACHES', from: 'i', to: 'e' },
            { kind: 'PROMPTS', from: 'e', to: 'a' },
            { kind: 'QUERIES', from: 'a', to: 'd' },
          ],
        },
      },
    },
  ],
  ['rule that is not there', '{ rule(id: "TC-00x") { id } }', { rule: null }],
  [
    'sources',
    '{ sources { owner source silent } }',
    { sources: [{ owner: 'aws:111122223333/iam', source: 'aws.iam', silent: false }] },
  ],
  [
    'overview',
    '{ overview { answer worst { target { name } } coverage { agents agentsWatched } } }',
    {
      overview: {
        answer: 'not',
        worst: { target: { name: 'orders' } },
        coverage: { agents: 1, agentsWatched: 0 },
      },
    },
  ],
];

test.each(questions)('%s', async (_, query, data) => {
  const answer = await server.ask(query);
  expect(answer).toEqual({ status: 200, data });
});

test('findings over an edge pass its ends, and none passes another edge', async () => {
  const { data } = await server.ask(`{
    bot: entity(uid: "${bot}") { findings { nodes { ruleId id } } }
    edge(id: "QUERIES|${bot}|${orders}") { findings { nodes { ruleId id } } }
    spare: entity(uid: "example:spare") { findings { totalCount } }
    leaflets: edge(id: "QUERIES|${bot}|example:leaflets") { findings { totalCount } }
  }`);
  type Over = { findings: { nodes: { ruleId: string; id: string }[] } };
  const over = (name: string) => (data?.[name] as Over).findings.nodes;
  expect(over('edge').map(({ ruleId }) => ruleId)).toContain('TC-02');
  expect(over('bot')).toEqual(expect.arrayContaining(over('edge')));
  expect(data?.['spare']).toEqual({ findings: { totalCount: 0 } });
  expect(data?.['leaflets']).toEqual({ findings: { totalCount: 0 } });
});

test('a claim that a finding refutes names its rule', async () => {
  const { data } = await server.ask('{ overview { claims { text result ruleIds population } } }');
  const { claims } = data?.['overview'] as { claims: { ruleIds: string[] }[] };
  expect(claims.find(({ ruleIds }) => ruleIds.includes('TC-02'))).toMatchObject({
    text: 'No stranger reaches sensitive data through a model or an agent',
    result: 'refuted',
  });
  expect(claims.find(({ ruleIds }) => ruleIds.includes('TC-06'))).toMatchObject({
    result: 'unknown',
  });
});

test.each([
  [
    'an end that is not there',
    '{ paths(from: "nobody", to: "admin") { truncated } }',
    404,
    'NOT_FOUND',
    'nobody',
  ],
  [
    'a kind that is not there',
    '{ paths(from: "kind:Agnt", to: "admin") { truncated } }',
    404,
    'NOT_FOUND',
    'Agnt',
  ],
  ['an empty end', '{ paths(from: "", to: "admin") { truncated } }', 400, 'USAGE', 'from'],
  [
    'too many paths',
    '{ paths(from: "internet", to: "admin", k: 1000) { truncated } }',
    400,
    'USAGE',
    'k',
  ],
  ['too long a page', '{ findings(first: 201) { totalCount } }', 400, 'USAGE', '201'],
  ['a page of less than nothing', '{ findings(first: -1) { totalCount } }', 400, 'USAGE', '-1'],
  ['a cursor that is gone', '{ findings(after: "gone") { totalCount } }', 404, 'NOT_FOUND', 'gone'],
  [
    'leaving a demo that is not there',
    'mutation { startRealEstate { name } }',
    400,
    'USAGE',
    'demo',
  ],
])('%s is refused by name', async (_, query, status, code, part) => {
  const answer = await server.ask(query);
  expect(answer).toMatchObject({ status, errors: [{ extensions: { code } }] });
  expect(answer.errors?.[0]?.message).toContain(part);
});
