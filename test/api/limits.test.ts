import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../api/limits.ts';
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

const nested = (levels: number): string =>
  levels === 0 ? 'uid' : `edges(first: 1) { nodes { from { ${nested(levels - 1)} } } }`;
const aliases = (count: number, field: string) =>
  Array.from({ length: count }, (_, i) => `a${i}: ${field}`).join(' ');

test.each([
  [
    'depth',
    `{ entity(uid: "internet") { ${nested(3)} } }`,
    `{ entity(uid: "internet") { ${nested(6)} } }`,
  ],
  ['breadth', `{ ${aliases(100, 'estate { name }')} }`, `{ ${aliases(300, 'estate { name }')} }`],
  [
    'complexity',
    '{ findings(first: 200) { nodes { steps { name } } } }',
    '{ findings(first: 200) { nodes { steps { entity { edges(first: 200) { nodes { id } } } } } } }',
  ],
  [
    'complexity',
    `{ ${aliases(4, 'paths(from: "internet", to: "sensitive") { truncated }')} }`,
    `{ ${aliases(6, 'paths(from: "internet", to: "sensitive") { truncated }')} }`,
  ],
])('%s is bounded, and a query within the bound is answered', async (what, within, beyond) => {
  expect(await server.ask(within)).toMatchObject({ status: 200 });
  const refused = await server.ask(beyond);
  expect(refused).toMatchObject({ status: 422, errors: [{ extensions: { code: 'QUERY_LIMIT' } }] });
  expect(refused.errors?.[0]?.message).toContain(what);
});

test('a short document with much work in it is not read to its end', async () => {
  const answer = await server.ask(`{ ${'estate{name}'.repeat(limits.tokens / 4 + 1)} }`);
  expect(answer.status).toBe(400);
  expect(answer.errors?.[0]?.message).toContain(`${limits.tokens} tokens`);
});

test('a large body is refused', async () => {
  const body = (bytes: number) => ({
    query: '{ estate { name } }',
    variables: { x: 'x'.repeat(bytes) },
  });
  expect((await server.post('/graphql', body(limits.body / 2))).status).toBe(200);
  expect((await server.post('/graphql', body(limits.body))).status).toBe(413);
});

test('several operations in one request are refused', async () => {
  const one = { query: '{ estate { name } }' };
  expect((await server.post('/graphql', [one, one])).status).toBe(400);
});

test.each(['', '{', '{ nothing }', 'query A { estate { name } } query B { estate { name } }'])(
  'what is no query of the schema is refused: %s',
  async (query) => {
    expect((await server.ask(query)).status).toBe(400);
  },
);

test('introspection is answered, because clients need the schema', async () => {
  const { getIntrospectionQuery } = await import('graphql');
  const { status, data } = await server.ask(getIntrospectionQuery());
  expect(status).toBe(200);
  expect(data).toHaveProperty('__schema.queryType.name', 'Query');
});
