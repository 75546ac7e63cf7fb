import { fill, reasonOf, saying, sentenceOf } from '../../graph/findings/narrate.ts';
import { must } from '../../graph/errors.ts';
import { movesAlong } from '../../graph/projection/moves.ts';
import type { Move } from '../../graph/schema/define.ts';
import { edgeKinds, movesOf, walkable } from '../../graph/schema/index.ts';
import type { View } from '../../graph/view.ts';
import type { Edge } from '../../graph/entity.ts';
import { builder } from '../builder.ts';
import { openFindingsOver } from '../findings-over.ts';
import { page, pageComplexity } from '../page.ts';
import { EntityType, FindingConnection, FindingRow, FindingType, GraphEdgeType } from '../refs.ts';
import { Basis, Capability, EdgeKind } from './enums.ts';
import { Alternative, Evidence, Seen, seenOf } from './evidence.ts';
import { propertiesOf, Property } from './property.ts';

/** Both ends of an edge: a graph keeps a node for as long as an edge names it. */
const ends = (view: View, { id, from, to }: Edge) => ({
  from: must(view.node(from), `node ${from} of edge ${id}`),
  to: must(view.node(to), `node ${to} of edge ${id}`),
});

const MoveType = builder.objectRef<Move>('Move').implement({
  description: 'Holding one capability at the start of an edge yields another at its end.',
  fields: (t) => ({
    needs: t.field({ type: Capability, resolve: ([needs]) => needs }),
    gains: t.field({ type: Capability, resolve: ([, gains]) => gains }),
  }),
});

builder.objectType(GraphEdgeType, {
  description: 'A fact that joins two entities, in the direction in which an attacker moves.',
  fields: (t) => ({
    id: t.exposeID('id'),
    kind: t.expose('kind', { type: EdgeKind }),
    label: t.string({
      description: 'Its kind as a verb.',
      resolve: ({ kind }) => edgeKinds[kind].label,
    }),
    doc: t.string({
      description: 'What an edge of its kind means, and so why it can be walked.',
      resolve: ({ kind }) => edgeKinds[kind].doc,
    }),
    from: t.field({
      type: EntityType,
      resolve: (edge, _, { estate }) => ends(estate.view, edge).from,
    }),
    to: t.field({ type: EntityType, resolve: (edge, _, { estate }) => ends(estate.view, edge).to }),
    context: t.boolean({
      description: 'True where no attacker moves by it.',
      resolve: ({ kind }) => !walkable(kind),
    }),
    moves: t.field({
      type: [MoveType],
      description: 'How it can be walked as both ends are now; none = not at all.',
      resolve: (edge, _, { estate }) => {
        const { from, to } = ends(estate.view, edge);
        const allowed = movesAlong(edge, from, to);
        return movesOf(edge.kind).filter((_, place) => (allowed & (1 << place)) !== 0);
      },
    }),
    basis: t.expose('basis', { type: Basis }),
    conditional: t.exposeBoolean('conditional', {
      description: 'True where it holds only under a condition that is not known.',
    }),
    conditionKeys: t.exposeStringList('conditionKeys'),
    seen: t.field({
      type: Seen,
      nullable: true,
      description: 'What runtime saw of it; null where it was never seen.',
      resolve: seenOf,
    }),
    because: t.field({
      type: [Alternative],
      description: 'Why it exists: any one of these suffices.',
      resolve: ({ because }) => because,
    }),
    say: t.string({
      description: 'The whole of it in a sentence.',
      resolve: (edge, _, { estate }) => {
        const { from, to } = ends(estate.view, edge);
        return sentenceOf(edge, from, to);
      },
    }),
    saying: t.string({
      description: 'Who does what to whom: the first part of the sentence.',
      resolve: (edge, _, { estate }) => {
        const { from, to } = ends(estate.view, edge);
        return saying(edge.kind, from, to);
      },
    }),
    reason: t.string({
      nullable: true,
      description: 'The cause or observation that it stands on: the second part.',
      resolve: (edge) => reasonOf(edge) || null,
    }),
    fix: t.string({
      description: 'What to do about it.',
      resolve: (edge, _, { estate }) => {
        const { from, to } = ends(estate.view, edge);
        return fill(edgeKinds[edge.kind].fix, from, to);
      },
    }),
    techniques: t.stringList({
      description: 'Ids of MITRE ATT&CK, MITRE ATLAS or OWASP ASI.',
      resolve: ({ kind }) => [...edgeKinds[kind].techniques],
    }),
    properties: t.field({ type: [Property], resolve: ({ props }) => propertiesOf(props) }),
    evidence: t.field({ type: [Evidence], resolve: ({ evidence }) => evidence }),
    evidenceCount: t.int({ resolve: ({ evidence }) => evidence.length }),
    findings: t.connection(
      {
        type: FindingType,
        description: 'Open findings whose path crosses it, the highest score first.',
        complexity: pageComplexity,
        resolve: ({ id }, args, { estate }) =>
          page(openFindingsOver(estate, id), args, ({ id }) => id),
      },
      FindingConnection,
      FindingRow,
    ),
  }),
});

builder.queryField('edge', (t) =>
  t.field({
    type: GraphEdgeType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_, { id }, { estate }) => estate.view.edge(id) ?? null,
  }),
);
