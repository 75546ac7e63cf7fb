import { edgeNamed } from '../claim.ts';
import type { Node } from '../entity.ts';
import { fail } from '../errors.ts';
import { hint } from '../rules/nearest.ts';
import { capabilityOrder } from '../schema/capability.ts';
import {
  edgeKindNames,
  isEdgeKind,
  nodeKindNames,
  nodeKinds,
  type EdgeKind,
} from '../schema/index.ts';
import type { View } from '../view.ts';
import { named } from './named.ts';
import type { PathQuery, State } from './search.ts';

/** Kinds whose data can be classified as sensitive. */
const holders = nodeKindNames.filter((kind) => 'sensitive' in nodeKinds[kind].props);

const sensitive = ({ props }: Node) => props['sensitive'] === true || props['crownJewel'] === true;

const ofKind = 'kind:';
const kindNames = [...nodeKindNames, ...edgeKindNames];

function kindNamed<K extends string>(name: string, what: string, among: readonly K[]): K {
  const kind = among.find((known) => known.toLowerCase() === name.toLowerCase());
  return kind ?? fail('NOT_FOUND', `no kind of ${what} "${name}"${hint(name, among)}`);
}

/** The nodes that an end stands for; a set may be empty, one that is named must be there. */
function nodesOf(view: View, end: string): Node[] {
  if (end === 'internet') return [...view.nodesOf('Internet')];
  if (end === 'sensitive')
    return holders.flatMap((kind) => [...view.nodesOf(kind)]).filter(sensitive);
  if (end === 'admin') return [...view.nodesOf('Account')];
  if (end.startsWith(ofKind))
    return [...view.nodesOf(kindNamed(end.slice(ofKind.length), 'node', nodeKindNames))];
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

/** Uids of nodes that a person names for a path to visit. Throws as for `endsFrom`. */
export const visited = (view: View, texts: readonly string[]): string[] =>
  texts.map((text) => named(view, text).uid);

/**
 * What a person names for a path to avoid: as for `endsFrom`, and the id of an edge, which need not
 * be there, or `kind:` and a kind of edge. Throws as for `endsFrom`.
 */
export function avoided(
  view: View,
  texts: readonly string[],
): Required<Pick<PathQuery, 'avoid' | 'avoidKinds'>> {
  const avoidKinds = new Set<EdgeKind>();
  const avoid = new Set<string>();
  for (const text of texts) {
    const kind =
      text.startsWith(ofKind) && kindNamed(text.slice(ofKind.length), 'node or edge', kindNames);
    if (kind && isEdgeKind(kind)) avoidKinds.add(kind);
    else if (isEdgeKind(edgeNamed(text).kind)) avoid.add(text);
    else for (const { uid } of nodesOf(view, text)) avoid.add(uid);
  }
  return { avoid, avoidKinds };
}
