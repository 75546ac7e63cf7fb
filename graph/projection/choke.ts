import { Clock, outOfTime } from './clock.ts';
import { pairsOf, type Pairs } from './pairs.ts';
import type { Problem } from './problem.ts';
import type { Walk } from './walk.ts';
import { heldAfter } from './walk.ts';
import type { Walkable } from './walkable.ts';
import { witnesses } from './witness.ts';

/** Something that several edges hang on, beside their ends: a cause, say. */
export interface Hangs {
  /** Ids of what ends the edge by itself. */
  enders(edge: string): readonly string[];
  /** Ids of the edges that it ends. */
  ends(id: string): readonly string[];
}

export interface ChokePoint {
  kind: 'node' | 'edge' | 'cause';
  id: string;
  /** Pairs of an entry and a target that no path joins without it. */
  closes: number;
}

export interface ChokeAnswer {
  /** Pairs of an entry and a target that paths join. */
  pairs: number;
  /** Those that close most, then by kind and id; each closes at least one. */
  points: ChokePoint[];
  /** Why points may be missing, or null. */
  truncated: string | null;
}

/** Nodes between entry and target, edges, and what ends an edge of the walk by itself. */
function* elements(graph: Walkable, walk: Walk, hangs: Hangs): Iterable<string> {
  const last = walk.steps.length;
  const seen = new Set<string>();
  for (const [i, { at, node }] of walk.steps.entries()) {
    const from = graph.nodes.uid(heldAfter(walk, i).node);
    const to = graph.nodes.uid(node);
    const id = `${graph.labels.at(graph.out.label[at] ?? 0).kind}|${from}|${to}`;
    seen.add(`edge ${id}`);
    if (i < last - 1) seen.add(`node ${to}`);
    for (const ender of hangs.enders(id)) seen.add(`cause ${ender}`);
  }
  yield* seen;
}

/** By element, on how many pairs it may lie at most: whatever closes a pair lies on its witness. */
function candidates(graph: Walkable, problem: Problem, hangs: Hangs, clock: Clock) {
  const most = new Map<string, number>();
  for (const start of problem.starts) {
    clock.tick();
    for (const walk of witnesses(graph, { ...problem, starts: [start] }, Infinity))
      for (const element of elements(graph, walk, hangs))
        most.set(element, (most.get(element) ?? 0) + 1);
  }
  return [...most]
    .map(([element, bound]) => {
      const [kind = ''] = element.split(' ', 1);
      return { kind: kind as ChokePoint['kind'], id: element.slice(kind.length + 1), bound };
    })
    .sort((a, b) => b.bound - a.bound || compareIds(a, b));
}

const compareIds = (a: Pick<ChokePoint, 'kind' | 'id'>, b: Pick<ChokePoint, 'kind' | 'id'>) =>
  a.kind === b.kind ? (a.id < b.id ? -1 : 1) : a.kind < b.kind ? -1 : 1;

const comparePoints = (a: ChokePoint, b: ChokePoint) => b.closes - a.closes || compareIds(a, b);

/** The same problem without an element. */
function without(
  graph: Walkable,
  problem: Problem,
  { kind, id }: Pick<ChokePoint, 'kind' | 'id'>,
  hangs: Hangs,
) {
  if (kind !== 'node') {
    const gone = kind === 'edge' ? [id] : hangs.ends(id);
    return {
      node: -1,
      rest: { ...problem, avoidEdges: new Set([...problem.avoidEdges, ...gone]) },
    };
  }
  const node = graph.nodes.number(id) ?? -1;
  const starts = problem.starts.filter((start) => start.node !== node);
  return {
    node,
    rest: { ...problem, starts, avoidNodes: new Set([...problem.avoidNodes, node]) },
  };
}

/**
 * What paths from entries to targets must cross: for each node, edge and cause the pairs that no
 * walk of whatever length joins without it, counted one by one. The best ones are certain though
 * not all are counted: an element closes no more pairs than there are witnesses across it.
 */
export function chokePoints(
  graph: Walkable,
  problem: Problem,
  hangs: Hangs,
  { most, timeout }: { most: number; timeout: number },
): ChokeAnswer {
  const clock = new Clock(timeout, 1);
  const entries = [...new Set(problem.starts.map(({ node }) => node))];
  const base: Pairs = pairsOf(graph, problem, entries);
  const points: ChokePoint[] = [];
  let truncated: string | null = null;
  let left = 0;
  try {
    const all = candidates(graph, problem, hangs, clock);
    left = all.length;
    for (const { bound, ...element } of all) {
      if (points.length >= most && bound < (points[most - 1]?.closes ?? 0)) break;
      clock.tick();
      left--;
      const { node, rest } = without(graph, problem, element, hangs);
      const closes = base.lostIn(pairsOf(graph, rest, entries), node);
      if (closes === 0) continue;
      points.push({ ...element, closes });
      points.sort(comparePoints);
    }
  } catch (thrown) {
    if (thrown !== outOfTime) throw thrown;
    truncated = `stopped after ${timeout} ms with ${left} nodes, edges and causes not counted`;
  }
  return { pairs: base.count, points: points.slice(0, most), truncated };
}
