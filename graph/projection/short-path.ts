import { broughtBy, heldWith, lowest, weakest } from './capability-mask.ts';
import type { Clock } from './clock.ts';
import { edgePositions, yields } from './frame.ts';
import { Levels } from './levels.ts';
import type { Problem, Start } from './problem.ts';
import { compareSteps, type Step, type Walk } from './walk.ts';
import type { Walkable } from './walkable.ts';

/**
 * The best path of few hops, the same as the first of `BestPathSearch`: for a problem without nodes
 * to visit, none of whose starts is a goal. It searches level by level from both ends, the narrower
 * first, until the levels meet, and then back from there among what the start comes to. So it pays
 * for what lies between, and proves soon that there is nothing. The cheapest walk of all is simple.
 */
export class ShortPaths {
  readonly #graph: Walkable;
  readonly #ahead: Levels;
  readonly #behind: Levels;

  constructor(graph: Walkable) {
    this.#graph = graph;
    this.#ahead = new Levels(graph, false);
    this.#behind = new Levels(graph, true);
  }

  best(problem: Problem, clock: Clock): Walk | null {
    this.#search(problem, clock);
    const { nodes } = this.#graph;
    const [best] = problem.starts
      .map((start) => ({ start, cost: this.#left(start.node, start.holds, problem.maxHops) }))
      .filter(({ cost }) => cost < Infinity)
      .sort(
        (a, b) => a.cost - b.cost || (nodes.uid(a.start.node) < nodes.uid(b.start.node) ? -1 : 1),
      );
    return best ? { ...best, steps: this.#stepsFrom(best.start, best.cost, problem) } : null;
  }

  /** Least cost to a goal, within so many hops, for one who holds a mask at a node. */
  #left(node: number, holds: number, hops: number): number {
    return this.#behind.least(node, heldWith[holds] ?? 0, hops);
  }

  /** Finds the least costs to a goal of all states on the best walks. */
  #search({ starts, goals, avoidNodes, avoidEdges, maxHops }: Problem, clock: Clock): void {
    const [ahead, behind] = [this.#ahead, this.#behind];
    const shut = (direction: 'out' | 'in') => ({
      nodes: avoidNodes,
      edges: edgePositions(this.#graph, avoidEdges, direction),
    });
    ahead.begin(
      starts.map(({ node, holds }) => [node, holds]),
      shut('out'),
    );
    const wanted = [...goals].map(([node, mask]) => [node, weakest[mask] ?? 0] as const);
    behind.begin(wanted, shut('in'));

    /** Cost of the best walk so far: what costs more is of no use. */
    let least = Infinity;
    const cheap = (_: number, __: number, cost: number) => cost <= least;
    while (ahead.hops + behind.hops < maxHops && ahead.width > 0 && behind.width > 0)
      if (ahead.width <= behind.width) {
        ahead.step(cheap, clock);
        for (const [node, mask] of wanted)
          for (let rest = mask; rest; rest &= rest - 1)
            least = Math.min(least, ahead.least(node, broughtBy[lowest(rest)] ?? 0, maxHops));
      } else {
        behind.step(cheap, clock);
        for (const { node, holds } of starts)
          least = Math.min(least, this.#left(node, holds, maxHops));
      }

    /** Whether a walk from a start that is no worse passes by there. */
    const between = (node: number, need: number, cost: number, hops: number) =>
      ahead.least(node, broughtBy[need] ?? 0, maxHops - hops) + cost <= least;
    while (behind.hops < maxHops && behind.width > 0) {
      behind.step(between, clock);
      for (const { node, holds } of starts)
        least = Math.min(least, this.#left(node, holds, maxHops));
    }
  }

  /** Of the walks that cost so much, the first by ids. */
  #stepsFrom({ node, holds, stage }: Start, cost: number, problem: Problem): Step[] {
    const { labels, out } = this.#graph;
    const avoided = edgePositions(this.#graph, problem.avoidEdges, 'out');
    const steps: Step[] = [];
    for (let [left, here, has] = [cost, node, holds]; left > 0;) {
      const hops = problem.maxHops - steps.length - 1;
      let best: Step | null = null;
      for (let at = out.first[here] ?? 0, end = out.last[here] ?? 0; at < end; at++) {
        const l = out.label[at] ?? 0;
        const next = out.other[at] ?? 0;
        if (problem.avoidNodes.has(next) || avoided.has(at)) continue;
        for (let rest = yields(labels.gains, l, has); rest; rest &= rest - 1) {
          const gain = lowest(rest);
          if (this.#left(next, 1 << gain, hops) !== left - (labels.costs[l] ?? 0)) continue;
          const step = { at, node: next, gain, stage };
          if (!best || compareSteps(this.#graph, step, best) < 0) best = step;
        }
      }
      if (!best) throw new RangeError(`no hop leaves ${left} of ${cost}`);
      steps.push(best);
      left -= labels.costs[out.label[best.at] ?? 0] ?? 0;
      [here, has] = [best.node, 1 << best.gain];
    }
    return steps;
  }
}
