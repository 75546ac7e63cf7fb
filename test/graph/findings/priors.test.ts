import { expect, test } from 'vitest';
import type { Edge } from '../../../graph/entity.ts';
import { probability } from '../../../graph/findings/priors.ts';
import type { EdgeKind } from '../../../graph/schema/index.ts';
import { edge, node } from './facts.ts';

/** Declared priors of the domain model (path score): edge, and what it is worth. */
const cases: [string, EdgeKind, Partial<Edge>, number][] = [
  ['an open network', 'REACHES', {}, 1],
  ['a certain permission', 'CAN_READ', {}, 0.99],
  ['a permission on a condition', 'CAN_READ', { conditional: true }, 0.495],
  ['a known exploited vulnerability', 'EXPLOITS', { props: { kev: true, epss: 0.01 } }, 0.95],
  ['a vulnerability with its EPSS', 'EXPLOITS', { props: { epss: 0.4 } }, 0.4],
  ['a vulnerability with a tiny EPSS', 'EXPLOITS', { props: { epss: 0.0001 } }, 0.05],
  ['a flaw that is assumed', 'EXPLOITS', { basis: 'inferred' }, 0.3],
  // 1 - (1 - .95)^100
  ['a prompt, tried a hundred times', 'PROMPTS', {}, 1],
  ['content that has still to be retrieved', 'FEEDS', {}, 0.5],
  ['a tool that a person approves', 'CAN_CALL', { props: { approval: true } }, 0.2],
  ['a tool that nobody approves', 'CAN_CALL', {}, 1],
  ['credentials that code can take', 'CAN_STEAL', {}, 0.95],
];

test.each(cases)('%s: %s', (_, kind, rest, expected) => {
  const [from, to] = [node('Workload', 'from'), node('Workload', 'to')];
  expect(probability(edge(kind, 'from', 'to', rest), from, to)).toBeCloseTo(expected, 10);
});

test('approval may be asked at the tool', () => {
  const tool = node('Tool', 't', { approval: true });
  expect(probability(edge('CAN_CALL', 'a', 't'), node('Agent', 'a'), tool)).toBe(0.2);
});
