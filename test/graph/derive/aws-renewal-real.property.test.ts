import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Node } from '../../../graph/entity.ts';
import { View } from '../../../graph/view.ts';
import type { Changes } from '../../../graph/workspace.ts';
import { allow, document } from './aws.ts';
import { collected } from './derived.ts';
import { hashes, settledOn, whole } from './renewed.ts';

const folder = new URL(
  '../../accounts/pathfinding-labs/merged-account-111122223333',
  import.meta.url,
).pathname;
const real = await collected(folder);

const nodes = [...real.nodes()].filter(
  ({ kind, stub }) => !stub && !['Internet', 'OrgUnit'].includes(kind),
);
const identities = nodes.filter(({ kind }) => kind === 'Identity');
const buckets = nodes.filter(({ props }) => props['type'] === 's3-bucket');
const accounts = nodes.filter(({ kind }) => kind === 'Account');

const turns: readonly ((node: Node) => Node['props'])[] = [
  () => ({ tags: { class: 'public' } }),
  () => ({ tags: {} }),
  () => ({ policy: document(allow('*', '*', { Principal: '*' })) }),
  ({ kind }) =>
    kind === 'Identity' ? { inline: [{ name: 'more', document: document(allow('s3:*')) }] } : {},
];
const blocks = fc.boolean().map((RestrictPublicBuckets) => ({ RestrictPublicBuckets }));

const turned = (node: Node, props: Node['props']): Node => ({
  ...node,
  props: { ...node.props, ...props },
});
const after = (change: Partial<Changes>): Changes => ({
  nodes: [],
  edges: [],
  goneNodes: [],
  goneEdges: [],
  by: new Map(),
  ...change,
});

/** One node goes, comes back as it was, or says something else. */
const step = fc.oneof(
  ...[nodes, identities, buckets].map((some) =>
    fc
      .record({ node: fc.constantFrom(...some), turn: fc.constantFrom(...turns) })
      .chain(({ node, turn }) =>
        fc.constantFrom(
          after({ goneNodes: [node.uid] }),
          after({ nodes: [node] }),
          after({ nodes: [turned(node, turn(node))] }),
          after({ nodes: [{ ...node, uid: `${node.uid}-2` }] }),
        ),
      ),
  ),
  fc
    .record({ node: fc.constantFrom(...accounts), publicAccessBlock: blocks })
    .map(({ node, publicAccessBlock }) => after({ nodes: [turned(node, { publicAccessBlock })] })),
);

test('a real account says after each change what it says from nothing', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 4, maxLength: 12 }), (steps) => {
      const view = new View(real.nodes(), real.edges());
      const ledger = settledOn(view);
      for (const change of steps) {
        view.apply(change);
        whole(view, ledger);
      }
      expect(hashes(ledger)).toEqual(hashes(settledOn(new View(view.nodes(), view.edges()))));
    }),
    { numRuns: 60 },
  );
}, 180_000);
