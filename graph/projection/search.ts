import type { Capability } from '../schema/capability.ts';
import type { EdgeKind } from '../schema/index.ts';

/** A search state by name: a node, and what the attacker holds there. */
export interface State {
  uid: string;
  capability: Capability;
}

/** One step: an edge of the graph, and what it yields. */
export interface Hop {
  edge: string;
  from: string;
  to: string;
  needs: Capability;
  gains: Capability;
  conditional: boolean;
  /** Likelihood that the step succeeds, 0 to 1. */
  probability: number;
}

export interface Path {
  hops: Hop[];
  /** Product of the hops' probabilities. */
  likelihood: number;
}

/** Two sets of states that paths may join. */
export interface JoinQuery {
  from: readonly State[];
  to: readonly State[];
  /** Uids or edge ids that no path may touch. */
  avoid?: ReadonlySet<string>;
}

export interface PathQuery extends JoinQuery {
  /** Number of paths; default 10, at most 1,000. */
  k?: number;
  /** Default 12. */
  maxHops?: number;
  /** Kinds of edges that no path may take. */
  avoidKinds?: ReadonlySet<EdgeKind>;
  /** Uids that every path must visit, in this order. */
  through?: readonly string[];
  /** Milliseconds; default 5,000. */
  timeout?: number;
}

/** Asks for the one best path of few hops. */
export interface BestQuery extends JoinQuery {
  maxHops: number;
  /** Milliseconds. */
  timeout: number;
}

export interface BestAnswer {
  /** The first that `PathQuery` would give; null where there is none. */
  path: Path | null;
  /** Time ran out: where no path was found, there may be one. */
  late: boolean;
}

export interface PathAnswer {
  /** Most likely first; ties by fewer hops, then by ids. */
  paths: Path[];
  /** Which bound was hit, in words, or null when there are no more paths. */
  truncated: string | null;
  /** Time ran out: what was not found may exist within the other bounds. */
  late?: true;
}

export interface ReachQuery {
  from: readonly State[];
  backward?: boolean;
  maxHops?: number;
}

export interface Reached extends State {
  hops: number;
  likelihood: number;
}

export interface ReachAnswer {
  /** Best capability states, by hops then uid. */
  reached: Reached[];
  truncated: string | null;
}

/** Likelihoods of coming to hold capabilities at nodes, as far as they are above a bound. */
export interface Likelihoods {
  /** 0 where it is not above the bound. */
  of(uid: string, capability: Capability): number;
}
