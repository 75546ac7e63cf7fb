import neo4j, { type Driver, type ManagedTransaction } from 'neo4j-driver';
import type { Edge, Node } from '../graph/entity.ts';
import { edgeRow, nodeRow, putEdges, putNodes } from './bare.ts';

/**
 * The driver alone, as a loop would use it that keeps the same graph on the same server: upserts by
 * UNWIND in managed transactions, and of each entity what a reader sees with where it was read. The
 * constraint on uid is the store's.
 */
export class BareNeo4j {
  readonly #driver: Driver;

  constructor({ url, user, password }: Record<'url' | 'user' | 'password', string>) {
    this.#driver = neo4j.driver(url, neo4j.auth.basic(user, password), {
      disableLosslessIntegers: true,
    });
  }

  async #write(work: (transaction: ManagedTransaction) => Promise<void>): Promise<void> {
    const session = this.#driver.session();
    try {
      await session.executeWrite(work);
    } finally {
      await session.close();
    }
  }

  nodes(nodes: readonly Node[]): Promise<void> {
    return this.#write(async (transaction) => {
      for (const [kind, some] of Map.groupBy(nodes, (node) => node.kind)) {
        await transaction.run(putNodes(kind), { rows: some.map(nodeRow) });
      }
    });
  }

  edges(edges: readonly Edge[]): Promise<void> {
    return this.#write(async (transaction) => {
      for (const [kind, some] of Map.groupBy(edges, (edge) => edge.kind)) {
        await transaction.run(putEdges(kind), { rows: some.map(edgeRow) });
      }
    });
  }

  close(): Promise<void> {
    return this.#driver.close();
  }
}
