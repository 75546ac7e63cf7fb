import { expect, test } from 'vitest';
import { random, shuffled } from '../../bench/random.ts';
import { loadDemo } from '../../demo/load.ts';
import { claimKey, type Claim, type ScopeMark } from '../../graph/claim.ts';
import { Estate } from '../../graph/estate.ts';
import { outcome } from './outcome.ts';

const now = Date.UTC(2026, 10, 24, 12);

/** Everything that the demo's records say. */
async function demoClaims() {
  const claims: Claim[] = [];
  const marks: ScopeMark[] = [];
  const recorder = {
    key: 'k',
    write: (c: Claim[], m: ScopeMark[] = []) => {
      claims.push(...c);
      marks.push(...m);
      return Promise.resolve({ unchanged: 0 });
    },
    setDemo: () => Promise.resolve(),
  };
  await loadDemo(recorder as unknown as Estate, now);
  return { claims, marks };
}

test.each([1, 2, 3, 4])(
  'records in any order, twice, in any batches, settled at any time give one graph and one set of findings (%i)',
  async (seed) => {
    const { claims, marks } = await demoClaims();
    const calm = await Estate.open();
    await calm.write(claims, marks);
    await calm.settle();

    const next = random(seed);
    const stormy = await Estate.open();
    let pending = shuffled(next, [
      ...claims,
      ...shuffled(next, claims).slice(0, claims.length / 2),
    ]);
    while (pending.length > 0) {
      const size = 1 + Math.floor(next() * 60);
      await stormy.write(pending.slice(0, size), next() < 0.1 ? marks : []);
      if (next() < 0.3) await stormy.settle();
      pending = pending.slice(size);
    }
    await stormy.write([], marks);
    await stormy.settle();

    const [wanted, got] = [await outcome(calm), await outcome(stormy)];
    expect(wanted.findings.length).toBeGreaterThan(20);
    expect(got.graph).toEqual(wanted.graph);
    expect(got.findings).toEqual(wanted.findings);
    await calm.close();
    await stormy.close();
  },
);

test('what a source takes back takes all that followed from it along', async () => {
  const { claims, marks } = await demoClaims();
  const states = claims.filter(({ mode }) => mode === 'state');
  const gone = new Set([...new Set(states.map(claimKey))].sort().filter((_, i) => i % 2 === 1));
  const isGone = (claim: Claim) => claim.mode === 'state' && gone.has(claimKey(claim));

  const estate = await Estate.open();
  await estate.write(claims, marks);
  await estate.settle();
  const empty = states.filter(isGone).map((claim) => ({ ...claim, nodes: [], edges: [] }));
  await estate.write(empty.map((claim) => ({ ...claim, at: claim.at + 1 })));
  await estate.settle();

  const never = await Estate.open();
  await never.write(claims.filter((claim) => !isGone(claim)));
  await never.settle();
  const [wanted, got] = [await outcome(never), await outcome(estate)];
  expect(wanted.graph.length).toBeGreaterThan(100);
  expect(got.graph).toEqual(wanted.graph);
  expect(got.findings).toEqual(wanted.findings);
  await estate.close();
  await never.close();
});
