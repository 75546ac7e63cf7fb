import grafeo from '@grafeo-db/js';
import type { Edge, Node } from '../graph/entity.ts';
import type { EdgeKind, NodeKind } from '../graph/schema/index.ts';
import { encodeEdge, encodeNode, supportProp } from '../graph/store/codec.ts';
import type { Row } from '../graph/store/store.ts';

/** Of an entity as it is stored, what a reader sees, and where it was read as JSON text. */
const shown = ({ [supportProp]: _, ...row }: Row, { evidence }: Pick<Node, 'evidence'>): Row => ({
  ...row,
  evidence: JSON.stringify(evidence),
});

export const nodeRow = (node: Node): Row => shown(encodeNode(node, ''), node);

export function edgeRow(edge: Edge): Row {
  const props = shown(encodeEdge(edge, ''), edge);
  if (edge.because.length > 0) props['because'] = JSON.stringify(edge.because);
  return { from: edge.from, to: edge.to, props };
}

/** Upserts, as one writes them by hand. */
export const putNodes = (kind: NodeKind) =>
  `UNWIND $rows AS row MERGE (n:Entity {uid: row.uid}) SET n:${kind} SET n = row`;
export const putEdges = (kind: EdgeKind) =>
  `UNWIND $rows AS row MATCH (a:Entity {uid: row.from}) MATCH (b:Entity {uid: row.to})
  MERGE (a)-[r:${kind}]->(b) SET r = row.props`;

/**
 * The engine alone, as a loop would use it that keeps the same graph: upserts by UNWIND, an index
 * on uid, one transaction a batch, and of each entity what a reader sees with where it was read. No
 * claims and no merging, so that nothing can be retracted and two cannot say the same.
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
      await transaction.executeCypher(putNodes(kind), { rows: some.map(nodeRow) });
    }
    transaction.commit();
  }

  async edges(edges: readonly Edge[]): Promise<void> {
    const transaction = this.#db.beginTransaction();
    for (const [kind, some] of Map.groupBy(edges, (edge) => edge.kind)) {
      await transaction.executeCypher(putEdges(kind), { rows: some.map(edgeRow) });
    }
    transaction.commit();
  }

  close(): void {
    this.#db.close();
  }
}
