import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadDemo } from '../../demo/load.ts';
import { claimKey, type Claim, type ScopeMark } from '../../graph/claim.ts';
import { Estate } from '../../graph/estate.ts';
import { evaluate } from '../../graph/findings/evaluate.ts';
import type { Finding } from '../../graph/findings/finding.ts';
import { probability } from '../../graph/findings/priors.ts';
import { Projection } from '../../graph/projection/projection.ts';
import { ingestPaths } from '../../ingest/ingest.ts';
import { accounts } from '../end-to-end/account.ts';
import { pick, random } from '../../bench/random.ts';

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

/** Every rule run, and every path looked for, as if nothing were known. */
async function fromScratch({ store, view, rules }: Estate) {
  const projection = new Projection(view.nodes(), view.edges(), probability);
  const { findings } = await evaluate({ store, view, projection, rules, at: Date.now() });
  return plain(findings);
}

test.each([
  ['demo', demo, 1],
  ['demo', demo, 2],
  ['merged account', mergedAccount, 3],
])(
  '%s: after each of many small changes findings are those of a whole analysis',
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
      await estate.write(batch);
      const { opened, closed } = await estate.settle();
      turns += opened.length + closed.length;
      expect(plain(estate.findings.values()), `step ${step}`).toEqual(await fromScratch(estate));
    }
    expect(turns).toBeGreaterThan(1);
    await estate.close();
  },
);

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
