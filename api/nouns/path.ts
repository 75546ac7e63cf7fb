import { z } from 'zod';
import { pathState } from '../../graph/findings/path-state.ts';
import { priors } from '../../graph/findings/priors.ts';
import { sentenceOf } from '../../graph/findings/narrate.ts';
import { avoided, endsFrom, endsTo, visited } from '../../graph/projection/ends.ts';
import type { Hop, Path, State } from '../../graph/projection/search.ts';
import { digest } from '../../graph/claim.ts';
import { edgeKinds, isEdgeKind } from '../../graph/schema/index.ts';
import type { View } from '../../graph/view.ts';
import { builder } from '../builder.ts';
import { limits } from '../limits.ts';
import { EntityRefType, GraphEdgeType } from '../refs.ts';
import { Capability, EdgeKind, PathState } from './enums.ts';

/** A path with what a finding says of it, hop by hop; without, it is told from the graph. */
export interface Told {
  path: Path;
  sentences?: readonly string[];
  techniques?: readonly (readonly string[])[];
}

interface ToldHop extends Hop {
  index: number;
  say: string;
  techniques: readonly string[];
}

/** Kind of an edge by its id, for hops whose edge is gone. */
function kindOf(id: string) {
  const [kind = ''] = id.split('|');
  return isEdgeKind(kind) ? kind : null;
}

function tell(view: View, { path, sentences, techniques }: Told): ToldHop[] {
  return path.hops.map((hop, index) => {
    const edge = view.edge(hop.edge);
    const [from, to] = [view.node(hop.from), view.node(hop.to)];
    const kind = kindOf(hop.edge);
    const now = edge && from && to ? sentenceOf(edge, from, to) : hop.edge;
    return {
      ...hop,
      index,
      say: sentences?.[index] ?? now,
      techniques: techniques?.[index] ?? (kind ? edgeKinds[kind].techniques : []),
    };
  });
}

const edgesOf = (view: View, { path }: Told) =>
  path.hops.flatMap(({ edge }) => view.edge(edge) ?? []);

const HopType = builder.objectRef<ToldHop>('Hop').implement({
  description: 'One step of the attacker.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: 'Its place on the path, from 0.' }),
    kind: t.field({
      type: EdgeKind,
      nullable: true,
      resolve: ({ edge }) => kindOf(edge),
    }),
    edgeId: t.exposeID('edge'),
    edge: t.field({
      type: GraphEdgeType,
      nullable: true,
      description: 'Null where it is gone.',
      resolve: ({ edge }, _, { estate }) => estate.view.edge(edge) ?? null,
    }),
    from: t.expose('from', { type: EntityRefType }),
    to: t.expose('to', { type: EntityRefType }),
    needs: t.expose('needs', { type: Capability, description: 'What must be held before.' }),
    gains: t.expose('gains', { type: Capability, description: 'What is held after.' }),
    conditional: t.exposeBoolean('conditional'),
    probability: t.exposeFloat('probability', {
      description: 'Likelihood that the step succeeds, 0 to 1.',
    }),
    say: t.exposeString('say', { description: 'The step in a sentence, with why it is open.' }),
    techniques: t.stringList({ resolve: ({ techniques }) => [...techniques] }),
  }),
});

export const PathType = builder.objectRef<Told>('Path').implement({
  description: 'A way of the attacker: at every step it holds what the next one needs.',
  fields: (t) => ({
    id: t.id({
      description: 'The same for the same edges in the same order.',
      resolve: ({ path }) =>
        digest(path.hops.map(({ edge, gains }) => `${edge} ${gains}`).join('\n')),
    }),
    likelihood: t.float({
      description: 'Product of the probabilities of its hops, 0 to 1.',
      resolve: ({ path }) => path.likelihood,
    }),
    confidence: t.float({
      description: 'How sure the least certain edge is, 0 to 1.',
      resolve: (told, _, { estate }) =>
        Math.min(1, ...edgesOf(estate.view, told).map(({ basis }) => priors.confidence[basis])),
    }),
    state: t.field({
      type: PathState,
      resolve: (told, _, { estate }) => pathState(edgesOf(estate.view, told)),
    }),
    hops: t.field({
      type: [HopType],
      resolve: (told, _, { estate }) => tell(estate.view, told),
    }),
  }),
});

