import { z } from 'zod';
import type { Cause } from '../../graph/claim.ts';
import { hangsOn } from '../../graph/cuts/hangs.ts';
import { waysIn } from '../../graph/cuts/ways.ts';
import type { ChokePoint } from '../../graph/projection/counted.ts';
import { endsFrom, endsTo } from '../../graph/projection/ends.ts';
import { builder } from '../builder.ts';
import { limits } from '../limits.ts';
import { EntityRefType, GraphEdgeType } from '../refs.ts';
import { CauseType } from './evidence.ts';

interface Point extends ChokePoint {
  cause: Cause | null;
  pairs: number;
}

const ChokePointType = builder.objectRef<Point>('ChokePoint').implement({
  description: 'Something that paths must cross: an entity, an edge or a cause.',
  fields: (t) => ({
    entity: t.field({
      type: EntityRefType,
      nullable: true,
      description: 'Where it is an entity.',
      resolve: ({ kind, id }) => (kind === 'node' ? id : null),
    }),
    edge: t.field({
      type: GraphEdgeType,
      nullable: true,
      description: 'Where it is an edge.',
      resolve: ({ kind, id }, _, { estate }) =>
        kind === 'edge' ? (estate.view.edge(id) ?? null) : null,
    }),
    cause: t.expose('cause', {
      type: CauseType,
      nullable: true,
      description: 'Where it is a configuration element.',
    }),
    closes: t.exposeInt('closes', {
      description: 'Pairs of an entry and a target that no path joins without it, counted.',
    }),
    all: t.boolean({
      description: 'Every path crosses it.',
      resolve: ({ closes, pairs }) => closes === pairs,
    }),
  }),
});

interface Answer {
  pairs: number;
  points: Point[];
  truncated: string | null;
}

const ChokePointsType = builder.objectRef<Answer>('ChokePoints').implement({
  fields: (t) => ({
    pairs: t.exposeInt('pairs', {
      description: 'Pairs of an entry and a target that paths join, whatever their length.',
    }),
    points: t.field({
      type: [ChokePointType],
      description: 'Those that close most first.',
      resolve: ({ points }) => points,
    }),
    truncated: t.exposeString('truncated', {
      nullable: true,
      description: 'Why some may be missing, or null where none is.',
    }),
  }),
});

const end = z.string().min(1).max(limits.text);

builder.queryField('chokePoints', (t) =>
  t.field({
    type: ChokePointsType,
    description: 'What paths between two ends must cross, proved and counted.',
    complexity: { field: limits.search, multiplier: 1 },
    args: {
      from: t.arg.string({ required: true, description: 'As of `paths`.', validate: end }),
      to: t.arg.string({ required: true, description: 'As of `paths`.', validate: end }),
      first: t.arg.int({ defaultValue: 20, validate: z.int().min(1).max(limits.rows) }),
    },
    resolve: (_, { from, to, first }, { estate: { view, projection } }) => {
      const ways = waysIn(view, Date.now());
      const ends = { from: endsFrom(view, from), to: endsTo(view, to) };
      const { pairs, points, truncated } = projection.chokePoints(ends, hangsOn(ways), {
        most: first ?? 20,
        timeout: limits.searchTime,
      });
      const told = points.map((point) => {
        return {
          ...point,
          pairs,
          cause: point.kind === 'cause' ? ways.change(point.id).cause : null,
        };
      });
      return { pairs, points: told, truncated };
    },
  }),
);
