import { edgeIdOf } from '../claim.ts';
import { capabilityCount, heldWith, lowest } from './capability-mask.ts';
import { edgePositions } from './frame.ts';
import type { Problem } from './problem.ts';
import type { Walkable } from './walkable.ts';

/**
 * All walks of a problem, of whatever length, as seen from one end: forward from what an entry
 * holds, or backward from what is wanted at a target. A state is a node and one capability.
 */
export class Side {
  readonly graph: Walkable;
  readonly backward: boolean;
  readonly #avoidNodes: ReadonlySet<number>;
  readonly #avoidEdges: ReadonlySet<number>;

  constructor(graph: Walkable, { avoidNodes, avoidEdges }: Problem, backward: boolean) {
    this.graph = graph;
    this.backward = backward;
    this.#avoidNodes = avoidNodes;
    this.#avoidEdges = this.positions(avoidEdges);
  }

  /** Rows of edges, by which a hop is told. */
  get rows() {
    return this.backward ? this.graph.in : this.graph.out;
  }

  positions(ids: Iterable<string>): Set<number> {
    return edgePositions(this.graph, ids, this.backward ? 'in' : 'out');
  }

  /** Id of the edge at a position in the row of a node. */
  edgeAt(at: number, node: number): string {
    const { nodes, labels } = this.graph;
    const { other, label } = this.rows;
    const { kind } = labels.at(label[at] ?? 0);
    const [here, there] = [nodes.uid(node), nodes.uid(other[at] ?? 0)];
    return this.backward ? edgeIdOf(kind, there, here) : edgeIdOf(kind, here, there);
  }

  /** Whether a state counts at an end: forward that wants a mask, backward that holds it. */
  arrives(capability: number, mask: number): boolean {
    const bit = 1 << capability;
    return (this.backward ? (heldWith[mask] ?? 0) & bit : (heldWith[bit] ?? 0) & mask) !== 0;
  }

  /** Calls back for each state that is one hop farther, with the position of the edge. */
  each(state: number, visit: (at: number, next: number) => void): void {
    const capability = state % capabilityCount;
    const node = (state - capability) / capabilityCount;
    const { first, last, other, label } = this.rows;
    const { gains, enables } = this.graph.labels;
    const follows = this.backward ? enables : gains;
    for (let at = first[node] ?? 0, end = last[node] ?? 0; at < end; at++) {
      let rest = follows[(label[at] ?? 0) * capabilityCount + capability] ?? 0;
      if (rest === 0) continue;
      const next = other[at] ?? 0;
      if (this.#avoidNodes.has(next) || this.#avoidEdges.has(at)) continue;
      for (; rest; rest &= rest - 1) visit(at, next * capabilityCount + lowest(rest));
    }
  }
}

export const nodeOf = (state: number): number => Math.floor(state / capabilityCount);
