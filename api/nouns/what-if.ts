import { z } from 'zod';
import { trailOf } from '../../graph/cuts/known-paths.ts';
import type { Finding } from '../../graph/findings/finding.ts';
import { sentencesOf } from '../../graph/findings/narrate.ts';
import { named } from '../../graph/projection/named.ts';
import type { Path } from '../../graph/projection/search.ts';
import type { View } from '../../graph/view.ts';
import { whatIf, type WhatIf } from '../../graph/whatif/whatif.ts';
import { builder } from '../builder.ts';
import { limits } from '../limits.ts';
import { FindingType } from '../refs.ts';
import { EdgeKind } from './enums.ts';
import { PathType, type Told } from './path.ts';

const EdgeInput = builder.inputType('EdgeInput', {
  description: 'An edge between two entities that are there.',
  fields: (t) => ({
    kind: t.field({ type: EdgeKind, required: true }),
    from: t.string({ required: true }),
    to: t.string({ required: true }),
  }),
});

const FindingChangeType = builder
  .objectRef<{ before: Finding; after: Finding }>('FindingChange')
  .implement({
    fields: (t) => ({
      before: t.expose('before', { type: FindingType }),
      after: t.expose('after', { type: FindingType }),
    }),
  });

/** A path told from the graph in which it is. */
const told = (view: View, path: Path): Told => ({
  path,
  sentences: sentencesOf(view, trailOf(path)),
});

const WhatIfType = builder.objectRef<WhatIf>('WhatIf').implement({
  description: 'What would differ; the estate stays as it is.',
  fields: (t) => ({
    opened: t.field({ type: [FindingType], resolve: ({ findings }) => findings.opened }),
    closed: t.field({ type: [FindingType], resolve: ({ findings }) => findings.closed }),
    changed: t.field({ type: [FindingChangeType], resolve: ({ findings }) => findings.changed }),
    openedPaths: t.field({
      type: [PathType],
      description: 'The likeliest of each pair of entry and target that paths would join.',
      resolve: ({ paths, view }) => paths.opened.map((path) => told(view, path)),
    }),
    closedPaths: t.field({
      type: [PathType],
      resolve: ({ paths }, _, { estate }) => paths.closed.map((path) => told(estate.view, path)),
    }),
    nodes: t.exposeInt('nodes', { description: 'Entities that would differ.' }),
    edges: t.exposeInt('edges'),
    milliseconds: t.exposeFloat('milliseconds'),
  }),
});

const id = z.string().min(1).max(limits.text);

builder.queryField('whatIf', (t) =>
  t.field({
    type: WhatIfType,
    description: 'What would open, close and change without some things and with some edges more.',
    complexity: { field: limits.search * 2, multiplier: 1 },
    args: {
      remove: t.arg.idList({
        description: 'Ids of causes, changes, edges and entities that are gone.',
        validate: z.array(id).max(limits.names),
      }),
      add: t.arg({ type: [EdgeInput] }),
      from: t.arg.string({ defaultValue: 'internet', validate: id }),
      to: t.arg.string({
        description: 'Default: sensitive data and accounts.',
        validate: id,
      }),
    },
    resolve: (_, { remove, add, from, to }, { estate }) => {
      const edges = (add ?? []).slice(0, limits.names).map((edge) => ({
        kind: edge.kind,
        from: named(estate.view, edge.from),
        to: named(estate.view, edge.to),
        props: {},
      }));
      const between = {
        from: from ?? 'internet',
        to: typeof to === 'string' ? [to] : ['sensitive', 'admin'],
      };
      return whatIf(estate, { remove: (remove ?? []).map(String), add: edges }, { between });
    },
  }),
);
