import type { Answer } from './ask.ts';
import {
  edgeKindNames,
  edgeKinds,
  nodeKindNames,
  nodeKinds,
  walkable,
  type NodeKind,
} from '../../../../graph/schema/index.ts';

interface End {
  id: string;
  name: string;
  kind: NodeKind;
}

/** Ends of a search that stand for many, as the API takes them. */
export const startsForMany: readonly End[] = [
  { id: 'internet', name: 'Internet', kind: 'Internet' },
];
export const endsForMany: readonly End[] = [
  { id: 'sensitive', name: 'Any sensitive data', kind: 'DataStore' },
  { id: 'admin', name: 'Admin of an account', kind: 'Account' },
];

const named = [...startsForMany, ...endsForMany];

/** All of a kind as an end. */
export const kindEnds: readonly End[] = nodeKindNames.map((kind) => ({
  id: `kind:${kind}`,
  name: `Any ${nodeKinds[kind].label.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())}`,
  kind,
}));

/** All edges of a kind, as what a path may be asked to avoid. */
export const edgesOfKinds = edgeKindNames.filter(walkable).map((kind) => ({
  id: `kind:${kind}`,
  name: `Edges “${edgeKinds[kind].label}”`,
  detail: kind,
}));

/** What an end is called where nothing was asked of it: its id, or what it stands for. */
export function endNamed(id: string): { uid: string; name: string; kind: NodeKind | null } {
  const known = [...named, ...kindEnds].find((end) => end.id === id);
  return known ? { ...known, uid: id } : { uid: id, name: id, kind: null };
}

type FoundEnd = NonNullable<Answer['found']>['from'];

/** An end as it was found: the one entity that it means, else all that it stands for. */
export function endFound({ text, count, states }: FoundEnd): ReturnType<typeof endNamed> {
  const asked = endNamed(text);
  return (asked.kind === null && count === 1 && states[0]?.entity) || asked;
}
