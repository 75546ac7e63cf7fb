import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EdgeClaim } from '../../../graph/claim.ts';
import awsAccess from '../../../graph/derive/aws-access.ts';
import { deriveSubject } from '../../../graph/derive/settle.ts';
import { allows, buckets, estateOf, role, world, type World } from '../access/random-estate.ts';

const set = 'set:111122223333/s3-bucket';

const edgesOf = (random: World, without?: string): EdgeClaim[] =>
  deriveSubject(awsAccess, role, awsAccess.index(estateOf(random, without)), 1).edges;

/** What the role reaches for sure, as `KIND bucket`. */
function reached(edges: readonly EdgeClaim[]): string[] {
  const found = edges
    .filter(({ props }) => !('conditional' in props))
    .flatMap(({ kind, to }) =>
      (to.uid === set ? buckets : [to.uid]).map((uid) => `${kind} ${uid}`),
    );
  return [...new Set(found)].sort();
}

test('a further deny never adds anything', () => {
  fc.assert(
    fc.property(world, world, (random, more) => {
      const denies = more.statements.map((statement) => ({
        ...statement,
        Effect: 'Deny' as const,
      }));
      const fewer = edgesOf({ ...random, statements: [...random.statements, ...denies] });
      const before = new Set(reached(edgesOf(random)));
      for (const item of reached(fewer)) expect(before).toContain(item);
    }),
    { numRuns: 300 },
  );
});

test('causes of edges say what is left without a statement that allows', () => {
  fc.assert(
    fc.property(world, (random) => {
      const edges = edgesOf(random);
      for (const id of allows(random)) {
        const left = edges.filter(({ because = [] }) =>
          because.some((causes) => causes.every((cause) => cause.id !== id)),
        );
        expect(reached(left), id).toEqual(reached(edgesOf(random, id)));
      }
    }),
    { numRuns: 5_000 },
  );
}, 300_000);
