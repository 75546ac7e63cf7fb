import { capabilityCount, lowest } from './capability-mask.ts';
import type { Start } from './problem.ts';

/** All pairs of some entries and some targets, but those of a node with itself. */
export interface Block {
  starts: readonly Start[];
  /** By node, mask of what is wanted there. */
  goals: ReadonlyMap<number, number>;
}

/** States of a node, by the mask of their capabilities. */
export function statesOf(node: number, mask: number): number[] {
  const states: number[] = [];
  for (let rest = mask; rest; rest &= rest - 1) states.push(node * capabilityCount + lowest(rest));
  return states;
}
