import { z } from 'zod';
import { builder } from '../builder.ts';
import { limits } from '../limits.ts';
import { EntityType } from '../refs.ts';
import { search, type Hits } from '../search.ts';

const SearchResult = builder.objectRef<Hits>('SearchResult').implement({
  fields: (t) => ({
    entities: t.field({
      type: [EntityType],
      description: 'Best first.',
      resolve: ({ nodes }) => nodes,
    }),
    total: t.exposeInt('total', { description: 'How many there are, shown or not.' }),
  }),
});

builder.queryField('search', (t) =>
  t.field({
    type: SearchResult,
    description:
      'Entities by part of their name or id. `agent:claims`, `kind:Agent claims`: of one kind.',
    args: {
      query: t.arg.string({ required: true, validate: z.string().max(limits.text) }),
      first: t.arg.int({ validate: z.int().min(1).max(limits.rows) }),
    },
    complexity: ({ first }) => ({ field: 10, multiplier: first ?? limits.usualHits }),
    resolve: (_, { query, first }, { estate }) =>
      search(estate.view, query, first ?? limits.usualHits),
  }),
);
