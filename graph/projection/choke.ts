import { broughtBy, lowest, weakest } from './capability-mask.ts';
import { Clock, outOfTime } from './clock.ts';
import { Elements, type Element, type Hangs } from './elements.ts';
import { heldWith } from './capability-mask.ts';
import { MustCross, type Origin } from './must-cross.ts';
import type { Problem } from './problem.ts';
import { Side } from './side.ts';
import type { Walkable } from './walkable.ts';

export interface ChokePoint extends Element {
  /** Pairs of an entry and a target that no path joins without it. */
  closes: number;
}

export interface ChokeAnswer {
  /** Pairs of an entry and a target that paths join. */
  pairs: number;
  /** Those that close most, then by kind and id; each closes at least one. */
  points: ChokePoint[];
  /** Why pairs may be missing, or null. */
  truncated: string | null;
}

const compareIds = (a: Element, b: Element) =>
  a.kind === b.kind ? (a.id < b.id ? -1 : 1) : a.kind < b.kind ? -1 : 1;

/** Counts as pairs are found, by element. */
class Counted {
  pairs = 0;
  readonly #points = new Map<string, ChokePoint>();

  add(elements: Elements, crossed: readonly number[]): void {
    this.pairs++;
    for (const number of crossed) {
      const { kind, id } = elements.at(number);
      const key = `${kind} ${id}`;
      const known = this.#points.get(key);
      if (known) known.closes++;
      else this.#points.set(key, { kind, id, closes: 1 });
    }
  }

  best(most: number): ChokePoint[] {
    const points = [...this.#points.values()];
    points.sort((a, b) => b.closes - a.closes || compareIds(a, b));
    return points.slice(0, most);
  }
}

const all = (mask: number, by: ArrayLike<number>) => {
  let united = 0;
  for (let rest = mask; rest; rest &= rest - 1) united |= by[lowest(rest)] ?? 0;
  return united;
};

/** A look at all walks from one origin, and the ends that it counts. */
interface Look {
  backward: boolean;
  origin: Origin;
  ends: ReadonlyMap<number, number>;
}

/**
 * Looks that find each pair once: forward from each entry, or backward from each target where those
 * are fewer. A node that is both makes a pair with itself where it comes to hold what it did not
 * hold from the beginning, which is told forward.
 */
function* looks(graph: Walkable, { starts, goals }: Problem): Iterable<Look> {
  const ranks = graph.nodes.ranks();
  const byRank = (a: { node: number }, b: { node: number }) =>
    (ranks[a.node] ?? 0) - (ranks[b.node] ?? 0);
  const backward = goals.size < starts.length;
  for (const { node, holds } of starts.toSorted(byRank)) {
    const goal = goals.get(node);
    const own = goal === undefined ? [] : [[node, goal] as const];
    if (backward && own.length === 0) continue;
    const origin = { node, holds, idle: heldWith[holds] ?? 0 };
    yield { backward: false, origin, ends: backward ? new Map(own) : goals };
  }
  if (!backward) return;
  const held = new Map(starts.map(({ node, holds }) => [node, holds]));
  const targets = [...goals].map(([node, goal]) => ({ node, goal }));
  for (const { node, goal } of targets.sort(byRank)) {
    const ends = new Map(held);
    ends.delete(node);
    const origin = { node, holds: weakest[goal] ?? 0, idle: all(goal, broughtBy) };
    yield { backward: true, origin, ends };
  }
}

/**
 * What paths from entries to targets must cross: for each node, edge and cause the pairs that no
 * walk of whatever length joins without it, counted one by one. Out of time, the counts are those
 * of the entries or targets that were looked at.
 */
export function chokePoints(
  graph: Walkable,
  problem: Problem,
  hangs: Hangs,
  { most, timeout }: { most: number; timeout: number },
): ChokeAnswer {
  const clock = new Clock(timeout);
  const counted = new Counted();
  const sideOf = (backward: boolean) => {
    const side = new Side(graph, problem, backward);
    const elements = new Elements(side, hangs);
    const search = new MustCross(side, elements, () => {
      clock.tick();
    });
    return { elements, search };
  };
  const sides = new Map<boolean, ReturnType<typeof sideOf>>();
  const all = [...looks(graph, problem)];
  let done = 0;
  try {
    for (const { backward, origin, ends } of all) {
      const side = sides.get(backward) ?? sideOf(backward);
      sides.set(backward, side);
      side.search.from(origin, ends, (_, crossed) => {
        counted.add(side.elements, crossed);
      });
      done++;
    }
  } catch (thrown) {
    if (thrown !== outOfTime) throw thrown;
  }
  const left = all.length - done;
  return {
    pairs: counted.pairs,
    points: counted.best(most),
    truncated:
      left === 0
        ? null
        : `stopped after ${timeout} ms: pairs of ${done} of ${all.length} ` +
          `${all.at(-1)?.backward ? 'targets' : 'entries'} are counted, there may be more`,
  };
}
