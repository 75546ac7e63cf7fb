import grafeo from '@grafeo-db/js';
import type { Edge, Node } from '../graph/entity.ts';
import type { EdgeKind, NodeKind } from '../graph/schema/index.ts';
import { encodeEdge, encodeNode, supportProp } from '../graph/store/codec.ts';
import type { Row } from '../graph/store/store.ts';

/** Of an entity as it is stored, what a reader sees. */
export const shown = ({ [supportProp]: _, ...row }: Row): Row => row;

/** Upserts, as one writes them by hand. */
export const putNodes = (kind: NodeKind) =>
  `UNWIND $rows AS row MERGE (n:Entity {uid: row.uid}) SET n:${kind} SET n = row`;
export const putEdges = (kind: EdgeKind) =>
  `UNWIND $rows AS row MATCH (a:Entity {uid: row.from}) MATCH (b:Entity {uid: row.to})
  MERGE (a)-[r:${kind}]->(b) SET r = row.props`;

/**
 * The engine alone, as a loop would use it that keeps the same graph: upserts by UNWIND, an index
 * on uid, one transaction a batch, and of each entity what a reader sees. No claims, no evidence,
 * no merging, so nothing can be retracted.
 */
export class BareStore {
  readonly #db: ReturnType<typeof grafeo.GrafeoDB.create>;

  private constructor(path: string) {
    this.#db = grafeo.GrafeoDB.create(path);
  }

  static async open(path: string): Promise<BareStore> {
    const store = new BareStore(path);
    await store.#db.executeCypher(
      'CREATE INDEX entity_uid IF NOT EXISTS FOR (n:Entity) ON (n.uid)',
    );
    return store;
  }

  async nodes(nodes: readonly Node[]): Promise<void> {
    const transaction = this.#db.beginTransaction();
    for (const [kind, some] of Map.groupBy(nodes, (node) => node.kind)) {
      const rows = some.map((node) => shown(encodeNode(node, '')));
      await transaction.executeCypher(putNodes(kind), { rows });
    }
    transaction.commit();
  }

  async edges(edges: readonly Edge[]): Promise<void> {
    const transaction = this.#db.beginTransaction();
    for (const [kind, some] of Map.groupBy(edges, (edge) => edge.kind)) {
      const rows = some.map((edge) => {
        const { from, to } = edge;
        return { from, to, props: shown(encodeEdge(edge, '')) };
      });
      await transaction.executeCypher(putEdges(kind), { rows });
    }
    transaction.commit();
  }

  close(): void {
    this.#db.close();
  }
}
