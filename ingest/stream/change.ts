import { z } from 'zod';
import { edgeIdOf, edgeNamed } from '../../graph/claim.ts';
import { isEdgeKind } from '../../graph/schema/index.ts';
import type { Named } from '../../graph/share/named.ts';
import type { Changes } from '../../graph/workspace.ts';

const blame = z.object({
  at: z.number(),
  evidence: z.object({ source: z.string(), record: z.string(), actor: z.string().exactOptional() }),
});

const version = z.number().int();

/** Its kind becomes part of a question to the store. */
const edge = z.string().refine((id) => {
  const { kind, from, to } = edgeNamed(id);
  return isEdgeKind(kind) && edgeIdOf(kind, from, to) === id;
});

const change = z.discriminatedUnion('what', [
  z.object({
    what: z.literal('some'),
    store: z.string(),
    version,
    nodes: z.array(z.string()),
    edges: z.array(edge),
    by: z.array(z.tuple([z.string(), blame])),
  }),
  /** More than a message holds, or all of it. */
  z.object({ what: z.literal('all'), store: z.string(), version }),
  z.object({ what: z.literal('settled'), store: z.string() }),
]);

/** Word of what one process did to a store: never how it is now, which the store tells. */
export type Change = z.infer<typeof change>;

/** Bytes of one message. */
const most = 8 << 20;

/** Word of a write. */
export function changeOf(store: string, version: number, changes: Changes | null): Change {
  if (!changes) return { what: 'all', store, version };
  const nodes = [...changes.nodes.map(({ uid }) => uid), ...changes.goneNodes];
  const edges = [...changes.edges.map(({ id }) => id), ...changes.goneEdges];
  const by = [...nodes, ...edges].flatMap((id): [string, z.infer<typeof blame>][] => {
    const known = changes.by.get(id);
    return known ? [[id, known]] : [];
  });
  return { what: 'some', store, version, nodes, edges, by };
}

/** The bytes of a message; what is too large for one is told as a change of everything. */
export function encodeChange(said: Change): Buffer {
  const bytes = Buffer.from(JSON.stringify(said));
  if (bytes.length <= most || said.what !== 'some') return bytes;
  return encodeChange({ what: 'all', store: said.store, version: said.version });
}

/** What a message says; null where it is none of ours. */
export function decodeChange(bytes: Buffer | null): Change | null {
  try {
    return change.safeParse(JSON.parse(bytes?.toString() ?? 'null')).data ?? null;
  } catch {
    return null;
  }
}

/** Several changes of one store, as one. */
export function namedIn(changes: readonly Extract<Change, { what: 'some' }>[]): Named {
  return {
    versions: changes.map(({ version }) => version),
    nodes: changes.flatMap(({ nodes }) => nodes),
    edges: changes.flatMap(({ edges }) => edges),
    by: new Map(changes.flatMap(({ by }) => by)),
  };
}
