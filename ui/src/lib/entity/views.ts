import { nodeKinds, type NodeKind } from '../../../../graph/schema/index.ts';

const views = ['reach', 'reached', 'edges', 'findings'] as const;
export type EntityView = (typeof views)[number];

/** Planes whose entities are what an attacker wants, so that who gets there is asked first. */
const wanted = new Set(['data', 'control']);

/** The view that an address asks for, else the one that answers first what matters of a kind. */
export function viewOf(asked: string | null, kind: NodeKind | undefined): EntityView {
  const known = views.find((view) => view === asked);
  if (known) return known;
  return kind !== undefined && wanted.has(nodeKinds[kind].plane) ? 'reached' : 'reach';
}

/** What an empty list of findings over an entity does and does not say. */
export const nothingOver =
  'No rule is true for a path through it, as far as records were collected.';
