import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Claim } from '../../graph/claim.ts';
import { Estate } from '../../graph/estate.ts';
import { claimOf } from '../../graph/rules/example.ts';
import { parsePattern } from '../../graph/rules/pattern.ts';
import { running } from './running.ts';

const now = Date.UTC(2026, 10, 24, 12);
const hour = 3_600_000;
const eve = 'arn:aws:iam::1:user/eve';
const whole = claimOf(
  parsePattern(
    '(i:Internet)-[:REACHES]->(e:Endpoint)-[:PROMPTS]->(a:Agent)-[:QUERIES]->(d:DataStore {sensitive: true})',
  ),
);
const reads = whole.edges.filter(({ kind }) => kind === 'QUERIES');
let estate: Estate;

/** The grant alone, as an event gives or takes it. */
const grant = (at: number, record: string, edges = reads): Claim => ({
  ...whole,
  subject: 'grant',
  at,
  nodes: [],
  edges,
  evidence: { source: 'aws.cloudtrail', record, actor: eve },
});

beforeAll(async () => {
  estate = await Estate.open();
  const base = {
    ...whole,
    at: now - 9 * hour,
    edges: whole.edges.filter((e) => !reads.includes(e)),
  };
  for (const claims of [
    [base],
    [grant(now - 5 * hour, 'event-1')],
    [grant(now - 3 * hour, 'event-2', [])],
    [grant(now - hour, 'event-3')],
  ]) {
    await estate.write(claims);
    await estate.settle();
  }
});
afterAll(() => estate.close());

interface Shown {
  status: string;
  regression: boolean;
  at: string;
  record: string;
  source: string;
  actor: string | null;
}

test('each turn names the record, the time and who did it; what breaks again is a regression', async () => {
  const { code, out } = await running(estate, 'history', ['--rule', 'TC-02', '--json']);
  const { turns } = JSON.parse(out) as { turns: Shown[] };
  expect(code).toBe(0);
  expect(turns.map(({ status, regression, record }) => [status, regression, record])).toEqual([
    ['reopened', true, 'event-3'],
    ['closed', false, 'event-2'],
    ['opened', false, 'event-1'],
  ]);
  expect(turns.map(({ at, source, actor }) => [at, source, actor])).toEqual([
    [new Date(now - hour).toISOString(), 'aws.cloudtrail', eve],
    [new Date(now - 3 * hour).toISOString(), 'aws.cloudtrail', eve],
    [new Date(now - 5 * hour).toISOString(), 'aws.cloudtrail', eve],
  ]);
});

test.each([
  [6, 0],
  [4, 1],
  [2, 0],
  [0, 1],
])('%i hours before, %i were open', async (hours, count) => {
  const at = new Date(now - hours * hour).toISOString();
  const { out } = await running(estate, 'history', ['--rule', 'TC-02', '--as-of', at, '--json']);
  const { asOf, open } = JSON.parse(out) as { asOf: string; open: { rule: string }[] };
  expect([asOf, open.map(({ rule }) => rule)]).toEqual([at, Array(count).fill('TC-02')]);
});

test.each([
  [0, null],
  [4, /event-3/],
])('%i hours before, the path is told with what is in doubt', async (hours, doubt) => {
  const at = new Date(now - hours * hour).toISOString();
  const argv = ['--rule', 'TC-02', '--as-of', at];
  const { out } = await running(estate, 'history', [...argv, '--json']);
  const { open } = JSON.parse(out) as {
    open: { entry: string; target: string; path: { nodes: string[]; doubt: string | null } }[];
  };
  const [finding] = open;
  expect(finding?.path.nodes[0]).toBe('internet');
  expect(finding?.path.nodes.at(-1)).toBe(finding?.target);
  if (doubt) expect(finding?.path.doubt).toMatch(doubt);
  else expect(finding?.path.doubt).toBe(null);
  const shown = (await running(estate, 'history', argv)).out;
  expect(shown).toMatch(/\n {2}by Internet > /);
  expect(shown.includes('it may have been another then')).toBe(doubt !== null);
});

test('since a time, only what happened then or later', async () => {
  const since = new Date(now - 3 * hour).toISOString();
  const { out } = await running(estate, 'history', ['--rule', 'TC-02', '--since', since, '--json']);
  const { turns } = JSON.parse(out) as { turns: Shown[] };
  expect(turns.map(({ record }) => record)).toEqual(['event-3', 'event-2']);
});

test.each([
  [['--as-of', 'yesterday-ish'], 'USAGE'],
  [['--since', '2026-01-01', '--as-of', '2026-01-01'], 'USAGE'],
  [['nobody'], 'NOT_FOUND'],
  [['--rule', 'TC-9999'], 'NOT_FOUND'],
])('%j is refused', async (argv, code) => {
  await expect(running(estate, 'history', argv)).rejects.toMatchObject({ code });
});
