import { expect, test } from 'vitest';
import { impactsOf } from '../../../graph/findings/impact.ts';
import type { State } from '../../../graph/projection/search.ts';
import { nodeKinds, type NodeKind } from '../../../graph/schema/index.ts';
import { View } from '../../../graph/view.ts';
import { edge, node } from './facts.ts';

const classified = (confidence: number) => ({
  sensitive: true,
  classifications: [{ type: 'pii', basis: 'tag', confidence }],
});

test.each<[string, NodeKind, Record<string, unknown>, number]>([
  ['an account', 'Account', {}, 1],
  ['an administrator', 'Identity', { privilege: 'admin' }, 1],
  ['an identity nobody looked at', 'Identity', {}, 0.4],
  ['a crown jewel', 'DataStore', { crownJewel: true }, 1],
  ['surely sensitive data', 'DataStore', classified(1), 0.9],
  ['data that its name makes sensitive', 'DataStore', classified(0.5), 0.75],
  ['sensitive data in a test account', 'DataStore', { ...classified(1), environment: 'dev' }, 0.54],
  ['data that nobody classified', 'DataStore', {}, 0.3],
  ['harmless data', 'DataStore', { sensitive: false }, 0.1],
  ['a secret', 'Secret', {}, 0.7],
  ['a tool that executes code', 'Tool', { semantic: 'exec' }, 0.7],
  ['a tool of a semantic that is new', 'Tool', { semantic: 'levitate' }, 0.4],
])('%s', (_, kind, props, expected) => {
  const capability = nodeKinds[kind].owned;
  const impactAt = impactsOf(new View([node(kind, 'x', props)]));
  expect(impactAt({ uid: 'x', capability })).toBeCloseTo(expected, 10);
});

const view = new View(
  [
    node('Workload', 'w'),
    node('Identity', 'p', { privilege: 'low' }),
    node('Account', 'c'),
    node('Agent', 'a'),
    node('McpServer', 'm', { auth: 'oauth' }),
    node('McpServer', 'n', { auth: 'none' }),
    node('Tool', 't', { semantic: 'payment' }),
    node('ResourceSet', 's'),
    node('DataStore', 'd', classified(1)),
  ],
  [
    edge('CAN_STEAL', 'w', 'p'),
    edge('CAN_READ', 'p', 's'),
    edge('CONTAINS', 's', 'd'),
    edge('SERVES', 'm', 't'),
    edge('SERVES', 'n', 't'),
    edge('CAN_CALL', 'a', 't'),
  ],
);

test.each<[string, State, number]>([
  [
    'code in a workload leads to its identity and what that reads',
    { uid: 'w', capability: 'X' },
    0.9,
  ],
  ['reaching a workload leads nowhere', { uid: 'w', capability: 'R' }, 0.2],
  ['a steered agent uses its tools', { uid: 'a', capability: 'I' }, 0.8],
  [
    'a server without authorisation offers its tools to who reaches it',
    { uid: 'n', capability: 'R' },
    0.8,
  ],
  ['one with authorisation does not', { uid: 'm', capability: 'R' }, 0.2],
  ['an account is an account', { uid: 'c', capability: 'A' }, 1],
  ['what is not known is not nothing', { uid: 'nowhere', capability: 'X' }, 0.2],
])('%s', (_, state, expected) => {
  expect(impactsOf(view)(state)).toBeCloseTo(expected, 10);
});

test('members that contain each other end somewhere', () => {
  const knot = [edge('CONTAINS', 's', 'u'), edge('CONTAINS', 'u', 's')];
  const sets = new View([node('ResourceSet', 's'), node('ResourceSet', 'u')], knot);
  expect(impactsOf(sets)({ uid: 's', capability: 'D' })).toBe(0.2);
});

test('an unclassified store is never less than a harmless one, nor more than a sensitive one', () => {
  const at = (props: Record<string, unknown>) =>
    impactsOf(new View([node('DataStore', 'd', props)]))({ uid: 'd', capability: 'D' });
  const [harmless, unknown, least] = [at({ sensitive: false }), at({}), at(classified(0))];
  expect(harmless).toBeLessThan(unknown);
  expect(unknown).toBeLessThan(least);
});
