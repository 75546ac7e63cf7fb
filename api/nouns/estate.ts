import { basename } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { builder } from '../builder.ts';
import type { Served } from '../context.ts';
import { openFindings } from '../findings-over.ts';
import { KindCount, kindCounts } from './kind-count.ts';
import { SeverityCount, severityCounts } from './severity-count.ts';

export const isDescribed = ({ kind, stub }: { kind: string; stub: boolean }) =>
  !stub && kind !== 'Internet' && kind !== 'Finding' && kind !== 'Control';

export const EstateType = builder.objectRef<Served>('Estate').implement({
  description: 'One graph with its own store.',
  fields: (t) => ({
    name: t.string({ resolve: ({ folder }) => (folder === null ? 'memory' : basename(folder)) }),
    version: t.string({ description: 'Of Cutset.', resolve: () => packageJson.version }),
    demo: t.boolean({
      description: 'True while it holds the demo.',
      resolve: ({ demo }) => demo === 'loaded',
    }),
    nodes: t.int({ resolve: ({ view }) => view.size.nodes }),
    edges: t.int({ resolve: ({ view }) => view.size.edges }),
    kinds: t.field({ type: [KindCount], resolve: ({ view }) => kindCounts(view.nodes()) }),
    collected: t.int({
      description: 'Entities that some record describes.',
      resolve: ({ view }) => [...view.nodes()].filter(isDescribed).length,
    }),
    notCollected: t.int({
      description: 'Entities that something refers to and nothing describes.',
      resolve: ({ view }) => [...view.nodes()].filter(({ stub }) => stub).length,
    }),
    accounts: t.int({
      description: 'Accounts that some record describes or belongs to.',
      resolve: ({ view }) => [...view.nodesOf('Account')].length,
    }),
    settledAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When rules last ran; null = not since the start.',
      resolve: ({ settledAt }) => (settledAt > 0 ? settledAt : null),
    }),
    lags: t.boolean({
      description: 'True while derived facts and findings lag behind what was collected.',
      resolve: ({ lags }) => lags,
    }),
    rules: t.int({ resolve: ({ rules }) => rules.length }),
    openFindings: t.field({
      type: [SeverityCount],
      resolve: ({ findings }) => severityCounts(openFindings(findings)),
    }),
  }),
});

builder.queryField('estate', (t) =>
  t.field({ type: EstateType, resolve: (_, __, { estate }) => estate }),
);
