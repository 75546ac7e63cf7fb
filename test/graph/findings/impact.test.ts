import { expect, test } from 'vitest';
import { impactsOf } from '../../../graph/findings/impact.ts';
import type { NodeKind } from '../../../graph/schema/index.ts';
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
  expect(impactsOf(new View([node(kind, 'x', props)]))('x')).toBeCloseTo(expected, 10);
});

test('what leads to something counts as that, within two steps', () => {
  const view = new View(
    [
      node('Workload', 'w'),
      node('Identity', 'p'),
      node('Account', 'c'),
      node('Endpoint', 'e'),
      node('McpServer', 'm'),
      node('Tool', 't', { semantic: 'payment' }),
    ],
    [
      edge('CAN_STEAL', 'w', 'p'),
      edge('ADMINISTERS', 'p', 'c'),
      edge('SERVES', 'm', 't'),
      edge('ROUTES_TO', 'e', 'w'),
    ],
  );
  const impactAt = impactsOf(view);
  expect(['w', 'p', 'm', 'e', 'nowhere'].map(impactAt)).toEqual([1, 1, 0.8, 0.2, 0.2]);
});

test('an unclassified store is never less than a harmless one, nor more than a sensitive one', () => {
  const at = (props: Record<string, unknown>) =>
    impactsOf(new View([node('DataStore', 'd', props)]))('d');
  const [harmless, unknown, least] = [at({ sensitive: false }), at({}), at(classified(0))];
  expect(harmless).toBeLessThan(unknown);
  expect(unknown).toBeLessThan(least);
});
