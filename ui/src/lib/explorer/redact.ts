import { edgeKinds } from '../../../../graph/schema/index.ts';
import type { Hop, Path } from './ask.ts';
import { labelOf, type NodePart } from './parts-of.ts';

/** What is called what; the same entity by the same name everywhere. */
export type Naming = (entity: Pick<NodePart, 'uid' | 'name' | 'kind'>) => string;

export const plainNaming: Naming = ({ name }) => name;

/** Names that tell nothing but the kind: `Identity 3`, counted in the order they are met. */
export function redactedNaming(entities: Iterable<Pick<NodePart, 'uid' | 'kind'>>): Naming {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  const nameOf = ({ uid, kind }: Pick<NodePart, 'uid' | 'kind'>) => {
    const known = names.get(uid);
    if (known !== undefined) return known;
    const label = labelOf(kind);
    const n = (counts.get(label) ?? 0) + 1;
    counts.set(label, n);
    const name = kind === 'Internet' ? label : `${label} ${n}`;
    names.set(uid, name);
    return name;
  };
  for (const entity of entities) nameOf(entity);
  return nameOf;
}

/** Entities of paths in the order of their hops, so that names count along the first path. */
export const entitiesOf = (paths: readonly Path[]): Hop['from'][] =>
  paths.flatMap(({ hops }) => hops.flatMap(({ from, to }) => [from, to]));

/** A hop in words that tell no name but those given, and no cause. */
export function redactedSaying({ kind, from, to }: Hop, naming: Naming): string {
  const template: string = kind ? edgeKinds[kind].say : '{from} leads to {to}';
  const said = template.charAt(0).toUpperCase() + template.slice(1);
  return said.replace(/\{(from|to)\}/g, (_, end) => naming(end === 'from' ? from : to));
}
