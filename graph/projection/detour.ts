import type { Bounds } from './bounds.ts';
import type { Clock } from './clock.ts';
import { hopKey, type Frame, type Position } from './frame.ts';
import type { HopsNeeded } from './hops-needed.ts';
import { Queue } from './queue.ts';
import { compareAll, type Step } from './walk.ts';

interface Label extends Step {
  /** Cost so far, and at least in all. */
  cost: number;
  total: number;
  hops: number;
  previous: Label | null;
}

const hopKeys = 128;

/** Bound on hops, and what is known of the hops that are still needed. */
export interface HopBound {
  hops: number;
  needed: HopsNeeded;
}

const trailOf = (label: Label): Label[] => {
  const trail: Label[] = [];
  for (let at: Label | null = label; at; at = at.previous) trail.push(at);
  return trail.reverse();
};

/**
 * The cheapest open walk from a position to a goal, and the first by ids of those that cost the
 * same: A* over states, with exact remaining costs as its guide. With a bound on hops a state may
 * be passed again at a higher cost if that takes fewer hops.
 */
export function detour(
  frame: Frame,
  bounds: Bounds,
  from: Position,
  banned: ReadonlySet<number>,
  clock: Clock,
  within?: HopBound,
): { steps: Step[]; cost: number } | null {
  const { graph } = frame;
  const first = (a: Label, b: Label) => compareAll(graph, trailOf(a), trailOf(b)) < 0;
  const queue = new Queue<Label>((a, b) => a.total - b.total || a.cost - b.cost);
  const known = new Map<number, Label>();
  /** By state, the fewest hops of a label that was passed on. */
  const passed = new Map<number, number>();
  const keyOf = (label: Label) => frame.state(label) * hopKeys + (within ? label.hops : 0);
  const remaining = ({ node, gain, stage }: Step) => bounds.of(node, 1 << gain, stage);

  const offer = (label: Label) => {
    if (label.total === Infinity) return;
    const key = keyOf(label);
    const other = known.get(key);
    if (other && (other.cost < label.cost || (other.cost === label.cost && !first(label, other))))
      return;
    known.set(key, label);
    queue.push(label);
  };
  const expand = (position: Position, previous: Label | null) => {
    const hops = (previous?.hops ?? 0) + 1;
    frame.hops(position, (at, node, gain, stage, price) => {
      if (!previous && banned.has(hopKey({ at, gain }))) return;
      if (within && hops + within.needed.of(node, 1 << gain, stage) > within.hops) return;
      const cost = (previous?.cost ?? 0) + price;
      const total = cost + bounds.of(node, 1 << gain, stage);
      offer({ at, node, gain, stage, cost, total, hops, previous });
    });
  };

  expand(from, null);
  let best: Label | null = null;
  for (let label = queue.pop(); label; label = queue.pop()) {
    clock.tick();
    if (best && label.total > best.cost) break;
    if (known.get(keyOf(label)) !== label) continue;
    const state = frame.state(label);
    if ((passed.get(state) ?? Infinity) <= (within ? label.hops : 0)) continue;
    if (label.total - label.cost >= bounds.frontier)
      bounds.advance(label.total - label.cost, clock);
    const total = label.cost + remaining(label);
    if (total > label.total) {
      label.total = total;
      if (total < Infinity) queue.push(label);
      continue;
    }
    passed.set(state, within ? label.hops : 0);
    if (total === label.cost) {
      if (!best || first(label, best)) best = label;
    } else {
      const { node, gain, stage } = label;
      expand({ node, holds: 1 << gain, stage }, label);
    }
  }
  return best && { steps: trailOf(best), cost: best.cost };
}
