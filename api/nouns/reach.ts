import { z } from 'zod';
import { endsFrom, endsTo } from '../../graph/projection/ends.ts';
import type { Reached, State } from '../../graph/projection/search.ts';
import { capabilityOrder } from '../../graph/schema/capability.ts';
import { builder } from '../builder.ts';
import { limits } from '../limits.ts';
import { byNode, capabilityCounts, type ReachedNode } from '../reached.ts';
import { EntityType } from '../refs.ts';
import { Capability, NodeKind } from './enums.ts';
import { KindCount, kindCounts } from './kind-count.ts';
import { EndsType } from './path.ts';

const ReachedStateType = builder.objectRef<Reached>('ReachedState').implement({
  fields: (t) => ({
    capability: t.expose('capability', { type: Capability }),
    hops: t.exposeInt('hops'),
    likelihood: t.exposeFloat('likelihood'),
  }),
});

const ReachedType = builder.objectRef<ReachedNode>('Reached').implement({
  description: 'An entity that a search came to, and what is held there.',
  fields: (t) => ({
    entity: t.field({ type: EntityType, resolve: ({ node }) => node }),
    hops: t.exposeInt('hops', { description: 'Fewest hops.' }),
    likelihood: t.exposeFloat('likelihood', { description: 'Of the likeliest way, 0 to 1.' }),
    states: t.field({
      type: [ReachedStateType],
      description: 'In the order of capabilities.',
      resolve: ({ states }) =>
        states.toSorted(
          (a, b) => capabilityOrder.indexOf(a.capability) - capabilityOrder.indexOf(b.capability),
        ),
    }),
  }),
});

const CapabilityCount = builder
  .objectRef<{ capability: (typeof capabilityOrder)[number]; count: number }>('CapabilityCount')
  .implement({
    fields: (t) => ({
      capability: t.expose('capability', { type: Capability }),
      count: t.exposeInt('count'),
    }),
  });

interface ReachResult {
  ends: { text: string; states: State[] };
  nodes: ReachedNode[];
  truncated: string | null;
  milliseconds: number;
}

const ReachResultType = builder.objectRef<ReachResult>('ReachResult').implement({
  fields: (t) => ({
    ends: t.expose('ends', { type: EndsType }),
    total: t.int({
      description: 'Entities reached, shown or not.',
      resolve: ({ nodes }) => nodes.length,
    }),
    sensitive: t.int({
      description: 'Those of them whose data counts as sensitive.',
      resolve: ({ nodes }) =>
        nodes.filter(({ node: { props } }) => props['sensitive'] || props['crownJewel']).length,
    }),
    byKind: t.field({
      type: [KindCount],
      resolve: ({ nodes }) => kindCounts(nodes.map(({ node }) => node)),
    }),
    byCapability: t.field({
      type: [CapabilityCount],
      resolve: ({ nodes }) => {
        const counts = capabilityCounts(nodes);
        return capabilityOrder.flatMap((capability) => {
          const count = counts.get(capability);
          return count === undefined ? [] : [{ capability, count }];
        });
      },
    }),
    reached: t.field({
      type: [ReachedType],
      description: 'Sensitive ones first, then the likeliest, then the nearest.',
      args: {
        first: t.arg.int({ validate: z.int().min(0).max(limits.rows) }),
        kinds: t.arg({ type: [NodeKind] }),
      },
      complexity: ({ first }) => ({ field: 1, multiplier: first ?? limits.usualRows }),
      resolve: ({ nodes }, { first, kinds }) =>
        nodes
          .filter(({ node }) => kinds?.includes(node.kind) ?? true)
          .slice(0, first ?? limits.usualRows),
    }),
    truncated: t.exposeString('truncated', {
      nullable: true,
      description: 'Which bound was hit, or null where nothing is left out.',
    }),
    milliseconds: t.exposeFloat('milliseconds', { description: 'Time that the search took.' }),
  }),
});

builder.queryField('reach', (t) =>
  t.field({
    type: ReachResultType,
    description: 'What can be reached from an end; or, backward, who can get there.',
    complexity: { field: limits.search, multiplier: 1 },
    args: {
      from: t.arg.string({
        required: true,
        description: 'As the ends of `paths`.',
        validate: z.string().min(1).max(limits.text),
      }),
      backward: t.arg.boolean({ defaultValue: false }),
      maxHops: t.arg.int({ defaultValue: 12, validate: z.int().min(1).max(64) }),
    },
    resolve: (_, { from, backward, maxHops }, { estate: { view, projection } }) => {
      const states = backward ? endsTo(view, from) : endsFrom(view, from);
      const started = performance.now();
      const { reached, truncated } = projection.reach({
        from: states,
        backward: backward ?? false,
        maxHops: maxHops ?? 12,
      });
      const own = new Set(states.map(({ uid }) => uid));
      const nodes = byNode(
        view,
        reached.filter(({ uid, hops }) => hops > 0 || !own.has(uid)),
      );
      const milliseconds = performance.now() - started;
      return { ends: { text: from, states }, nodes, truncated, milliseconds };
    },
  }),
);
