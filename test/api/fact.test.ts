import { expect, test } from 'vitest';
import { factOf } from '../../api/fact.ts';
import type { Edge } from '../../graph/entity.ts';
import { ownerOf } from '../../graph/owner.ts';
import type { NodeKind } from '../../graph/schema/index.ts';
import { View } from '../../graph/view.ts';
import { edge, node as plain } from '../graph/facts.ts';

const node = (kind: NodeKind, props: Record<string, unknown>, uid = 'it') =>
  plain(kind, uid, props);

test.each<[NodeKind, Record<string, unknown>, string | null]>([
  ['Endpoint', { authn: 'none', exposure: 'internet' }, 'no auth'],
  ['Endpoint', { authn: 'iam', exposure: 'internet' }, 'on the internet'],
  ['Endpoint', {}, null],
  ['Tool', { semantic: 'exec' }, 'runs code'],
  ['Tool', { semantic: 'unknown' }, null],
  ['McpServer', { auth: 'oauth', pinned: false }, 'not pinned'],
  ['McpServer', { auth: 'oauth', pinned: true }, null],
  ['Agent', { approvalMode: 'all' }, 'no guardrail'],
  ['DataStore', { public: true, sensitive: true }, 'public'],
  ['DataStore', { sensitive: true, type: 's3' }, 'sensitive'],
  ['DataStore', { sensitive: false, type: 's3' }, 's3'],
  ['Identity', { privilege: 'admin', subtype: 'role' }, 'admin'],
  ['Identity', { privilege: 'low', subtype: 'role' }, 'role'],
  ['Identity', { subtype: '' }, null],
])('%s with %o: %s', (kind, props, fact) => {
  expect(factOf(new View(), node(kind, props))).toBe(fact);
});

test('what nothing describes says only that', () => {
  expect(factOf(new View(), { ...node('Agent', { approvalMode: 'none' }), stub: true })).toBe(
    'not collected',
  );
});

test('an agent with a guardrail is told by what else is known of it', () => {
  const agent = node('Agent', { approvalMode: 'none' });
  const view = new View([agent, node('Guardrail', {}, 'g')], [edge('PROTECTED_BY', 'it', 'g')]);
  expect(factOf(view, agent)).toBe('no approval');
});

test.each<[string, Record<string, unknown>, Edge[], string | null]>([
  ['what it says of itself', { owner: 'sales' }, [edge('OWNED_BY', 'it', 'team')], 'sales'],
  ['whom it is owned by', {}, [edge('OWNED_BY', 'it', 'team')], 'The team'],
  [
    'whom it is owned by, where it says nothing of use',
    { owner: '' },
    [edge('OWNED_BY', 'it', 'team')],
    'The team',
  ],
  ['nobody', {}, [], null],
  ['nobody that is there', {}, [edge('OWNED_BY', 'it', 'gone')], null],
])('the owner is %s', (_, props, edges, owner) => {
  const store = node('DataStore', props);
  const view = new View([store, node('Group', { name: 'The team' }, 'team')], edges);
  expect(ownerOf(view, store)).toBe(owner);
});
