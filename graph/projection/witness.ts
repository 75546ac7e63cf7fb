import { capabilityCount, heldWith } from './capability-mask.ts';
import { Frame } from './frame.ts';
import type { Problem, Start } from './problem.ts';
import type { Step, Walk } from './walk.ts';
import type { Walkable } from './walkable.ts';

/** Starts and goals of one search: who starts at a goal arrives by gaining more there. */
interface Run {
  starts: readonly Start[];
  goals: ReadonlyMap<number, number>;
}

/**
 * To gain at a goal what one start holds there from the beginning is an arrival for the others, so
 * they search for that goal by themselves.
 */
function runsOf({ starts, goals }: Problem): Run[] {
  const apart: Run[] = [];
  for (const { node, holds } of starts) {
    const had = (goals.get(node) ?? 0) & (heldWith[holds] ?? 0);
    if (had === 0) continue;
    const others = starts.filter((start) => start.node !== node);
    if (others.length > 0) apart.push({ starts: others, goals: new Map([[node, had]]) });
  }
  return [{ starts, goals }, ...apart];
}

interface Mark extends Step {
  /** State that the hop left from; -1 = a start. */
  before: number;
  from: number;
}

/** Breadth first, states of a level by uid and capability, so that the same graph gives the same. */
function* search(
  frame: Frame,
  { starts, goals }: Run,
  most: number,
  into: Map<number, Walk>,
): Generator<void, void> {
  const { graph } = frame;
  const ranks = graph.nodes.ranks();
  const held = new Uint8Array(graph.nodes.size);
  const marks = new Map<number, Mark>();
  const startAt = new Map(starts.map((start) => [start.node, start]));
  for (const { node, holds } of starts) held[node] = heldWith[holds] ?? 0;

  const walkTo = (last: Mark): Walk => {
    const steps: Step[] = [];
    let mark: Mark | undefined = last;
    let first = last.from;
    for (; mark; mark = marks.get(mark.before)) {
      steps.push({ at: mark.at, node: mark.node, gain: mark.gain, stage: 0 });
      first = mark.from;
    }
    const start = startAt.get(first) as Start;
    return { start, steps: steps.reverse(), cost: steps.length };
  };

  let level = starts
    .toSorted((a, b) => (ranks[a.node] ?? 0) - (ranks[b.node] ?? 0))
    .map(({ node, holds }) => ({ state: -1, node, holds }));
  while (level.length > 0 && into.size < most) {
    yield;
    const found = new Map<number, Mark>();
    for (const { state: before, node: from, holds } of level)
      frame.hops({ node: from, holds, stage: 0 }, (at, node, gain) => {
        const state = node * capabilityCount + gain;
        if (((held[node] ?? 0) >> gain) & 1) return;
        const mark: Mark = { at, node, gain, stage: 0, before, from };
        const known = found.get(state);
        if (!known || (known.from === from && kindAt(graph, at) < kindAt(graph, known.at)))
          found.set(state, mark);
      });
    const next = [...found].sort(
      ([a, x], [b, y]) => (ranks[x.node] ?? 0) - (ranks[y.node] ?? 0) || a - b,
    );
    for (const [state, mark] of next) {
      const brings = heldWith[1 << mark.gain] ?? 0;
      marks.set(state, mark);
      held[mark.node] = (held[mark.node] ?? 0) | brings;
      if (brings & (goals.get(mark.node) ?? 0) && !into.has(mark.node) && into.size < most)
        into.set(mark.node, walkTo(mark));
    }
    level = next.map(([state, { node, gain }]) => ({ state, node, holds: 1 << gain }));
  }
}

const kindAt = ({ labels, out }: Walkable, at: number) => labels.at(out.label[at] ?? 0).kind;

/**
 * For each goal that any walk of whatever length reaches, one of the fewest hops, up to so many;
 * nodes to visit and bounds on hops count for nothing. A goal without one cannot be reached. Goes
 * on a level at a time.
 */
export function* witnessSteps(
  graph: Walkable,
  problem: Problem,
  most: number,
): Generator<void, Walk[]> {
  const frame = new Frame(graph, { ...problem, through: [] });
  const found = new Map<number, Walk>();
  for (const run of runsOf(problem)) yield* search(frame, run, most, found);
  return [...found.values()];
}
