import type { Cause } from '../../graph/claim.ts';
import type { Edge, EvidenceItem, Node } from '../../graph/entity.ts';
import { builder } from '../builder.ts';
import { EntityRefType } from '../refs.ts';

export const Evidence = builder.objectRef<EvidenceItem>('Evidence').implement({
  description: 'Where a fact was read.',
  fields: (t) => ({
    source: t.exposeString('source', { description: 'Name of the source or derivation.' }),
    record: t.exposeString('record', {
      description: 'Where the record lies: path and number, or id of the event.',
    }),
    owner: t.exposeString('owner', { description: 'Who says so.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When, at the source.' }),
    observed: t.boolean({
      description: 'True where it was seen to happen, false where it is configured.',
      resolve: ({ mode }) => mode === 'seen',
    }),
    actor: t.string({
      nullable: true,
      description: 'Who caused it, where the record says so.',
      resolve: ({ actor }) => actor ?? null,
    }),
  }),
});

type Observed = Pick<Node | Edge, 'firstSeen' | 'lastSeen' | 'count'>;

/** What runtime saw of it, or null for what was never seen. */
export const seenOf = ({ firstSeen, lastSeen, count }: Observed) =>
  firstSeen === undefined || lastSeen === undefined
    ? null
    : { first: firstSeen, last: lastSeen, count: count ?? null };

export const Seen = builder
  .objectRef<{ first: number; last: number; count: number | null }>('Seen')
  .implement({
    description: 'What was observed of an entity or an edge.',
    fields: (t) => ({
      first: t.expose('first', { type: 'DateTime' }),
      last: t.expose('last', { type: 'DateTime' }),
      count: t.exposeFloat('count', {
        nullable: true,
        description: 'Number of distinct events, estimated.',
      }),
    }),
  });

export const CauseType = builder.objectRef<Cause>('Cause').implement({
  description: 'One configuration element that an edge exists because of.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The same wherever the same element is meant.' }),
    type: t.exposeString('type', { description: 'For example `statement` or `ingress`.' }),
    holder: t.field({
      type: EntityRefType,
      description: 'The entity whose configuration holds it.',
      resolve: ({ holder }) => holder,
    }),
    say: t.exposeString('say', { description: 'What the element says, in a line.' }),
    excerpt: t.string({
      nullable: true,
      description: 'Its own text, shortened to what decides.',
      resolve: ({ excerpt }) => excerpt ?? null,
    }),
  }),
});

export const Alternative = builder.objectRef<Cause[]>('Alternative').implement({
  description: 'Causes that together suffice.',
  fields: (t) => ({ causes: t.field({ type: [CauseType], resolve: (causes) => causes }) }),
});
