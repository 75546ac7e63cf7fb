import type { Cause } from '../../graph/claim.ts';
import { remedyOf, remedyText } from '../../graph/whatif/remedy.ts';
import type { Fix } from '../../graph/findings/finding.ts';
import { isEnough } from '../../graph/findings/fix.ts';
import { builder } from '../builder.ts';
import { FindingType, GraphEdgeType } from '../refs.ts';
import { CauseType } from './evidence.ts';

export const FixType = builder.objectRef<Fix>('Fix').implement({
  description:
    'What is known at once of how to close a finding; `Finding.cut` looks for the smallest changes.',
  fields: (t) => ({
    say: t.exposeString('say'),
    enough: t.boolean({
      description:
        'Without it the graph as it is has no path through the steps of the finding. Else no ' +
        'single change is known that does so, and the rule advises.',
      resolve: isEnough,
    }),
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

builder.objectField(FindingType, 'remedy', (t) =>
  t.string({
    description:
      'What is known at once, in a line: the change and whether it is enough. It was not tried; ' +
      '`cut` is.',
    resolve: (finding, _, { estate }) => remedyText(remedyOf(estate.view, finding, null)),
  }),
);
