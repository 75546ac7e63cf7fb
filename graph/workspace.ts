import type { Evidence } from './claim.ts';
import type { Contribution, Edge, Node, Support } from './entity.ts';
import { emptySupport, isEmpty, mergeEdge, mergeNode, supportText } from './merge.ts';
import type { EdgeKind, NodeKind } from './schema/index.ts';
import { decodeSupport, encodeEdge, encodeNode } from './store/codec.ts';
import { statements } from './store/statements.ts';
import type { Row, Store, Transaction } from './store/store.ts';

/** What a write changed: states after, and ids of what is gone. */
export interface Changes {
  nodes: Node[];
  edges: Edge[];
  goneNodes: string[];
  goneEdges: string[];
  /** The claim behind each change, by node uid or edge id. */
  by: Map<string, { evidence: Evidence; at: number }>;
  /** Number of the write among all that changed the store; none where nothing changed. */
  version?: number;
}

const versionKey = 'version';

/** Numbers a write, in its transaction. */
export async function nextVersion(transaction: Transaction): Promise<number> {
  const rows = await transaction.run(statements.step, { key: versionKey });
  return Number(rows[0]?.['value']);
}

/** Number of the last write that changed a store; 0 = none. */
export async function latestVersion(store: Pick<Store, 'read'>): Promise<number> {
  const { rows } = await store.read(statements.meta, { key: versionKey });
  return Number(rows[0]?.['value'] ?? 0);
}

/** How the ledger names what a claim supports. */
export const nodeEntry = (uid: string) => `n|${uid}`;
export const edgeEntry = (id: string) => `e|${id}`;

/** What supports an entity, as stored and as it becomes; read only where a batch says of it. */
interface Held {
  before: string | null;
  support: Support | undefined;
}

interface HeldNode extends Held {
  kind: NodeKind;
  was: NodeKind | null;
}

interface HeldEdge extends Held {
  kind: EdgeKind;
  from: string;
  to: string;
}

const supportIn = (held: Held) => (held.support ??= decodeSupport(held.before));

/** The entities that a batch touches. */
export class Workspace {
  readonly nodes = new Map<string, HeldNode>();
  readonly edges = new Map<string, HeldEdge>();
  readonly by: Changes['by'] = new Map();

  async loadNodes(transaction: Transaction, kinds: Map<string, NodeKind | null>) {
    const uids = [...kinds.keys()].filter((uid) => !this.nodes.has(uid));
    if (uids.length === 0) return;
    for (const row of await transaction.run(statements.nodes, { uids })) {
      const kind = row['kind'] as NodeKind;
      const before = row['support'] as string;
      this.nodes.set(row['uid'] as string, { kind, was: kind, before, support: undefined });
    }
    for (const [uid, kind] of kinds)
      if (kind && !this.nodes.has(uid))
        this.nodes.set(uid, { kind, was: null, before: null, support: emptySupport() });
  }

  async loadEdges(transaction: Transaction, ids: Iterable<string>) {
    const fresh = [...new Set(ids)].filter((id) => !this.edges.has(id));
    const rows = fresh.map((id) => {
      const [kind, from, to] = id.split('|') as [EdgeKind, string, string];
      return { id, kind, from, to };
    });
    for (const [kind, mine] of Map.groupBy(rows, (row) => row.kind)) {
      const stored = new Map<string, unknown>();
      for (const row of await transaction.run(statements.edges(kind), { rows: mine }))
        stored.set(row['id'] as string, row['support']);
      for (const { id, from, to } of mine) {
        const before = (stored.get(id) as string | undefined) ?? null;
        this.edges.set(id, { kind, from, to, before, support: undefined });
      }
    }
  }

  supportOf(entry: string): Support | undefined {
    const held = (entry.startsWith('n|') ? this.nodes : this.edges).get(entry.slice(2));
    return held && supportIn(held);
  }

  drop(entry: string, key: string) {
    delete this.supportOf(entry)?.claims[key];
  }

  put(entry: string, key: string, contribution: Contribution) {
    const support = this.supportOf(entry);
    if (support) support.claims[key] = contribution;
  }

  blame(entry: string, at: number, evidence: Evidence) {
    const known = this.by.get(entry.slice(2));
    if (!known || known.at <= at) this.by.set(entry.slice(2), { evidence, at });
  }

  async #writeNodes(transaction: Transaction, encoded: [NodeKind, Row][]) {
    const relabelled = [...this.nodes].filter(([, n]) => n.was !== null && n.was !== n.kind);
    for (const [was, rows] of Map.groupBy(relabelled, ([, n]) => n.was))
      if (was) await transaction.run(statements.unlabel(was), { uids: rows.map(([uid]) => uid) });
    for (const [kind, rows] of Map.groupBy(encoded, ([kind]) => kind))
      await transaction.run(statements.putNodes(kind), { rows: rows.map(([, row]) => row) });
  }

  /** Writes what differs, deletes what nothing supports any more. */
  async flush(transaction: Transaction): Promise<Changes> {
    const nodes: Node[] = [];
    const rows: [NodeKind, Row][] = [];
    const suspects = new Set<string>();
    for (const [uid, held] of this.nodes) {
      const { kind, was, before } = held;
      if (was === kind && !held.support) continue;
      const support = supportIn(held);
      const text = supportText(support);
      if (was === kind && text === before) continue;
      // As it will be read back, so that what is in memory equals what is stored.
      const node = mergeNode(kind, uid, decodeSupport(text));
      nodes.push(node);
      rows.push([kind, encodeNode(node, text)]);
      if (isEmpty(support)) suspects.add(uid);
    }
    await this.#writeNodes(transaction, rows);

    const edges: Edge[] = [];
    const written: { kind: EdgeKind; isNew: boolean; row: Row }[] = [];
    const gone: { id: string; kind: EdgeKind; from: string; to: string }[] = [];
    for (const [id, { kind, from, to, before, support }] of this.edges) {
      if (!support) continue;
      const text = supportText(support);
      if (isEmpty(support)) {
        if (before !== null) gone.push({ id, kind, from, to });
      } else if (text !== before) {
        const edge = mergeEdge({ id, kind, from, to }, decodeSupport(text));
        edges.push(edge);
        const row = { from, to, props: encodeEdge(edge, text) };
        written.push({ kind, isNew: before === null, row });
      }
    }
    for (const [kind, some] of Map.groupBy(written, (edge) => edge.kind)) {
      const rowsOf = (isNew: boolean) => some.filter((e) => e.isNew === isNew).map((e) => e.row);
      const [created, changed] = [rowsOf(true), rowsOf(false)];
      if (created.length) await transaction.run(statements.addEdges(kind), { rows: created });
      if (changed.length) await transaction.run(statements.setEdges(kind), { rows: changed });
    }
    for (const [kind, rows] of Map.groupBy(gone, (edge) => edge.kind))
      await transaction.run(statements.deleteEdges(kind), { rows });

    for (const { from, to } of gone) suspects.add(from).add(to);
    const lonely = suspects.size
      ? (
          await transaction.run(statements.lonely, {
            uids: [...suspects],
            empty: supportText(emptySupport()),
          })
        ).map((row) => row['uid'] as string)
      : [];
    if (lonely.length) await transaction.run(statements.deleteNodes, { uids: lonely });
    const dead = new Set(lonely);
    const differs = nodes.length + edges.length + gone.length + lonely.length > 0;
    return {
      ...(differs && { version: await nextVersion(transaction) }),
      nodes: nodes.filter(({ uid }) => !dead.has(uid)),
      edges,
      goneNodes: lonely,
      goneEdges: gone.map(({ id }) => id),
      by: this.by,
    };
  }
}
