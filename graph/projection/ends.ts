import type { Node } from '../entity.ts';
import { fail } from '../errors.ts';
import { hint } from '../rules/nearest.ts';
import { capabilityOrder } from '../schema/capability.ts';
import { nodeKindNames, nodeKinds } from '../schema/index.ts';
import type { View } from '../view.ts';
import { named } from './named.ts';
import type { State } from './search.ts';

/** Kinds whose data can be classified as sensitive. */
const holders = nodeKindNames.filter((kind) => 'sensitive' in nodeKinds[kind].props);

const sensitive = ({ props }: Node) => props['sensitive'] === true || props['crownJewel'] === true;

function kindNamed(name: string) {
  const kind = nodeKindNames.find((known) => known.toLowerCase() === name.toLowerCase());
  return kind ?? fail('NOT_FOUND', `no kind of node "${name}"${hint(name, nodeKindNames)}`);
}

/** The nodes that an end stands for; a set may be empty, one that is named must be there. */
function nodesOf(view: View, end: string): Node[] {
  if (end === 'internet') return [...view.nodesOf('Internet')];
  if (end === 'sensitive')
    return holders.flatMap((kind) => [...view.nodesOf(kind)]).filter(sensitive);
  if (end === 'admin') return [...view.nodesOf('Account')];
  if (end.startsWith('kind:')) return [...view.nodesOf(kindNamed(end.slice('kind:'.length)))];
  return [named(view, end)];
}

/**
 * States in which a path may start, for what a person names: a uid, ARN or name, `kind:<Kind>`,
 * `internet`, `sensitive`, `admin`. One who starts at a node owns it, as its kind says.
 * Throws NOT_FOUND or AMBIGUOUS for a name that is not one node's.
 */
export const endsFrom = (view: View, end: string): State[] =>
  nodesOf(view, end).map(({ uid, kind }) => ({ uid, capability: nodeKinds[kind].owned }));

/** States that count as arriving at what a person names, as for `endsFrom`. */
export function endsTo(view: View, end: string): State[] {
  const nodes = nodesOf(view, end);
  if (end === 'sensitive') return nodes.map(({ uid }) => ({ uid, capability: 'D' }));
  return nodes.flatMap(({ uid, kind }) => {
    const { goals } = nodeKinds[kind];
    return (goals.length > 0 ? goals : capabilityOrder).map((capability) => ({ uid, capability }));
  });
}

/**
 * Ids of nodes, and of edges, that a person names for a path to avoid or to visit: a uid, ARN or name,
 * or the id of an edge. Throws as for `endsFrom`.
 */
export const idsOf = (view: View, texts: readonly string[]): string[] =>
  texts.map((text) => view.edge(text)?.id ?? named(view, text).uid);
