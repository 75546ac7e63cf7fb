import type { Bounds } from './bounds.ts';
import type { Frame, Position } from './frame.ts';
import { hopKey } from './frame.ts';
import { compareSteps, type Step } from './walk.ts';

interface Option extends Step {
  left: number;
}

/**
 * The first, by ids, of the walks that cost exactly `budget`, where no walk can cost less: each hop
 * is one along which the bound shrinks by the hop's own cost. Null where none is open, or none
 * within `hops`.
 */
export function straightWalk(
  frame: Frame,
  bounds: Bounds,
  from: Position,
  banned: ReadonlySet<number>,
  budget: number,
  hops: number,
): Step[] | null {
  const dead = new Set<number>();
  const options = (position: Position, left: number, refused: ReadonlySet<number> | null) => {
    const found: Option[] = [];
    frame.hops(position, (at, node, gain, stage, cost) => {
      if (bounds.of(node, 1 << gain, stage) !== left - cost) return;
      const option = { at, node, gain, stage, left: left - cost };
      if (!refused?.has(hopKey(option)) && !dead.has(frame.state(option))) found.push(option);
    });
    return found;
  };

  /** Moves the first of the options by ids to the end, and takes it. */
  const take = (found: Option[]): Option | undefined => {
    let best = 0;
    for (let i = 1; i < found.length; i++)
      if (compareSteps(frame.graph, found[i] as Option, found[best] as Option) < 0) best = i;
    const taken = found[best];
    const end = found.pop();
    if (end && best < found.length) found[best] = end;
    return taken;
  };

  const trail: Option[] = [];
  const open = [options(from, budget, banned)];
  for (let level = open.at(-1); level; level = open.at(-1)) {
    const option = trail.length < hops ? take(level) : undefined;
    if (!option) {
      open.pop();
      const failed = trail.pop();
      if (failed) dead.add(frame.state(failed));
    } else if (!dead.has(frame.state(option))) {
      trail.push(option);
      if (option.left === 0) return trail;
      const { node, gain, stage, left } = option;
      open.push(options({ node, holds: 1 << gain, stage }, left, null));
    }
  }
  return null;
}
