import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Claim } from '../../../graph/claim.ts';
import { Estate } from '../../../graph/estate.ts';
import type { Finding } from '../../../graph/findings/finding.ts';
import { claimOf } from '../../../graph/rules/example.ts';
import { parsePattern } from '../../../graph/rules/pattern.ts';
import { now } from './graph.ts';

const folder = mkdtempSync(join(tmpdir(), 'cutset-life-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const whole = claimOf(
  parsePattern(
    '(i:Internet)-[:REACHES]->(e:Endpoint)-[:PROMPTS]->(a:Agent)-[:QUERIES]->(d:DataStore {sensitive: true})',
  ),
);
const reads = whole.edges.filter(({ kind }) => kind === 'QUERIES');

/** The grant alone, as a record of its own says it, or takes it away. */
const grant = (at: number, record: string, edges = reads): Claim => ({
  ...whole,
  subject: 'grant',
  at,
  nodes: [],
  edges,
  evidence: { source: 'aws.cloudtrail', record, actor: 'arn:aws:iam::1:user/eve' },
});
const base: Claim = {
  ...whole,
  at: now - 9_000,
  edges: whole.edges.filter((edge) => !reads.includes(edge)),
};

const about = (findings: ReadonlyMap<string, Finding>) =>
  [...findings.values()].filter(({ rule }) => rule === 'TC-02');

async function settled(claims: Claim[]) {
  const estate = await Estate.open(folder);
  try {
    await estate.write(claims, []);
    const { opened, closed } = await estate.settle();
    const turned = (list: Finding[]) => list.filter(({ rule }) => rule === 'TC-02').length;
    return { findings: about(estate.findings), opened: turned(opened), closed: turned(closed) };
  } finally {
    await estate.close();
  }
}

const turns = ({ history }: Finding) =>
  history.map(({ status, record, at, actor }) => [status, record, at, actor]);

test('opened, closed and reopened by the records that did it, across restarts', async () => {
  const eve = 'arn:aws:iam::1:user/eve';
  const opening = ['opened', 'event-1', now - 5_000, eve];
  const closing = ['closed', 'event-2', now - 3_000, eve];

  expect((await settled([base])).findings).toEqual([]);

  const first = await settled([grant(now - 5_000, 'event-1')]);
  expect([first.opened, first.closed]).toEqual([1, 0]);
  expect(first.findings.map(turns)).toEqual([[opening]]);

  const again = await settled([grant(now - 4_000, 'event-1b')]);
  expect([again.opened, again.closed]).toEqual([0, 0]);
  expect(again.findings.map(turns)).toEqual([[opening]]);

  const gone = await settled([grant(now - 3_000, 'event-2', [])]);
  expect([gone.opened, gone.closed]).toEqual([0, 1]);
  expect(gone.findings.map(turns)).toEqual([[opening, closing]]);
  expect(gone.findings.map(({ status }) => status)).toEqual(['closed']);

  const back = await settled([grant(now - 2_000, 'event-3')]);
  expect([back.opened, back.closed]).toEqual([1, 0]);
  expect(back.findings.map(turns)).toEqual([
    [opening, closing, ['reopened', 'event-3', now - 2_000, eve]],
  ]);
  expect(back.findings.map(({ id }) => id)).toEqual(first.findings.map(({ id }) => id));
});
