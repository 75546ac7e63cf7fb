import { capabilityOrder, harmful, type Capability } from '../../../../graph/schema/capability.ts';
import type { NodeKind } from '../../../../graph/schema/index.ts';

/** What a box of the drawing shows. */
export interface Boxed {
  uid: string;
  name: string;
  kind: NodeKind;
  fact: string | null;
  sensitive: boolean | null;
  crownJewel: boolean | null;
}

/** An entity that leads here by one edge. */
export interface Way {
  entity: Boxed;
  conditional: boolean;
  /** The edge as a verb. */
  said: string;
}

interface Reached {
  entity: Boxed;
  states: readonly { capability: Capability }[];
}

/** A capability that follows, and where it is held: the first of those, and how many more. */
export interface Held {
  capability: Capability;
  hot: boolean;
  first: Boxed;
  more: number;
  y: number;
}

export interface Blast {
  ways: (Way & { y: number })[];
  moreWays: number;
  rows: Held[];
  /** Where the entity itself stands. */
  y: number;
  height: number;
}

const pitch = 56;
const top = 28;
const box = 40;

/** `count` boxes a pitch apart, in the middle of a column that has room for `most`. */
const spread = (count: number, most: number): number[] =>
  Array.from({ length: count }, (_, n) => top + ((most - count) / 2 + n) * pitch);

/**
 * Where everything of the drawing stands: ways in, the entity, what an attacker then holds, and
 * where. `reached` is in the order in which it matters; `counts` says how many there are in all.
 */
export function blastOf(
  ways: readonly Way[],
  allWays: number,
  reached: readonly Reached[],
  counts: readonly { capability: Capability; count: number }[],
): Blast {
  const held = capabilityOrder.flatMap((capability) => {
    const count = counts.find((one) => one.capability === capability)?.count ?? 0;
    const first = reached.find(({ states }) => states.some((one) => one.capability === capability));
    return first
      ? [{ capability, hot: harmful.includes(capability), first: first.entity, more: count - 1 }]
      : [];
  });
  const most = Math.max(ways.length, held.length, 2);
  const left = spread(ways.length, most);
  const right = spread(held.length, most);
  return {
    ways: ways.map((way, n) => ({ ...way, y: left[n] ?? 0 })),
    moreWays: Math.max(0, allWays - ways.length),
    rows: held.map((row, n) => ({ ...row, y: right[n] ?? 0 })),
    y: top + ((most - 1) / 2) * pitch,
    height: top + (most - 1) * pitch + box + 16,
  };
}
