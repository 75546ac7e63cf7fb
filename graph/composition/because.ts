import type { Cause, Ref } from '../claim.ts';
import type { DerivedEmit } from '../derive/derivation.ts';
import type { Edge } from '../entity.ts';
import type { EdgeKind, EdgePropsOf } from '../schema/index.ts';
import { nameOf, type View } from '../view.ts';

/** More alternatives than these tell nobody more. */
const most = 16;

/** The edges that leave a node, always in the same order, so that what is derived is the same. */
export const ordered = (view: View, uid: string, kind: EdgeKind): Edge[] =>
  view.out(uid, kind).sort((a, b) => (a.id < b.id ? -1 : 1));

/** What people call a node of which only the uid may be known. */
export const named = (view: View, uid: string): string =>
  nameOf(view.node(uid) ?? { uid, props: {} });

export const refOf = (view: View, uid: string, otherwise: Ref['kind']): Ref => ({
  kind: view.node(uid)?.kind ?? otherwise,
  uid,
});

const distinct = (causes: readonly Cause[]): Cause[] => [
  ...new Map(causes.map((cause) => [cause.id, cause])).values(),
];

/**
 * Alternatives that need the causes of each part: every choice of one alternative a part. A part
 * without any is a fact that no cause was given for, and adds none.
 */
export function both(...parts: readonly (readonly Cause[][])[]): Cause[][] {
  let all: Cause[][] = [[]];
  for (const part of parts)
    if (part.length > 0)
      all = all
        .flatMap((left) => part.map((right) => distinct([...left, ...right])))
        .slice(0, most);
  return all;
}

/** What an edge is there because of, or that it is there, where nobody said why. */
export const reasonsOf = (edge: Edge, say: string, type: string): Cause[][] =>
  edge.because.length > 0
    ? edge.because
    : [[{ id: `${edge.from}#${edge.kind}:${edge.to}`, type, holder: edge.from, say }]];

/** The declaration of a tool by its owner, an agent or a server. */
export function toolCause(view: View, tool: string): Cause {
  const at = tool.lastIndexOf('#');
  const owner = tool.slice('tool:'.length, at);
  return {
    id: `${owner}#tool:${tool.slice(at + 1)}`,
    type: 'tool',
    holder: owner,
    say: `tool ${named(view, tool)}`,
  };
}

/** Why an agent may call a tool: its own declaration, unless the edge says more. */
export const callReasons = (view: View, call: Edge): Cause[][] =>
  call.because.length > 0
    ? call.because
    : call.to.startsWith(`tool:${call.from}#`)
      ? [[toolCause(view, call.to)]]
      : reasonsOf(call, `${named(view, call.from)} may call ${named(view, call.to)}`, 'tool');

interface Gathered {
  kind: EdgeKind;
  from: Ref;
  to: Ref;
  props: Record<string, unknown>;
  because: Cause[][];
}

/**
 * Edges that several routes lead to, each once: conditional or inferred only where every route is,
 * with the alternatives of all. The first route tells the other properties.
 */
export class GatheredEdges {
  readonly #edges = new Map<string, Gathered>();

  add<K extends EdgeKind>(
    kind: K,
    from: Ref,
    to: Ref,
    props: EdgePropsOf<K>,
    because: Cause[][],
  ): void {
    const id = `${kind}|${from.uid}|${to.uid}`;
    const known = this.#edges.get(id);
    const given: Record<string, unknown> = { ...props };
    if (!known) {
      this.#edges.set(id, { kind, from, to, props: given, because });
      return;
    }
    if (given['conditional'] !== true) {
      delete known.props['conditional'];
      delete known.props['conditionKeys'];
    }
    if (given['inferred'] !== true) {
      delete known.props['inferred'];
      delete known.props['note'];
    }
    known.because = [...known.because, ...because].slice(0, most);
  }

  emit(into: DerivedEmit): void {
    for (const [, edge] of [...this.#edges].sort(([a], [b]) => (a < b ? -1 : 1)))
      into.edge(edge.kind, edge.from, edge.to, edge.props, edge.because);
  }
}
