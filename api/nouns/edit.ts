import type { ToldChange, Use } from '../../graph/cuts/told-change.ts';
import { builder } from '../builder.ts';
import { GraphEdgeType } from '../refs.ts';
import { CauseType } from './evidence.ts';

const UseType = builder.objectRef<Use>('Use').implement({
  description: 'Something in use within thirty days that a change ends.',
  fields: (t) => ({
    edge: t.field({
      type: GraphEdgeType,
      nullable: true,
      resolve: ({ edge }, _, { estate }) => estate.view.edge(edge) ?? null,
    }),
    lastSeen: t.expose('lastSeen', { type: 'DateTime' }),
    by: t.exposeStringList('by', { description: 'Who was seen using it.' }),
  }),
});

export const EditType = builder.objectRef<ToldChange>('Edit').implement({
  description: 'An edit to configuration that an operator can make.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Of the cause or the edge that goes; `whatIf` takes it.' }),
    cause: t.expose('cause', {
      type: CauseType,
      nullable: true,
      description: 'The configuration element that goes; null where the edge itself does.',
    }),
    edge: t.field({
      type: GraphEdgeType,
      nullable: true,
      description: 'The first edge that hangs on it.',
      resolve: ({ edge }, _, { estate }) => estate.view.edge(edge) ?? null,
    }),
    say: t.exposeString('say', { description: 'What to do.' }),
    owner: t.exposeString('owner', { nullable: true, description: 'Who can make it.' }),
    effort: t.exposeFloat('effort'),
    kills: t.int({
      description: 'Edges that the cut ends and that would be left without this change.',
      resolve: ({ kills }) => kills.length,
    }),
    uses: t.field({ type: [UseType], resolve: ({ uses }) => uses }),
  }),
});
