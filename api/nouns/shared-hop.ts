import { builder } from '../builder.ts';
import type { Shared } from '../overview/shared.ts';
import { EntityRefType, GraphEdgeType } from '../refs.ts';

const count = 'How many open findings have a path across it.';
const share = 'Of all open findings that have a path, 0 to 1.';

export const SharedEntityType = builder.objectRef<Shared>('SharedEntity').implement({
  description: 'An entity that open findings share. Not proved to be the only way.',
  fields: (t) => ({
    entity: t.field({ type: EntityRefType, resolve: ({ id }) => id }),
    findings: t.exposeInt('findings', { description: count }),
    share: t.exposeFloat('share', { description: share }),
  }),
});

export const SharedEdgeType = builder.objectRef<Shared>('SharedEdge').implement({
  description: 'An edge that open findings share. Not proved to be the only way.',
  fields: (t) => ({
    edge: t.field({
      type: GraphEdgeType,
      nullable: true,
      description: 'Null where it has gone since the rules ran.',
      resolve: ({ id }, _, { estate }) => estate.view.edge(id) ?? null,
    }),
    findings: t.exposeInt('findings', { description: count }),
    share: t.exposeFloat('share', { description: share }),
  }),
});
