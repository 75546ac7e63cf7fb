import { expect, test } from 'vitest';
import { Watch } from '../../../graph/derive/watch.ts';
import { View } from '../../../graph/view.ts';
import type { Changes } from '../../../graph/workspace.ts';
import { edge, node } from '../facts.ts';

const none: Changes = { nodes: [], edges: [], goneNodes: [], goneEdges: [], by: new Map() };

/** A watch of a view of which one reads an agent, and another what leaves a tool. */
function watched(): Watch {
  const watch = new Watch(new View([node('Agent', 'a')], [edge('CAN_CALL', 'a', 't')]));
  watch.reading('one', () => watch.view.node('a'));
  watch.reading('two', () => watch.view.out('t'));
  return watch;
}

test.each<[string, Partial<Changes>, string[]]>([
  ['a node', { nodes: [node('Agent', 'a')] }, ['one']],
  ['an edge of a kind that is read', { edges: [edge('CAN_CALL', 'a', 't')] }, ['one', 'two']],
  ['such an edge that is gone', { goneEdges: ['CAN_CALL|a|t'] }, ['one', 'two']],
  ['an edge of another kind', { edges: [edge('SERVED_BY', 't', 'w')] }, []],
  ['a node that nobody read', { goneNodes: ['w'] }, []],
])('%s touches who read it', (_, changes, touched) => {
  expect([...watched().touchedBy([{ ...none, ...changes }], ['CAN_CALL'])].sort()).toEqual(touched);
});

test('who was touched reads anew, or is touched no more', () => {
  const watch = watched();
  const changes = [{ ...none, edges: [edge('CAN_CALL', 'a', 't')] }];
  watch.touchedBy(changes, ['CAN_CALL']);
  watch.reading('two', () => watch.view.out('t'));
  expect([...watch.touchedBy(changes, ['CAN_CALL'])]).toEqual(['two']);
});
