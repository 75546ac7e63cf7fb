import { builder } from '../builder.ts';
import type { SourceState } from '../source-state.ts';

export const SourceType = builder.objectRef<SourceState>('Source').implement({
  description: 'Who gives records, and when it last did.',
  fields: (t) => ({
    owner: t.exposeID('owner', { description: 'For example `aws:111122223333/iam`.' }),
    source: t.exposeString('source', { description: 'Format of its newest record.' }),
    lastAt: t.expose('lastAt', {
      type: 'DateTime',
      description: 'Time of its newest record, at the source.',
    }),
    silent: t.exposeBoolean('silent', {
      description: 'True where that is longer ago than `silentAfter`.',
    }),
    silentAfter: t.exposeFloat('silentAfter', { description: 'Milliseconds.' }),
  }),
});

builder.queryField('sources', (t) =>
  t.field({
    type: [SourceType],
    description: 'Everyone who gave a record, by name.',
    resolve: async (_, __, { sources }) => [...(await sources())],
  }),
);
