import type { Claim, Ref } from '../graph/claim.ts';
import type { Edge, Node } from '../graph/entity.ts';

/** Nodes and edges in one transaction, about; as `ingest` has it. */
const batchSize = 4_000;

/** Lists of about `batchSize` in weight. */
export function* batchesOf<T>(items: Iterable<T>, weigh: (item: T) => number): Iterable<T[]> {
  let batch: T[] = [];
  let weight = 0;
  for (const item of items) {
    batch.push(item);
    weight += weigh(item);
    if (weight < batchSize) continue;
    yield batch;
    batch = [];
    weight = 0;
  }
  if (batch.length > 0) yield batch;
}

const head = { owner: 'aws:100000000000/bench', at: 1, mode: 'state' as const };
const evidence = { source: 'bench', record: 'bench.json#1' };

/** An entity with where it was read, as it counts once these claims are written. */
export const told = <T extends Node | Edge>(entity: T): T => ({
  ...entity,
  evidence: [{ ...evidence, owner: head.owner, at: head.at, mode: 'state' }],
});

/** What is said of a node, as a source says it. */
export const nodeClaim = ({ kind, uid, props }: Node): Claim => ({
  ...head,
  subject: `node/${uid}`,
  nodes: [{ kind, uid, props, defines: true }],
  edges: [],
  evidence,
});

/** What is said of the edges that leave a node, as a derivation says it. */
export const edgesClaim = (edges: readonly Edge[], refOf: (uid: string) => Ref): Claim => ({
  ...head,
  subject: `edges/${edges[0]?.from}`,
  nodes: [],
  edges: edges.map(({ kind, from, to, props, conditional }) => ({
    kind,
    from: refOf(from),
    to: refOf(to),
    props: conditional ? { ...props, conditional } : props,
  })),
  evidence,
});
