import { severities, pathStates } from '../../graph/findings/finding.ts';
import { capabilities, capabilityOrder } from '../../graph/schema/capability.ts';
import { planes } from '../../graph/schema/define.ts';
import { edgeKinds, edgeKindNames, nodeKinds, nodeKindNames } from '../../graph/schema/index.ts';
import { builder } from '../builder.ts';

/** Values of an enum with a description each. */
const described = <const K extends string>(names: readonly K[], doc: (name: K) => string) =>
  Object.fromEntries(
    names.map((name) => [name, { value: name, description: doc(name) }]),
  ) as Record<K, { value: K; description: string }>;

export const NodeKind = builder.enumType('NodeKind', {
  description: 'What an entity is.',
  values: described(nodeKindNames, (kind) => nodeKinds[kind].doc),
});

export const EdgeKind = builder.enumType('EdgeKind', {
  description: 'What an edge is. Its direction is the movement of the attacker.',
  values: described(edgeKindNames, (kind) => edgeKinds[kind].doc),
});

export const Capability = builder.enumType('Capability', {
  description: 'What the attacker holds at an entity.',
  values: described(capabilityOrder, (letter) => {
    const { name, doc } = capabilities[letter];
    return `${name}: ${doc}`;
  }),
});

export const Plane = builder.enumType('Plane', {
  description: 'The part of an estate that an entity belongs to.',
  values: planes,
});

export const Severity = builder.enumType('Severity', {
  description: 'Worst first.',
  values: severities,
});

export const PathState = builder.enumType('PathState', {
  description: 'How real a path is, from configured only to proved by emulation.',
  values: Object.fromEntries(
    pathStates.map((state) => [state.replaceAll('-', '_'), { value: state }]),
  ),
});

export const Basis = builder.enumType('Basis', {
  description: 'What an edge rests on, best first.',
  values: ['validated', 'observed', 'configured', 'inferred'] as const,
});
