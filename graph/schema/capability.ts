import { record } from './record.ts';

/**
 * What an attacker holds at a node, ordered as every screen shows it. Search runs over
 * (node, capability), because reaching a chatbot is not steering it, and steering it is not
 * holding its role.
 */
export const capabilities = {
  R: { name: 'reach', doc: 'send input to it' },
  I: { name: 'influence', doc: 'steer what a language model puts out; probabilistic' },
  U: { name: 'use', doc: 'run one bounded operation with chosen arguments' },
  X: { name: 'execute', doc: 'run code in it' },
  C: { name: 'credential', doc: 'hold its credential' },
  D: { name: 'read data', doc: 'read its data' },
  W: { name: 'write data', doc: 'write its data' },
  A: { name: 'administer', doc: 'change its configuration' },
} as const;

export type Capability = keyof typeof capabilities;

export const capabilityOrder = Object.keys(capabilities) as Capability[];

/** The capabilities that do harm by themselves; reach, influence and use are means. */
export const harmful: readonly Capability[] = ['X', 'C', 'D', 'W', 'A'];

/** Direct implications; `held` closes them. X does not imply C: a derived edge says where it does. */
const implies: Partial<Record<Capability, readonly Capability[]>> = {
  I: ['R'],
  U: ['R'],
  X: ['I', 'U'],
  C: ['U'],
  A: ['W', 'I'],
};

function close(capability: Capability, into = new Set<Capability>()): Set<Capability> {
  if (!into.has(capability)) {
    into.add(capability);
    for (const next of implies[capability] ?? []) close(next, into);
  }
  return into;
}

/** Every capability that holding this one brings, itself included. */
export const held: Record<Capability, ReadonlySet<Capability>> = record(
  capabilityOrder,
  (capability) => close(capability),
);
