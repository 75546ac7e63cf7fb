import type { Cause } from '../../graph/claim.ts';
import type { Fix } from '../../graph/findings/finding.ts';
import { builder } from '../builder.ts';
import { GraphEdgeType } from '../refs.ts';
import { CauseType } from './evidence.ts';

export const FixType = builder.objectRef<Fix>('Fix').implement({
  description: 'The smallest change that closes a finding.',
  fields: (t) => ({
    say: t.exposeString('say'),
    edge: t.field({
      type: GraphEdgeType,
      nullable: true,
      description: 'The edge that it removes; null where it is no such change or has been made.',
      resolve: ({ edge }, _, { estate }) => (edge && estate.view.edge(edge)) || null,
    }),
    causes: t.field({
      type: [CauseType],
      description: 'The configuration to change, as far as it is still there.',
      resolve: ({ edge, causes }, _, { estate }) => {
        const all = edge ? (estate.view.edge(edge)?.because.flat() ?? []) : [];
        const byId = new Map<string, Cause>(all.map((cause) => [cause.id, cause]));
        return causes.flatMap((id) => byId.get(id) ?? []);
      },
    }),
  }),
});