const StateType = builder.objectRef<State>('State').implement({
  description: 'An entity, and what the attacker holds there.',
  fields: (t) => ({
    entity: t.field({ type: EntityRefType, resolve: ({ uid }) => uid }),
    capability: t.expose('capability', { type: Capability }),
  }),
});

/** States that are shown of an end that stands for many. */
const shown = 10;

export const EndsType = builder
  .objectRef<{ text: string; states: readonly State[] }>('Ends')
  .implement({
    description: 'What a named end of a search stands for.',
    fields: (t) => ({
      text: t.exposeString('text', { description: 'As it was asked.' }),
      count: t.int({ resolve: ({ states }) => new Set(states.map(({ uid }) => uid)).size }),
      states: t.field({
        type: [StateType],
        description: `The first ${shown} of them.`,
        resolve: ({ states }) => states.slice(0, shown),
      }),
    }),
  });

interface PathResult {
  from: { text: string; states: State[] };
  to: { text: string; states: State[] };
  paths: Path[];
  truncated: string | null;
  milliseconds: number;
}

const PathResultType = builder.objectRef<PathResult>('PathResult').implement({
  fields: (t) => ({
    from: t.expose('from', { type: EndsType }),
    to: t.expose('to', { type: EndsType }),
    paths: t.field({
      type: [PathType],
      description: 'Most likely first.',
      resolve: ({ paths }) => paths.map((path) => ({ path })),
    }),
    truncated: t.exposeString('truncated', {
      nullable: true,
      description: 'Which bound was hit, or null where there are no more paths.',
    }),
    milliseconds: t.exposeFloat('milliseconds', { description: 'Time that the search took.' }),
  }),
});

const endDoc = 'An id, ARN or name; `kind:<Kind>`; `internet`';
const name = z.string().min(1).max(limits.text);

builder.queryField('paths', (t) =>
  t.field({
    type: PathResultType,
    description: 'The most likely paths between two ends.',
    complexity: ({ k }) => ({
      field: limits.search,
      multiplier: Math.max(1, (k ?? 10) / limits.usualList),
    }),
    args: {
      from: t.arg.string({ required: true, description: `${endDoc}.`, validate: name }),
      to: t.arg.string({
        required: true,
        description: `${endDoc}; or \`sensitive\`, or \`admin\`.`,
        validate: name,
      }),
      k: t.arg.int({
        defaultValue: 10,
        description: 'How many.',
        validate: z.int().min(1).max(limits.rows),
      }),
      maxHops: t.arg.int({ defaultValue: 12, validate: z.int().min(1).max(64) }),
      avoid: t.arg.stringList({
        description:
          'What no path may touch: an id, ARN or name; the id of an edge; `kind:` and a kind of entity or edge.',
        validate: z.array(name).max(limits.names),
      }),
      through: t.arg.stringList({
        description: 'Ids, ARNs or names of what every path must visit, in this order.',
        validate: z.array(name).max(limits.names),
      }),
    },
    resolve: (_, { from, to, k, maxHops, avoid, through }, { estate }) => {
      const { view, projection } = estate;
      const ends = {
        from: { text: from, states: endsFrom(view, from) },
        to: { text: to, states: endsTo(view, to) },
      };
      const started = performance.now();
      const { paths, truncated } = projection.paths({
        from: ends.from.states,
        to: ends.to.states,
        k: k ?? 10,
        maxHops: maxHops ?? 12,
        timeout: limits.searchTime,
        ...avoided(view, avoid ?? []),
        through: visited(view, through ?? []),
      });
      return { ...ends, paths, truncated, milliseconds: performance.now() - started };
    },
  }),
);
