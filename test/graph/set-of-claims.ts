import fc from 'fast-check';
import { expect } from 'vitest';
import type { Claim, ScopeMark } from '../../graph/claim.ts';
import { snapshot } from '../../graph/snapshot.ts';
import type { Store } from '../../graph/store/store.ts';
import { write } from '../../graph/write.ts';

const evidence = { source: 'test', record: 'r' };
const roles = ['r1', 'r2', 'r3'].map((n) => ({ kind: 'Identity' as const, uid: `role:${n}` }));
const stores = ['b1', 'b2', 'b3'].map((n) => ({ kind: 'DataStore' as const, uid: `store:${n}` }));
const role = fc.constantFrom(...roles);
const store = fc.constantFrom(...stores);

const node = fc.record({
  ref: fc.oneof(role, store),
  defines: fc.boolean(),
  name: fc.option(fc.constantFrom('x', 'y'), { nil: undefined }),
});
const edge = fc.record({
  kind: fc.constantFrom('CAN_READ' as const, 'CAN_WRITE' as const),
  from: role,
  to: store,
  conditional: fc.boolean(),
});

const claim: fc.Arbitrary<Claim> = fc
  .record({
    owner: fc.constantFrom('aws:1', 'aws:2', 'derive/x'),
    subject: fc.constantFrom('s1', 's2', 's3'),
    at: fc.integer({ min: 1, max: 6 }),
    mode: fc.constantFrom('state' as const, 'state' as const, 'seen' as const),
    scope: fc.option(fc.constantFrom('p', 'q'), { nil: undefined }),
    nodes: fc.array(node, { maxLength: 3 }),
    edges: fc.array(edge, { maxLength: 3 }),
    requires: fc.option(fc.constantFrom('aws:1|s1', 'aws:1|s2', 'aws:2|s1'), { nil: undefined }),
    event: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ nodes, edges, event, scope, requires, ...rest }) => ({
    ...rest,
    subject: rest.mode === 'seen' ? `event-${event}-${rest.at}` : rest.subject,
    ...(scope !== undefined && rest.mode === 'state' && { scope }),
    ...(requires !== undefined && rest.mode === 'state' && { requires }),
    nodes: nodes.map(({ ref, defines, name }) => ({
      ...ref,
      defines,
      props: name === undefined ? {} : { name },
    })),
    edges: edges.map(({ conditional, ...e }) => ({
      ...e,
      props: conditional ? { conditional, conditionKeys: ['aws:SourceVpce'] } : {},
    })),
    evidence,
  }));

const mark: fc.Arbitrary<ScopeMark> = fc.record({
  owner: fc.constantFrom('aws:1', 'aws:2'),
  scope: fc.constantFrom('p', 'q'),
  startedAt: fc.integer({ min: 1, max: 7 }),
});

type Item = { claim: Claim } | { mark: ScopeMark };
const item: fc.Arbitrary<Item> = fc.oneof(
  { weight: 5, arbitrary: claim.map((claim) => ({ claim })) },
  { weight: 1, arbitrary: mark.map((mark) => ({ mark })) },
);

async function load(open: () => Promise<Store>, batches: Item[][]) {
  const empty = await open();
  try {
    for (const batch of batches)
      await write(
        empty,
        batch.flatMap((i) => ('claim' in i ? [i.claim] : [])),
        batch.flatMap((i) => ('mark' in i ? [i.mark] : [])),
      );
    return await snapshot(empty);
  } finally {
    await empty.close();
  }
}

/** Cuts a list into batches at the given places. */
const split = <T>(items: T[], cuts: number[]): T[][] => {
  const places = [...new Set(cuts.map((c) => c % (items.length + 1)))].sort((a, b) => a - b);
  return [0, ...places].map((from, i) => items.slice(from, [...places, items.length][i]));
};

/** Invariant 1: order, repetition and batching do not matter. `open` gives an empty store. */
export const graphIsOfTheSet = (open: () => Promise<Store>, numRuns: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(
      fc.array(item, { minLength: 1, maxLength: 14 }).chain((items) =>
        fc.record({
          items: fc.constant(items),
          shuffled: fc.shuffledSubarray([...items, ...items], {
            minLength: items.length * 2,
            maxLength: items.length * 2,
          }),
          cuts: fc.array(fc.nat({ max: 60 }), { maxLength: 6 }),
        }),
      ),
      async ({ items, shuffled, cuts }) => {
        const once = await load(open, [items]);
        expect(await load(open, split(shuffled, cuts))).toEqual(once);
        const singly = shuffled.map((i) => [i]);
        expect(await load(open, singly)).toEqual(once);
      },
    ),
    { numRuns },
  );
