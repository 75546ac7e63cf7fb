import { fail } from '../errors.ts';
import { edgeKindNames } from '../schema/index.ts';
import { capabilityNumber } from './capability-mask.ts';
import { mostHops } from './cost.ts';
import type { PathQuery, State } from './search.ts';
import type { Walkable } from './walkable.ts';

/** Where a path can start: a node, and a mask of what is held there. */
export interface Start {
  node: number;
  holds: number;
  /** How many of the nodes to visit it has visited. */
  stage: number;
}

/** A path query in numbers. */
export interface Problem {
  starts: Start[];
  /** By node, mask of capabilities each of which counts as arriving. */
  goals: Map<number, number>;
  /** Nodes to visit, in this order. */
  through: readonly number[];
  avoidNodes: ReadonlySet<number>;
  avoidEdges: ReadonlySet<string>;
  k: number;
  maxHops: number;
  /** Milliseconds. */
  timeout: number;
}

const most = { k: 1_000, maxHops: mostHops, through: 32 };

const within = (value: number, name: 'k' | 'maxHops') =>
  Number.isInteger(value) && value >= 1 && value <= most[name]
    ? value
    : fail('USAGE', `${name} ${value}: not a whole number from 1 to ${most[name]}`);

/** A bound on hops; throws USAGE for one that no search can keep. */
export const hopBound = (value = 12): number => within(value, 'maxHops');

/** Masks of capabilities by node number; states of nodes that no walkable edge joins are left out. */
export function masks({ nodes }: Walkable, states: readonly State[]): Map<number, number> {
  const byNode = new Map<number, number>();
  for (const { uid, capability } of states) {
    const node = nodes.number(uid);
    if (node !== undefined)
      byNode.set(node, (byNode.get(node) ?? 0) | (1 << capabilityNumber[capability]));
  }
  return byNode;
}

/** The stage after arriving at a node. */
export const arrive = (through: readonly number[], node: number, stage: number): number =>
  through[stage] === node ? stage + 1 : stage;

const edgeKinds = new Set<string>(edgeKindNames);

/**
 * Checks a query and puts it in numbers; null where no path can exist because a node to visit has
 * no walkable edge. Throws USAGE for bounds that are none.
 */
export function problemOf(graph: Walkable, query: PathQuery): Problem | null {
  const { from, to, k = 10, maxHops, avoid = new Set<string>(), timeout = 5_000 } = query;
  if (!(timeout > 0)) fail('USAGE', `timeout ${timeout}: not a number of milliseconds`);
  const steps = query.through ?? [];
  if (steps.length > most.through)
    fail('USAGE', `through ${steps.length} nodes: at most ${most.through}`);
  const bounds = { k: within(k, 'k'), maxHops: hopBound(maxHops), timeout };
  const through = steps.flatMap((uid) => graph.nodes.number(uid) ?? []);
  if (through.length < steps.length) return null;
  const avoidNodes = new Set([...avoid].flatMap((id) => graph.nodes.number(id) ?? []));
  const avoidEdges = new Set(
    [...avoid].filter((id) => edgeKinds.has(id.slice(0, id.indexOf('|')))),
  );
  const starts = [...masks(graph, from)]
    .filter(([node]) => !avoidNodes.has(node))
    .map(([node, holds]) => ({ node, holds, stage: arrive(through, node, 0) }));
  return { starts, goals: masks(graph, to), through, avoidNodes, avoidEdges, ...bounds };
}
