import { capabilityOrder, held, type Capability } from '../schema/capability.ts';

/** Capabilities as bits: capability number i, in the order of the schema, is bit `1 << i`. */
export const capabilityNumber = Object.fromEntries(
  capabilityOrder.map((capability, i) => [capability, i]),
) as Record<Capability, number>;

export const capabilityCount = capabilityOrder.length;
const maskCount = 1 << capabilityCount;

export const maskOf = (capabilities: Iterable<Capability>): number => {
  let mask = 0;
  for (const capability of capabilities) mask |= 1 << capabilityNumber[capability];
  return mask;
};

/** Number of the lowest capability of a mask that is not empty. */
export const lowest = (mask: number): number => 31 - Math.clz32(mask & -mask);

const single = Uint8Array.from(capabilityOrder, (capability) => maskOf(held[capability]));

/** By number: every capability that brings this one, itself included. */
export const broughtBy = Uint8Array.from(capabilityOrder, (_, i) =>
  maskOf(capabilityOrder.filter((c) => held[c].has(capabilityOrder[i] as Capability))),
);

const table = (value: (mask: number) => number) =>
  Uint8Array.from({ length: maskCount }, (_, mask) => value(mask));

const filtered = (mask: number, keep: (i: number) => boolean) => {
  let kept = 0;
  for (let rest = mask; rest; rest &= rest - 1) if (keep(lowest(rest))) kept |= rest & -rest;
  return kept;
};

/** By mask: all that holding its capabilities brings. */
export const heldWith = table((mask) => {
  let all = 0;
  for (let rest = mask; rest; rest &= rest - 1) all |= single[lowest(rest)] ?? 0;
  return all;
});

/** By mask: its capabilities without those that another of them brings. */
export const strongest = table((mask) =>
  filtered(mask, (i) => (mask & (broughtBy[i] ?? 0) & ~(1 << i)) === 0),
);

/** By mask, read as alternative needs: without those that bring another of them. */
export const weakest = table((mask) =>
  filtered(mask, (i) => (mask & (single[i] ?? 0) & ~(1 << i)) === 0),
);
