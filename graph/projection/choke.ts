import type { Block } from './block.ts';
import { broughtBy, heldWith, lowest, weakest } from './capability-mask.ts';
import { Clock, outOfTime } from './clock.ts';
import { Counted, type ChokePoint } from './counted.ts';
import type { Hangs } from './elements.ts';
import { hubOf } from './hub.ts';
import { hubPairs } from './hub-pairs.ts';
import { looksAt, type Looks, type SideLooks } from './looks.ts';
import type { Origin } from './must-cross.ts';
import type { Problem } from './problem.ts';
import type { Walkable } from './walkable.ts';

export interface ChokeAnswer {
  /** Pairs of an entry and a target that paths join. */
  pairs: number;
  /** Those that close most, then by kind and id; each closes at least one. */
  points: ChokePoint[];
  /** Why pairs may be missing, or null. */
  truncated: string | null;
}

export interface ChokeOptions {
  most: number;
  /** Milliseconds. */
  timeout: number;
  /** Up to so many entries or targets each is looked at by itself. */
  apart: number;
}

/** Looks at all walks from one origin, and counts the pairs with ends. */
function count(
  into: Counted,
  { search, elements }: SideLooks,
  origin: Origin,
  ends: ReadonlyMap<number, number>,
): void {
  search.from(origin, ends, (_, crossed) => {
    into.pairs++;
    for (const number of crossed) into.add(elements.at(number), 1);
  });
}

const without = (ends: ReadonlyMap<number, number>, node: number) => {
  if (!ends.has(node)) return ends;
  const others = new Map(ends);
  others.delete(node);
  return others;
};

const capabilitiesBy = (mask: number) => {
  let all = 0;
  for (let rest = mask; rest; rest &= rest - 1) all |= broughtBy[lowest(rest)] ?? 0;
  return all;
};

/** One look for each entry, or backward for each target. */
function countApart(
  into: Counted,
  { forward, backward }: Looks,
  { starts, goals }: Block,
  by: 'entry' | 'target',
): void {
  if (by === 'entry') {
    for (const { node, holds } of starts) {
      const origin = { node, holds, idle: heldWith[holds] ?? 0 };
      count(into, forward, origin, without(goals, node));
    }
    return;
  }
  const held = new Map(starts.map(({ node, holds }) => [node, holds]));
  for (const [node, goal] of goals) {
    const origin = { node, holds: weakest[goal] ?? 0, idle: capabilitiesBy(goal) };
    count(into, backward, origin, without(held, node));
  }
}

/**
 * Pairs by way of a hub all at once, and then those that it leaves, and so on. Where there is no
 * hub they are looked at one by one. Who does not come to a hub comes to little, so that these are
 * best looked at from where they start, and what no hub comes to from where it ends.
 */
function countBlock(
  into: Counted,
  { graph, looks, apart }: { graph: Walkable; looks: Looks; apart: number },
  block: Block,
  by: 'entry' | 'target',
): void {
  const { starts, goals } = block;
  if (starts.length === 0 || goals.size === 0) return;
  const around = { graph, looks, apart };
  const hub = Math.min(starts.length, goals.size) > apart ? hubOf(graph, looks, block) : null;
  const found = hub && hubPairs(looks, block, hub);
  if (!found || found.entries.size === 0 || found.targets.size === 0) {
    countApart(into, looks, block, by);
    return;
  }
  const { counted, entries, targets } = found;
  into.addAll(counted);
  const outside = starts.filter(({ node }) => !entries.has(node));
  const inside = starts.filter(({ node }) => entries.has(node));
  const others = new Map([...goals].filter(([node]) => !targets.has(node)));
  countBlock(into, around, { starts: outside, goals }, 'entry');
  countBlock(into, around, { starts: inside, goals: others }, 'target');
}

/**
 * What paths from entries to targets must cross: for each node, edge and cause the pairs that no
 * walk of whatever length joins without it, counted one by one. Out of time, the counts are of the
 * pairs that were looked at.
 */
export function chokePoints(
  graph: Walkable,
  problem: Problem,
  hangs: Hangs,
  { most, timeout, apart }: ChokeOptions,
): ChokeAnswer {
  const clock = new Clock(timeout);
  const looks = looksAt(graph, problem, hangs, () => {
    clock.tick();
  });
  const { starts, goals } = problem;
  const counted = new Counted();
  let truncated: string | null = null;
  try {
    // A node that is both makes a pair with itself where it comes to hold what it did not hold.
    for (const { node, holds } of starts) {
      const goal = goals.get(node);
      const origin = { node, holds, idle: heldWith[holds] ?? 0 };
      if (goal !== undefined) count(counted, looks.forward, origin, new Map([[node, goal]]));
    }
    const by = starts.length <= goals.size ? 'entry' : 'target';
    countBlock(counted, { graph, looks, apart }, { starts, goals }, by);
  } catch (thrown) {
    if (thrown !== outOfTime) throw thrown;
    truncated = `stopped after ${timeout} ms: ${counted.pairs} pairs are counted, there may be more`;
  }
  return { pairs: counted.pairs, points: counted.best(most), truncated };
}
