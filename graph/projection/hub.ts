import { capabilityCount, heldWith } from './capability-mask.ts';
import { statesOf, type Block } from './block.ts';
import type { Looks } from './looks.ts';
import { nothing } from './reach-set.ts';
import { nodeOf } from './side.ts';
import type { Walkable } from './walkable.ts';

/** Two states of different nodes, each of which comes to the other. */
export interface Hub {
  first: number;
  second: number;
}

/** States that are tried. */
const most = 4;

const capabilityOf = (state: number) => state % capabilityCount;

/** Of states, those from which one comes to what a look backward came to. */
export function comingTo(states: readonly number[], wanted: readonly number[]): number[] {
  const masks = new Map<number, number>();
  for (const state of wanted) {
    const node = nodeOf(state);
    masks.set(node, (masks.get(node) ?? 0) | (1 << capabilityOf(state)));
  }
  return states.filter(
    (state) => (heldWith[1 << capabilityOf(state)] ?? 0) & (masks.get(nodeOf(state)) ?? 0),
  );
}

/** A hub that lies between entries and targets, where most edges meet; null where none is found. */
export function hubOf(
  { nodes, out, in: back }: Walkable,
  { forward: { reach: forward }, backward: { reach: backward } }: Looks,
  { starts, goals }: Block,
): Hub | null {
  const ranks = nodes.ranks();
  const size = (state: number) => out.degree(nodeOf(state)) * back.degree(nodeOf(state));
  const compare = (a: number, b: number) =>
    size(b) - size(a) || (ranks[nodeOf(a)] ?? 0) - (ranks[nodeOf(b)] ?? 0) || a - b;
  /** The first few in order; sorting all of them would take longer than the rest. */
  const busiest = (states: readonly number[]) => {
    const best: number[] = [];
    for (const state of states) {
      if (best.length === most && compare(state, best[most - 1] ?? 0) > 0) continue;
      best.push(state);
      best.sort(compare);
      best.length = Math.min(best.length, most);
    }
    return best;
  };
  const between = comingTo(
    forward.from(
      starts.flatMap(({ node, holds }) => statesOf(node, holds)),
      nothing,
    ),
    backward.from(
      [...goals].flatMap(([node, goal]) => statesOf(node, goal)),
      nothing,
    ),
  );
  for (const first of busiest(between)) {
    const around = comingTo(forward.from([first], nothing), backward.from([first], nothing));
    const others = around.filter((state) => nodeOf(state) !== nodeOf(first));
    const [second] = busiest(others);
    if (second !== undefined) return { first, second };
  }
  return null;
}
