import * as z from 'zod/mini';
import { kept, type EdgeProps, type Move, type NodeProps } from './define.ts';
import { ai as aiEdges } from './edges/ai.ts';
import { contextual } from './edges/context.ts';
import { data as dataEdges } from './edges/data.ts';
import { identity as identityEdges } from './edges/identity.ts';
import { network as networkEdges } from './edges/network.ts';
import { ai } from './nodes/ai.ts';
import { compute } from './nodes/compute.ts';
import { control } from './nodes/control.ts';
import { data } from './nodes/data.ts';
import { identity } from './nodes/identity.ts';
import { network } from './nodes/network.ts';
import { record } from './record.ts';

/** Every kind of node, declared once. Types, checks, indexes, search, API, legend and docs follow. */
export const nodeKinds = { ...network, ...compute, ...ai, ...identity, ...data, ...control };

/** Every kind of edge, declared once. Its direction is the attacker's movement. */
export const edgeKinds = {
  ...networkEdges,
  ...aiEdges,
  ...identityEdges,
  ...dataEdges,
  ...contextual,
};

export type NodeKind = keyof typeof nodeKinds;
export type EdgeKind = keyof typeof edgeKinds;
export type PropsOf<K extends NodeKind> = {
  [N in NodeKind]: NodeProps<(typeof nodeKinds)[N]['props']>;
}[K];
export type EdgePropsOf<K extends EdgeKind> = {
  [E in EdgeKind]: EdgeProps<(typeof edgeKinds)[E]['props']>;
}[K];
export type FromKind<K extends EdgeKind> = (typeof edgeKinds)[K]['from'][number];
export type ToKind<K extends EdgeKind> = (typeof edgeKinds)[K]['to'][number];

export const nodeKindNames = Object.keys(nodeKinds) as NodeKind[];
export const edgeKindNames = Object.keys(edgeKinds) as EdgeKind[];

export const isNodeKind = (name: string): name is NodeKind => Object.hasOwn(nodeKinds, name);
export const isEdgeKind = (name: string): name is EdgeKind => Object.hasOwn(edgeKinds, name);

/** The moves of an edge kind; empty for a context edge. */
export const movesOf = (kind: EdgeKind): readonly Move[] => edgeKinds[kind].moves;
export const walkable = (kind: EdgeKind): boolean => movesOf(kind).length > 0;

export const joins = (kind: EdgeKind, from: NodeKind, to: NodeKind): boolean =>
  (edgeKinds[kind].from as readonly string[]).includes(from) &&
  (edgeKinds[kind].to as readonly string[]).includes(to);

type Shape = Record<string, z.ZodMiniType>;

const shape = (definition: { props: Shape }) => definition.props;

/** Names of the properties that a store keeps as JSON text, by kind of node. */
export const jsonProps: Record<NodeKind, ReadonlySet<string>> = record(nodeKindNames, (kind) => {
  const props = Object.entries(shape(nodeKinds[kind]));
  return new Set(props.flatMap(([name, s]) => (kept.get(s)?.as === 'json' ? [name] : [])));
});

/** Names of the list properties to which every claim may add, by kind of node. */
export const gatheredProps: Record<NodeKind, ReadonlySet<string>> = record(
  nodeKindNames,
  (kind) => {
    const props = Object.entries(shape(nodeKinds[kind]));
    return new Set(props.flatMap(([name, s]) => (kept.get(s)?.joined ? [name] : [])));
  },
);

/** Checks of the properties of a node or an edge: known names, right types, all optional. */
export const nodeCheck = record(nodeKindNames, (kind) =>
  z.partial(z.strictObject(shape(nodeKinds[kind]))),
);
export const edgeCheck = record(edgeKindNames, (kind) =>
  z.partial(z.strictObject(shape(edgeKinds[kind]))),
);
