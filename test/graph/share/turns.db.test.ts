import { afterAll, describe, expect, test } from 'vitest';
import type { Claim } from '../../../graph/claim.ts';
import { random } from '../../../bench/random.ts';
import { Estate } from '../../../graph/estate.ts';
import { claimsOf, shop } from '../../api/shop.ts';
import { differences, none, settled } from '../../ingest/stream/working.ts';
import { neo4j } from '../../servers/neo4j.ts';

const { skip, given } = await neo4j();
afterAll(() => given?.release());

/** What several sources say of a shop, and take back. */
const said: Claim[][] = ['iam', 'bedrock', 's3'].flatMap((service, i) => {
  const owner = `aws:111122223333/${service}`;
  const variants = [shop, shop.replace('true', 'false'), `(x${i}:Identity {name: 'x'})`];
  return variants.map((pattern, at) => claimsOf(pattern, { owner, at: at + 1 }));
});

async function calm() {
  const estate = await Estate.open();
  for (const claims of said) await estate.write(claims);
  const lines = await settled(estate);
  await estate.close();
  return lines;
}

describe.skipIf(skip)('two processes on one store, without word of each other', () => {
  test.each([1, 2, 3])('settle in turns to the graph of one (%i)', async (seed) => {
    if (!given) return;
    await (await given.open()).close();
    const next = random(seed);
    const estates = [
      await Estate.open(undefined, { server: given.server }),
      await Estate.open(undefined, { server: given.server }),
    ];
    const any = () => estates[Math.floor(next() * 2)] as Estate;
    for (const claims of said) {
      await any().write(claims);
      if (next() < 0.6) await any().settle();
      if (next() < 0.3)
        await Promise.all(estates.map((estate) => estate.settle().catch(() => null)));
    }
    const last = any();
    expect(differences(await settled(last), await calm())).toEqual(none);
    expect(last.lags).toBe(false);
    for (const estate of estates) await estate.close();
  });

  test('a follower takes what it is told of, and what the leader found', async () => {
    if (!given) return;
    await (await given.open()).close();
    const leader = await Estate.open(undefined, { server: given.server });
    const follower = await Estate.open(undefined, { server: given.server });
    follower.role = 'follower';
    const told: Parameters<Estate['learn']>[0][] = [];
    leader.turn.onWritten((version, changes) => {
      if (!changes) return;
      const nodes = [...changes.nodes.map(({ uid }) => uid), ...changes.goneNodes];
      const edges = [...changes.edges.map(({ id }) => id), ...changes.goneEdges];
      told.push({ versions: [version], nodes, edges, by: changes.by });
    });
    for (const [pattern, opened] of [
      [shop, true],
      [shop.replace('true', 'false'), false],
    ] as const) {
      await leader.write(claimsOf(pattern));
      await leader.settle();
      // In any order, and twice.
      for (const named of [...told, ...told].reverse()) await follower.learn(named);
      const turned = await follower.settle();
      expect((opened ? turned.opened : turned.closed).map(({ rule }) => rule)).toEqual(
        expect.arrayContaining(['TC-02']),
      );
      expect([...follower.findings.values()]).toEqual([...leader.findings.values()]);
      const byId = (estate: Estate) => [...estate.view.edges()].map((edge) => edge.id).sort();
      expect(byId(follower)).toEqual(byId(leader));
      expect(follower.projection.size.edges).toBe(leader.projection.size.edges);
      expect(follower.turn.versions.upTo).toBe(leader.turn.versions.upTo);
      expect(follower.lags).toBe(false);
    }
    await leader.close();
    await follower.close();
  });
});
