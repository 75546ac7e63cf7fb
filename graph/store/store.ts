import type { Edge, Node } from '../entity.ts';

export type Row = Record<string, unknown>;
export type Params = Record<string, unknown>;

/** Runs statements of one transaction in the order of asking; the next need not await the last. */
export interface Transaction {
  run(cypher: string, params?: Params): Promise<Row[]>;
}

export interface ReadLimits {
  /** Milliseconds; default 10,000. */
  timeout?: number;
  /** Rows; default 10,000. */
  rows?: number;
}

export interface ReadResult {
  columns: string[];
  rows: Row[];
  /** Why rows are missing, or null. */
  truncated: string | null;
}

/**
 * A property graph that understands the common Cypher dialect. Every node has the label `Entity`
 * and its kind, and a unique `uid`.
 */
export interface Store {
  /** For messages: `embedded` or the URL without credentials. */
  readonly name: string;
  /** A read-only query, bounded. Throws QUERY_REFUSED for a write, QUERY_LIMIT for a time-out. */
  read(cypher: string, params?: Params, limits?: ReadLimits): Promise<ReadResult>;
  /** Reads that passed their time and still keep this process busy, where they cannot be ended. */
  overdue(): number;
  /** Seconds for which a server has left a write without an answer; 0 while it answers. */
  silence(): number;
  /** All or nothing; one at a time. */
  write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /**
   * Every node, then every edge, as they count now. Where others write meanwhile one may come again:
   * the later counts.
   */
  nodes(): AsyncIterable<Node>;
  edges(): AsyncIterable<Edge>;
  /** Removes all nodes, edges and claims, in bounded batches; what is told of the estate stays. */
  clear(): Promise<void>;
  /** Makes the constraints and indexes that are missing. */
  prepare(): Promise<void>;
  close(): Promise<void>;
}
