import { edgeNamed } from '../claim.ts';
import { capabilityCount, heldWith, lowest, strongest } from './capability-mask.ts';
import { arrive, type Problem } from './problem.ts';
import { heldAfter, type Step, type Walk } from './walk.ts';
import type { Walkable } from './walkable.ts';

/** What is held at a node, and how many of the nodes to visit are visited. */
export interface Position {
  node: number;
  holds: number;
  stage: number;
}

/**
 * A part of all paths of a query (Lawler): those that begin with the first `depth` hops of a walk,
 * whose next hop is none of `banned`, and that stay out of the `shut` states.
 */
export interface Part {
  walk: Walk;
  depth: number;
  /** Cost of the first `depth` hops. */
  spent: number;
  banned: ReadonlySet<number>;
  /** Mask of capabilities by stage and node. */
  shut: ReadonlyMap<number, number> | null;
  /** Its best path has too many hops: search within the bound. */
  bounded: boolean;
  /** No path of it costs less. */
  bound: number;
}

export const hopKey = ({ at, gain }: Pick<Step, 'at' | 'gain'>) => at * capabilityCount + gain;

/** The hops that a part allows: by graph and query, and by what its first hops already hold. */
export class Frame {
  readonly graph: Walkable;
  readonly problem: Problem;
  readonly #blocked: Uint8Array;
  readonly #avoided: ReadonlySet<number>;
  #shut: Part['shut'] = null;

  constructor(graph: Walkable, problem: Problem) {
    this.graph = graph;
    this.problem = problem;
    this.#blocked = new Uint8Array(graph.nodes.size);
    for (const node of problem.avoidNodes) this.#blocked[node] = 0xff;
    this.#avoided = edgePositions(graph, problem.avoidEdges, 'out');
  }

  /** Runs work while the states that the part's first hops hold, and what they bring, are shut. */
  within<T>({ walk, depth, shut }: Part, work: () => T): T {
    this.#shut = shut;
    const restore: [number, number][] = [];
    for (let i = 0; i <= depth; i++) {
      const { node, holds } = heldAfter(walk, i);
      const before = this.#blocked[node] ?? 0;
      restore.push([node, before]);
      this.#blocked[node] = before | (heldWith[holds] ?? 0);
    }
    try {
      return work();
    } finally {
      for (const [node, before] of restore.reverse()) this.#blocked[node] = before;
    }
  }

  /** Calls back for each hop that is open from a position. */
  hops(
    { node, holds, stage }: Position,
    each: (at: number, node: number, gain: number, stage: number, cost: number) => void,
  ): void {
    const { through } = this.problem;
    const { gains, costs } = this.graph.labels;
    const { first, last, other, label } = this.graph.out;
    for (let at = first[node] ?? 0, end = last[node] ?? 0; at < end; at++) {
      const l = label[at] ?? 0;
      const next = other[at] ?? 0;
      const open = yields(gains, l, holds) & ~(this.#blocked[next] ?? 0);
      if (open === 0 || this.#avoided.has(at)) continue;
      const then = arrive(through, next, stage);
      const free = this.#shut ? open & ~(this.#shut.get(this.place(next, then)) ?? 0) : open;
      for (let rest = free; rest; rest &= rest - 1)
        each(at, next, lowest(rest), then, costs[l] ?? 0);
    }
  }

  place(node: number, stage: number): number {
    return stage * this.graph.nodes.size + node;
  }

  /** Number of the state that a hop leads to. */
  state({ node, gain, stage }: Pick<Step, 'node' | 'gain' | 'stage'>): number {
    return this.place(node, stage) * capabilityCount + gain;
  }
}

/** Mask of what an edge yields to one who holds a mask of capabilities. */
export function yields(gains: Uint8Array, label: number, holds: number): number {
  if ((holds & (holds - 1)) === 0) return gains[label * capabilityCount + lowest(holds)] ?? 0;
  let all = 0;
  for (let rest = holds; rest; rest &= rest - 1)
    all |= gains[label * capabilityCount + lowest(rest)] ?? 0;
  return strongest[all] ?? 0;
}

/** Where edges lie among those that leave their starts (`out`) or arrive at their ends (`in`). */
export function edgePositions(
  { nodes, labels, ...graph }: Walkable,
  ids: Iterable<string>,
  direction: 'out' | 'in',
): Set<number> {
  const positions = new Set<number>();
  for (const id of ids) {
    const { kind, from, to } = edgeNamed(id);
    const ends = [nodes.number(from), nodes.number(to)];
    const [a, b] = direction === 'out' ? ends : ends.reverse();
    if (a === undefined || b === undefined) continue;
    const at = graph[direction].find(a, b, (label) => labels.at(label).kind === kind);
    if (at >= 0) positions.add(at);
  }
  return positions;
}
