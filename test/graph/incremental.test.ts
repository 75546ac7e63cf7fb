import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadDemo } from '../../demo/load.ts';
import { claimKey, type Claim, type EdgeClaim, type ScopeMark } from '../../graph/claim.ts';
import { Estate } from '../../graph/estate.ts';
import { evaluate } from '../../graph/findings/evaluate.ts';
import type { Finding } from '../../graph/findings/finding.ts';
import { probability } from '../../graph/findings/priors.ts';
import { Projection } from '../../graph/projection/projection.ts';
import { ingestPaths } from '../../ingest/ingest.ts';
import { accounts } from '../end-to-end/account.ts';
import { pick, random } from '../../bench/random.ts';
import { claimOn, copies, edited, idOf, isEdge, type Thing } from './rules/edits.ts';

const now = Date.UTC(2026, 10, 24, 12);

interface Recorded {
  claims: Claim[];
  marks: ScopeMark[];
}

function recorder() {
  const recorded: Recorded = { claims: [], marks: [] };
  const write = (claims: Claim[], marks: ScopeMark[] = []) => {
    recorded.claims.push(...claims);
    recorded.marks.push(...marks);
    return Promise.resolve({ unchanged: 0 });
  };
  return { recorded, write };
}

async function demo(): Promise<Recorded> {
  const { recorded, write } = recorder();
  const estate = { key: 'k', write, setDemo: () => Promise.resolve() };
  await loadDemo(estate as unknown as Estate, now);
  return recorded;
}

async function mergedAccount(): Promise<Recorded> {
  const { recorded, write } = recorder();
  const folder = join(accounts, 'pathfinding-labs/merged-account-111122223333');
  await ingestPaths([folder], write, { key: 'k', at: now });
  return recorded;
}

/** What a finding says, without when and where it was read. */
const plain = (findings: Iterable<Finding>) =>
  [...findings]
    .filter(({ status }) => status === 'open')
    .map(({ history: _, evidence: __, ...rest }) => rest)
    .sort((a, b) => (a.id < b.id ? -1 : 1));

/** An edge was used, as telemetry tells. */
const seenAt = ({ kind, from, to }: EdgeClaim, at: number): Claim => ({
  ...{ owner: 'otel:test', subject: `event-${at}`, at, mode: 'seen' },
  nodes: [],
  edges: [{ kind, from, to, props: {} }],
  evidence: { source: 'test', record: `event-${at}` },
});

/** Every rule run, and every path looked for, as if nothing were known. */
async function fromScratch({ store, view, rules }: Estate) {
  const projection = new Projection(view.nodes(), view.edges(), probability);
  const { findings } = await evaluate({ store, view, projection, rules, at: Date.now() });
  return plain(findings);
}

/** Every fact, without where and when it was read. */
const facts = ({ view }: Estate) =>
  [
    ...[...view.nodes()].map(({ uid, kind, stub, props }) => ({ id: uid, kind, stub, props })),
    ...[...view.edges()].map(({ evidence: _, ...edge }) => edge),
  ]
    .filter(({ kind }) => !['Finding', 'Control', 'MAPS_TO'].includes(kind))
    .sort((a, b) => (a.id < b.id ? -1 : 1));

/** The facts of an estate to which everything was told at once. */
async function toldAtOnce(claims: Claim[], marks: ScopeMark[] = []) {
  const estate = await Estate.open();
  await estate.write(claims, marks);
  await estate.settle();
  const all = facts(estate);
  await estate.close();
  return all;
}

test.each([
  ['demo', demo, 1],
  ['demo', demo, 2],
  ['merged account', mergedAccount, 3],
])(
  '%s: after each of many small changes all facts and findings are those of a whole analysis',
  async (_, records, seed) => {
    const { claims, marks } = await records();
    const states = new Map(
      claims.filter(({ mode }) => mode === 'state').map((claim) => [claimKey(claim), claim]),
    );
    const estate = await Estate.open();
    await estate.write(claims, marks);
    await estate.settle();
    const next = random(seed);
    const gone = new Set<string>();
    const told = [...claims];
    let turns = 0;
    for (let step = 1; step <= 40; step++) {
      const batch = Array.from({ length: 1 + Math.floor(next() * 3) }, () => {
        const key = pick(next, gone.size > 5 && next() < 0.5 ? [...gone] : [...states.keys()]);
        const claim = states.get(key) as Claim;
        const back = gone.has(key);
        if (back) gone.delete(key);
        else gone.add(key);
        return { ...claim, at: now + step, ...(!back && { nodes: [], edges: [] }) };
      });
      told.push(...batch);
      await estate.write(batch);
      const { opened, closed } = await estate.settle();
      turns += opened.length + closed.length;
      expect(plain(estate.findings.values()), `step ${step}`).toEqual(await fromScratch(estate));
    }
    expect(turns).toBeGreaterThan(1);
    expect(facts(estate)).toEqual(await toldAtOnce(told, marks));
    await estate.close();
  },
);

test('examples of all rules: after each of many changes, events too, all facts and findings are those of a whole analysis', async () => {
  const next = random(11);
  const estate = await Estate.open();
  const { rules } = estate;
  const all = rules.map((rule) => {
    const own = copies(rule, 2, () => next() < 0.5).map((thing) => [idOf(thing), thing] as const);
    return { rule, here: new Map(own), gone: new Map<string, Thing>() };
  });
  const told = all.flatMap(({ here }) => [...here.values()].map((one) => claimOn(one, 1)));
  await estate.write(told);
  await estate.settle();
  let turns = 0;
  for (let step = 2; step < 60; step++) {
    const claims = [1, 2, 3].flatMap(() => {
      const { rule, ...things } = pick(next, all);
      const edges = [...things.here.values()].filter(isEdge);
      const event = edges.length > 0 && next() < 0.3 ? [pick(next, edges)] : [];
      return [
        ...edited(next, rule, things, step),
        ...event.map((edge) => seenAt(edge, now + step * 1_000)),
      ];
    });
    told.push(...claims);
    await estate.write(claims);
    const { opened, closed } = await estate.settle();
    turns += opened.length + closed.length;
    expect(plain(estate.findings.values()), `step ${step}`).toEqual(await fromScratch(estate));
  }
  expect(turns).toBeGreaterThan(10);
  expect(facts(estate)).toEqual(await toldAtOnce(told));
  await estate.close();
});

test('the same records again leave every score and its terms as they were', async () => {
  const { claims, marks } = await demo();
  const estate = await Estate.open();
  await estate.write(claims, marks);
  await estate.settle();
  const scores = () =>
    plain(estate.findings.values()).map(({ id, score, terms }) => [id, score, terms]);
  const before = scores();
  expect(before.length).toBeGreaterThan(20);
  for (const shift of [1, 2]) {
    const again = claims.map((claim) => ({
      ...claim,
      at: claim.at + (claim.mode === 'state' ? shift : 0),
    }));
    await estate.write(shift === 1 ? again : again.toReversed(), marks);
    await estate.settle();
    expect(scores()).toEqual(before);
  }
  await estate.close();
});
