import type * as z from 'zod/mini';
import type { Node } from '../../graph/entity.ts';
import { commonNode } from '../../graph/schema/define.ts';
import { nodeKinds, nodeKindNames } from '../../graph/schema/index.ts';
import { nameOf } from '../../graph/view.ts';
import { builder } from '../builder.ts';
import { directions, edgeCounts, edgesAround } from '../edges-around.ts';
import { factOf } from '../fact.ts';
import { openFindingsOver } from '../findings-over.ts';
import { ownerOf } from '../../graph/owner.ts';
import { page, pageComplexity } from '../page.ts';
import { choicesOf, givenAs } from '../property.ts';
import { EntityType, FindingConnection, FindingRow, FindingType } from '../refs.ts';
import { GraphEdgeConnection, GraphEdgeRow, GraphEdgeType } from '../refs.ts';
import { EdgeKind, NodeKind, Plane } from './enums.ts';
import { Evidence, Seen, seenOf } from './evidence.ts';
import { propertiesOf, Property } from './property.ts';

const Direction = builder.enumType('Direction', {
  description: 'Whether an edge leaves an entity or arrives at it.',
  values: directions,
});

const EdgeCount = builder.objectRef<ReturnType<typeof edgeCounts>[number]>('EdgeCount').implement({
  description: 'How many edges of a kind leave an entity or arrive at it.',
  fields: (t) => ({
    direction: t.expose('direction', { type: Direction }),
    kind: t.expose('kind', { type: EdgeKind }),
    label: t.exposeString('label'),
    context: t.exposeBoolean('context', { description: 'True where no attacker moves by it.' }),
    count: t.exposeInt('count'),
  }),
});

builder.interfaceType(EntityType, {
  description: 'A thing in the estate. Its own type, `{kind}Node`, adds what is known of its kind.',
  resolveType: ({ kind }) => `${kind}Node`,
  fields: (t) => ({
    uid: t.exposeID('uid', { description: 'Unique id: an ARN where there is one.' }),
    kind: t.expose('kind', { type: NodeKind }),
    label: t.string({
      description: 'Its kind, for people.',
      resolve: ({ kind }) => nodeKinds[kind].label,
    }),
    plane: t.field({ type: Plane, resolve: ({ kind }) => nodeKinds[kind].plane }),
    icon: t.string({
      description: 'Name of its icon.',
      resolve: ({ kind }) => nodeKinds[kind].icon,
    }),
    name: t.string({
      description: 'What people call it: its name, else the last part of its id.',
      resolve: (node) => nameOf(node),
    }),
    fact: t.string({
      nullable: true,
      description: 'The one fact that matters for risk, in a few words.',
      resolve: (node, _, { estate }) => factOf(estate.view, node),
    }),
    stub: t.exposeBoolean('stub', {
      description: 'True where something refers to it and nothing describes it.',
    }),
    provider: t.string({ nullable: true, resolve: ({ props }) => textIn(props, 'provider') }),
    account: t.string({ nullable: true, resolve: ({ props }) => textIn(props, 'account') }),
    region: t.string({ nullable: true, resolve: ({ props }) => textIn(props, 'region') }),
    environment: t.string({ nullable: true, resolve: ({ props }) => textIn(props, 'environment') }),
    createdAt: t.string({
      nullable: true,
      description: 'As the provider writes it.',
      resolve: ({ props }) => textIn(props, 'createdAt'),
    }),
    tags: t.string({
      nullable: true,
      description: 'Its tags as JSON.',
      resolve: ({ props }) => givenAs(commonNode.tags).read(props['tags']) as string | null,
    }),
    owner: t.string({
      nullable: true,
      description: 'Who answers for it, where something says so.',
      resolve: (node, _, { estate }) => ownerOf(estate.view, node),
    }),
    sensitive: t.boolean({
      nullable: true,
      description: 'Whether its data counts as sensitive; null where nothing says so.',
      resolve: ({ props }) => booleanIn(props, 'sensitive'),
    }),
    crownJewel: t.boolean({
      nullable: true,
      resolve: ({ props }) => booleanIn(props, 'crownJewel'),
    }),
    seen: t.field({
      type: Seen,
      nullable: true,
      description: 'What runtime saw of it; null where it was never seen.',
      resolve: seenOf,
    }),
    properties: t.field({ type: [Property], resolve: ({ props }) => propertiesOf(props) }),
    evidence: t.field({ type: [Evidence], resolve: ({ evidence }) => evidence }),
    evidenceCount: t.int({ resolve: ({ evidence }) => evidence.length }),
    edgeCounts: t.field({
      type: [EdgeCount],
      resolve: ({ uid }, _, { estate }) => edgeCounts(estate.view, uid),
    }),
    edges: t.connection(
      {
        type: GraphEdgeType,
        description:
          'Those an attacker can move by first, then those that most open findings cross.',
        args: {
          direction: t.arg({ type: Direction, description: 'Default: both.' }),
          kinds: t.arg({ type: [EdgeKind], description: 'Default: all.' }),
        },
        complexity: pageComplexity,
        resolve: ({ uid }, args, { estate }) =>
          page(edgesAround(estate, uid, args), args, ({ id }) => id),
      },
      GraphEdgeConnection,
      GraphEdgeRow,
    ),
    findings: t.connection(
      {
        type: FindingType,
        description: 'Open findings that pass it or rest on it, the highest score first.',
        complexity: pageComplexity,
        resolve: ({ uid }, args, { estate }) =>
          page(openFindingsOver(estate, uid), args, ({ id }) => id),
      },
      FindingConnection,
      FindingRow,
    ),
  }),
});

function textIn(props: Record<string, unknown>, name: string): string | null {
  const value = props[name];
  return typeof value === 'string' ? value : null;
}

function booleanIn(props: Record<string, unknown>, name: string): boolean | null {
  const value = props[name];
  return typeof value === 'boolean' ? value : null;
}

/** Names that the interface gives: a property of a kind cannot take one of them. */
const taken = new Set<string>([...Object.keys(commonNode), 'sensitive', 'crownJewel']);

for (const kind of nodeKindNames) {
  const { doc, props } = nodeKinds[kind];
  const own = Object.entries(props as Record<string, z.ZodMiniType>).filter(
    ([name]) => !taken.has(name),
  );
  builder.objectType(builder.objectRef<Node>(`${kind}Node`), {
    description: doc,
    interfaces: [EntityType],
    fields: (t) =>
      Object.fromEntries(
        own.map(([name, schema]) => {
          const { type, read } = givenAs(schema);
          const description = choicesOf(schema);
          return [
            name,
            t.field({
              type: type as 'String',
              nullable: true,
              ...(description !== undefined && { description }),
              resolve: ({ props }) => read(props[name]) as string | null,
            }),
          ];
        }),
      ),
  });
}

builder.queryField('entity', (t) =>
  t.field({
    type: EntityType,
    nullable: true,
    args: { uid: t.arg.id({ required: true }) },
    resolve: (_, { uid }, { estate }) => estate.view.node(uid) ?? null,
  }),
);
