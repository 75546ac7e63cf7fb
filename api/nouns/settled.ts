import type { Settled } from '../../graph/estate.ts';
import { builder } from '../builder.ts';
import { FindingType } from '../refs.ts';
import { settlements } from '../settlements.ts';
import { EstateType } from './estate.ts';

const SettledType = builder.objectRef<Settled>('Settled').implement({
  description: 'What bringing derived facts and findings up to date has changed.',
  fields: (t) => ({
    nodes: t.exposeInt('nodes', { description: 'Entities that differ since the last time.' }),
    edges: t.exposeInt('edges'),
    opened: t.expose('opened', { type: [FindingType] }),
    closed: t.expose('closed', { type: [FindingType] }),
    milliseconds: t.exposeFloat('milliseconds'),
    estate: t.field({ type: EstateType, resolve: (_, __, { estate }) => estate }),
  }),
});

builder.subscriptionField('settled', (t) =>
  t.field({
    type: SettledType,
    description: 'Each time that derived facts and findings are up to date again.',
    subscribe: (_, __, { estate }) => settlements(estate),
    resolve: (settled: Settled) => settled,
  }),
);
