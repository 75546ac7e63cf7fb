import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Estate } from '../../graph/estate.ts';
import { serving } from './serving.ts';
import { claimsOf, estateWith, shop } from './shop.ts';

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

interface Named {
  edge: { id: string } | null;
  entity: { uid: string } | null;
  closes: number;
  all: boolean;
}

test('what all paths must cross is where each path crosses it', async () => {
  const { data, errors } = await server.ask(
    `{ paths(from: "internet", to: "sensitive", k: 50) { paths { hops { edgeId to { uid } } } }
       chokePoints(from: "internet", to: "sensitive") {
         pairs truncated points { closes all entity { uid } edge { id } } } }`,
  );
  expect(errors).toBe(undefined);
  const { paths } = data?.['paths'] as {
    paths: { hops: { edgeId: string; to: { uid: string } }[] }[];
  };
  const { pairs, points } = data?.['chokePoints'] as { pairs: number; points: Named[] };
  expect(pairs).toBeGreaterThan(0);
  const common = points.filter(({ all }) => all);
  expect(common.length).toBeGreaterThan(0);
  for (const { edge, entity } of common)
    for (const { hops } of paths) {
      if (edge) expect(hops.map(({ edgeId }) => edgeId)).toContain(edge.id);
      if (entity) expect(hops.map(({ to }) => to.uid)).toContain(entity.uid);
    }
});

test('what a cut proposes closes all paths when it is asked what if', async () => {
  const cut = await server.ask(
    `{ cut(from: "internet", to: "sensitive") {
         left cuts { aim exact price changes { id say kills owner } } } }`,
  );
  const { left, cuts } = cut.data?.['cut'] as {
    left: number;
    cuts: { aim: string; exact: boolean; changes: { id: string; say: string; kills: number }[] }[];
  };
  const [best] = cuts;
  expect([left, best?.aim, best?.exact]).toEqual([0, 'cheapest', true]);
  for (const { say, kills } of best?.changes ?? []) {
    expect(say).toMatch(/\S/);
    expect(kills).toBeGreaterThan(0);
  }
  const answer = await server.ask(
    `query ($remove: [ID!]) { whatIf(remove: $remove, to: "sensitive") {
        closedPaths { hops { say } } openedPaths { id } closed { ruleId } opened { id } } }`,
    { remove: best?.changes.map(({ id }) => id) },
  );
  const { closedPaths, openedPaths, closed, opened } = answer.data?.['whatIf'] as Record<
    string,
    unknown[]
  >;
  expect(closedPaths?.length).toBeGreaterThan(0);
  expect([openedPaths, opened]).toEqual([[], []]);
  expect(closed?.length).toBeGreaterThan(0);
  const after = await server.ask('{ paths(from: "internet", to: "sensitive") { paths { id } } }');
  expect((after.data?.['paths'] as { paths: unknown[] }).paths.length).toBeGreaterThan(0);
});

test('a finding tells what closes it, and that does so when it is asked what if', async () => {
  const asked = await server.ask(
    `{ findings(first: 1) { nodes { id open cut { exact price changes { id } } } } }`,
  );
  expect(asked.errors).toBe(undefined);
  const [finding] = (
    asked.data?.['findings'] as {
      nodes: { id: string; cut: { exact: boolean; price: number; changes: { id: string }[] } }[];
    }
  ).nodes;
  expect([finding?.cut.exact, (finding?.cut.price ?? 0) > 0]).toEqual([true, true]);
  const { data } = await server.ask(
    'query ($remove: [ID!]) { whatIf(remove: $remove) { closed { id } } }',
    { remove: finding?.cut.changes.map(({ id }) => id) },
  );
  const { closed } = data?.['whatIf'] as { closed: { id: string }[] };
  expect(closed.map(({ id }) => id)).toContain(finding?.id);
});

test('what closes many findings is not asked for at once', async () => {
  const { errors } = await server.ask('{ findings(first: 50) { nodes { cut { price } } } }');
  expect(errors?.[0]?.message).toMatch(/complex/i);
});

test.each([
  ['{ cut { left } }', 'USAGE'],
  ['{ cut(from: "internet") { left } }', 'USAGE'],
  ['{ cut(from: "internet", to: "sensitive", findings: ["x"]) { left } }', 'USAGE'],
  ['{ cut(findings: ["x"]) { left } }', 'NOT_FOUND'],
  ['{ whatIf(remove: ["nobody"]) { nodes } }', 'NOT_FOUND'],
])('%s is refused', async (query, code) => {
  const { errors } = await server.ask(query);
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual([code]);
});

test('what was open at a time', async () => {
  const [opened] = [...estate.findings.values()].flatMap(({ history }) => history);
  const at = (shift: number) => new Date((opened?.at ?? 0) + shift).toISOString();
  const { data, errors } = await server.ask(
    `query ($before: FindingFilter, $after: FindingFilter) {
      before: findings(filter: $before) { totalCount }
      after: findings(filter: $after) { totalCount nodes { pathDoubt(at: "${at(1)}") } }
      counted: findingCounts(filter: $after) { total hidden { count } }
    }`,
    { before: { openAt: at(-1) }, after: { openAt: at(1), status: 'closed' } },
  );
  expect(errors).toBe(undefined);
  expect(data?.['before']).toEqual({ totalCount: 0 });
  expect(data?.['after']).toMatchObject({ totalCount: estate.findings.size });
  expect(data?.['counted']).toMatchObject({ total: estate.findings.size });
  const refused = await server.ask('{ findings(filter: { openAt: "yesterday" }) { totalCount } }');
  expect(refused.errors?.map(({ extensions }) => extensions.code)).toEqual(['USAGE']);
});
