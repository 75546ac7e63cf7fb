import { edgeIdOf, edgeNamed, type EdgeName, type Evidence } from './claim.ts';
import type { Edge, Node, Support } from './entity.ts';
import { sendEdges, sendNodes } from './flush.ts';
import { supportIn, type HeldEdge, type HeldNode } from './held.ts';
import { emptySupport, supportText } from './merge.ts';
import { pipeline } from './pipeline.ts';
import type { EdgeKind, NodeKind } from './schema/index.ts';
import { rowsByOrigin } from './store/by-origin.ts';
import { statements } from './store/statements.ts';
import type { Store, Transaction } from './store/store.ts';

/** What is behind a change. */
export interface Behind {
  at: number;
  evidence: Evidence;
}

/** What a write changed: states after, and ids of what is gone. */
export interface Changes {
  nodes: Node[];
  edges: Edge[];
  goneNodes: string[];
  goneEdges: string[];
  /** The claim behind each change, by node uid or edge id. */
  by: Map<string, Behind>;
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

/** Whether edges are stored that leave a node, and that enter it. */
interface Joined {
  leaves: boolean;
  enters: boolean;
}

const alone: Joined = { leaves: false, enters: false };

const untouched = { support: undefined, sole: undefined };

/** The entities that a batch touches. */
export class Workspace {
  readonly nodes = new Map<string, HeldNode>();
  readonly edges = new Map<string, HeldEdge>();
  readonly by: Changes['by'] = new Map();
  /** Of every node that was asked for. */
  readonly #joined = new Map<string, Joined>();

  #addNew(kinds: ReadonlyMap<string, NodeKind | null>) {
    for (const [uid, kind] of kinds) {
      if (!kind || this.#joined.has(uid)) continue;
      this.#joined.set(uid, alone);
      this.nodes.set(uid, { kind, was: null, before: null, ...untouched });
    }
  }

  /** Nodes of which something is said, by uid; with a kind, one that is not there is made. */
  async loadNodes(transaction: Transaction, kinds: ReadonlyMap<string, NodeKind | null>) {
    const uids = [...kinds.keys()].filter((uid) => !this.nodes.has(uid));
    if (uids.length === 0) return;
    for (const row of await transaction.run(statements.nodes, { uids })) {
      const { uid, kind, support, leaves, enters } = row as unknown as Joined &
        Record<'uid' | 'support', string> & { kind: NodeKind };
      this.#joined.set(uid, { leaves, enters });
      this.nodes.set(uid, { kind, was: kind, before: support, ...untouched });
    }
    this.#addNew(kinds);
  }

  /** Nodes that edges merely name; one that is not there is made. */
  async loadEnds(transaction: Transaction, kinds: ReadonlyMap<string, NodeKind>) {
    const uids = [...kinds.keys()].filter((uid) => !this.#joined.has(uid));
    if (uids.length === 0) return;
    for (const row of await transaction.run(statements.ends, { uids })) {
      const { uid, leaves, enters } = row as unknown as Joined & { uid: string };
      this.#joined.set(uid, { leaves, enters });
    }
    this.#addNew(kinds);
  }

  /** False where an edge cannot be stored, since one of its ends has none; after its ends. */
  #mayBeStored({ from, to }: { from: string; to: string }): boolean {
    return this.#joined.get(from)?.leaves !== false && this.#joined.get(to)?.enters !== false;
  }

  /** Edges by their ids, after the nodes at their ends. */
  loadEdges(transaction: Transaction, ids: readonly string[]): Promise<void> {
    return this.loadNamed(transaction, ids.map(edgeNamed));
  }

  async loadNamed(transaction: Transaction, edges: Iterable<EdgeName>) {
    const asked: EdgeName[] = [];
    for (const edge of edges) {
      const { id, kind, from, to } = edge;
      if (this.edges.has(id)) continue;
      this.edges.set(id, { kind, from, to, before: null, ...untouched });
      if (this.#mayBeStored(edge)) asked.push(edge);
    }
    const { send, answers } = pipeline(transaction);
    for (const [kind, some] of Map.groupBy(asked, (edge) => edge.kind))
      for (const rows of rowsByOrigin(some, () => true))
        await send(statements.edges(kind), { rows });
    for (const row of (await answers()).flat()) {
      const { kind, from, to, support } = row as { kind: EdgeKind } & Record<string, string>;
      const held = this.edges.get(edgeIdOf(kind, from!, to!));
      if (held) held.before = support!;
    }
  }

  supportOf(entry: string): Support | undefined {
    const held = (entry.startsWith('n|') ? this.nodes : this.edges).get(entry.slice(2));
    return held && supportIn(held);
  }

  drop(entry: string, key: string) {
    delete this.supportOf(entry)?.claims[key];
  }

  /** Names what is behind a change of an entity, by its uid or id: the newest claim. */
  blame(id: string, behind: Behind) {
    const known = this.by.get(id);
    if (!known || known.at <= behind.at) this.by.set(id, behind);
  }

  /** Of those that may have lost what held them, nodes that nothing supports and no edge names. */
  async #removeLonely(transaction: Transaction, suspects: ReadonlySet<string>): Promise<string[]> {
    if (suspects.size === 0) return [];
    const empty = supportText(emptySupport());
    const rows = await transaction.run(statements.lonely, { uids: [...suspects], empty });
    const uids = rows.map((row) => row['uid'] as string);
    if (uids.length > 0) await transaction.run(statements.deleteNodes, { uids });
    return uids;
  }

  /** Writes what differs, deletes what nothing supports any more. */
  async flush(transaction: Transaction): Promise<Changes> {
    const { send, answers } = pipeline(transaction);
    const { nodes, bare } = await sendNodes(this.nodes, send);
    const { edges, gone } = await sendEdges(this.edges, send);
    await answers();
    const suspects = new Set([...bare, ...gone.flatMap(({ from, to }) => [from, to])]);
    const lonely = await this.#removeLonely(transaction, suspects);
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
