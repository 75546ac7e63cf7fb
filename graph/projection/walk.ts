import { heldWith } from './capability-mask.ts';
import type { Start } from './problem.ts';
import type { Walkable } from './walkable.ts';

/** One hop in numbers: where the edge lies among those that leave, and what it yields. */
export interface Step {
  at: number;
  node: number;
  gain: number;
  /** How many of the nodes to visit are visited after it. */
  stage: number;
}

export interface Walk {
  start: Start;
  steps: readonly Step[];
  cost: number;
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Order of two hops that tie: by uid of where they lead, edge kind, gained capability. */
export function compareSteps({ nodes, labels, out }: Walkable, a: Step, b: Step): number {
  if (a.at === b.at && a.gain === b.gain) return 0;
  const kind = ({ at }: Step) => labels.at(out.label[at] ?? 0).kind;
  return (
    (a.node === b.node ? 0 : byText(nodes.uid(a.node), nodes.uid(b.node))) ||
    byText(kind(a), kind(b)) ||
    a.gain - b.gain
  );
}

/** Lexicographic order of two sequences of hops. */
export function compareAll(graph: Walkable, a: readonly Step[], b: readonly Step[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareSteps(graph, a[i] as Step, b[i] as Step);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Order of the answer: most likely, fewest hops, then by uids along the way. */
export const compareWalks = (graph: Walkable, a: Walk, b: Walk): number =>
  a.cost - b.cost ||
  byText(graph.nodes.uid(a.start.node), graph.nodes.uid(b.start.node)) ||
  compareAll(graph, a.steps, b.steps);

/** What is held where the first `depth` hops lead: index 0 is the start. */
export const heldAfter = ({ start, steps }: Walk, depth: number) => {
  const step = steps[depth - 1];
  return step
    ? { node: step.node, holds: 1 << step.gain, stage: step.stage }
    : { node: start.node, holds: start.holds, stage: start.stage };
};

/**
 * The first return that adds nothing: hop number `later` yields at a node what was already held
 * there since hop number `earlier`. Null where the walk is simple.
 */
export function idleReturn(walk: Walk): { earlier: number; later: number } | null {
  const visits = new Map<number, number[]>();
  for (let later = 0; later <= walk.steps.length; later++) {
    const { node, holds } = heldAfter(walk, later);
    const before = visits.get(node);
    if (!before) {
      visits.set(node, [later]);
      continue;
    }
    const earlier = before.find(
      (i) => ((heldWith[heldAfter(walk, i).holds] ?? 0) & holds) === holds,
    );
    if (earlier !== undefined) return { earlier, later };
    before.push(later);
  }
  return null;
}
