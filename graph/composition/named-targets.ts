import type { Node } from '../entity.ts';
import type { View } from '../view.ts';
import { ordered } from './because.ts';

const stores = ['DataStore', 'Secret', 'KnowledgeBase', 'MemoryStore'] as const;

const text = (value: unknown): string[] =>
  typeof value === 'string' && value !== '' ? [value] : [];

/** What configuration may call a node by: id, name, the last part of its id, its address. */
function namesOf({ uid, props }: Node): string[] {
  const config = props['config'] as { address?: unknown; endpoint?: unknown } | undefined;
  return [
    uid,
    ...text(props['name']),
    ...text(uid.split('/').at(-1)),
    ...text(uid.split(/[/:]/).at(-1)),
    ...text(config?.address),
    ...text(config?.endpoint),
  ].filter((name) => name.length >= 3);
}

/** Nodes by every name that configuration may call them by. */
export type NamedNodes = ReadonlyMap<string, readonly string[]>;

/** Index of the nodes of some kinds by name; of one name there may be several. */
export function namedNodes(view: View, kinds: readonly Node['kind'][] = stores): NamedNodes {
  const nodes = new Map<string, string[]>();
  for (const kind of kinds)
    for (const node of view.nodesOf(kind))
      for (const name of new Set(namesOf(node))) {
        const known = nodes.get(name);
        if (known) known.push(node.uid);
        else nodes.set(name, [node.uid]);
      }
  return nodes;
}

/** Variables of a workload and of the definitions that it runs, names first. */
export function environmentOf(view: View, uid: string): [string, string][] {
  const uids = [uid, ...ordered(view, uid, 'RUNS_ON').map(({ to }) => to)];
  return uids.flatMap((each) => {
    const config = view.node(each)?.props['config'] as { environment?: unknown } | undefined;
    const { environment } = config ?? {};
    return environment !== null && typeof environment === 'object'
      ? Object.entries(environment).filter(
          (entry): entry is [string, string] => typeof entry[1] === 'string',
        )
      : [];
  });
}

/** A value, and each part of it that could be a name. */
const parts = (value: string): string[] => [value, ...value.split(/[\s,;:/@|]+/)];

/** Nodes that a value names, whole or as one of its parts. */
export const nodesNamedBy = (names: NamedNodes, value: string): string[] => [
  ...new Set(parts(value).flatMap((part) => names.get(part) ?? [])),
];

/** The words of a description that look like ids: prose does not name stores. */
export const idsIn = (description: unknown): string[] =>
  typeof description === 'string'
    ? description
        .split(/[\s,;()"'`]+/)
        .map((word) => word.replace(/[.:]+$/, ''))
        .filter((word) => word.length >= 6 && /[-_/:.\d]/.test(word))
    : [];
