import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Claim } from '../../../graph/claim.ts';
import type { Edge, Node } from '../../../graph/entity.ts';
import { Estate } from '../../../graph/estate.ts';
import { allow, bucket, user } from './aws.ts';
import { coming, crowd, little } from './random-comings.ts';

type Item = typeof coming extends fc.Arbitrary<infer T> ? T : never;

const claim = (subject: string, at: number, said: Partial<Claim> = {}): Claim => ({
  ...{ owner: 'test', subject, at, mode: 'state', nodes: [], edges: [] },
  evidence: { source: 'test', record: subject },
  ...said,
});
const described = ({ kind, uid, props }: Node, at: number) =>
  claim(uid, at, { nodes: [{ kind, uid, props, defines: true }] });
const linked = ({ id, kind, from, to }: Edge, at: number) => {
  const [start, end] =
    kind === 'MEMBER_OF' ? ['Identity', 'Group'] : ['DataStore', 'EncryptionKey'];
  const ends = {
    from: { kind: start as Node['kind'], uid: from },
    to: { kind: end as Node['kind'], uid: to },
  };
  return claim(id, at, { edges: [{ kind, ...ends, props: {} }] });
};

/** What is told of something that comes, says something else, or goes. */
function claimsOf(item: Item, at: number): Claim[] {
  if (typeof item === 'string') return [claim(item, at)];
  if ('uid' in item) return [described(item, at)];
  return [...item.go.map(({ id }) => claim(id, at)), ...item.come.map((edge) => linked(edge, at))];
}

/** Who may read and write all buckets, of which one has a key: every edge is spelled out. */
const wide = [user('wide', [allow('s3:*')]), bucket('locked', [], { kmsKey: 'alias/none' })];

/** All that is derived of access, without when. */
const derived = ({ view }: Estate) =>
  [...view.edges()]
    .filter(({ because }) => because.length > 0)
    .map(({ evidence: _, ...edge }) => edge)
    .sort((a, b) => (a.id < b.id ? -1 : 1));

test('an estate whose claims are in parts comes to what one comes to that is told at once', async () => {
  const [steps = []] = fc.sample(fc.array(coming, { minLength: 40, maxLength: 40 }), {
    numRuns: 1,
    seed: 5,
  });
  const first = [...little, ...crowd, ...wide].map((node) => described(node, 1));
  const told = [first, ...steps.map((item, i) => claimsOf(item, i + 2))];
  const estate = await Estate.open();
  for (const claims of told) {
    await estate.write(claims);
    await estate.settle();
  }
  const other = await Estate.open();
  await other.write(told.flat());
  await other.settle();
  expect(derived(other).length).toBeGreaterThan(2 * crowd.length);
  expect(derived(estate)).toEqual(derived(other));
  await Promise.all([estate.close(), other.close()]);
}, 60_000);
