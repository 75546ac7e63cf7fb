import { expect, test } from 'vitest';
import type { Expression } from '../../../graph/rules/query.ts';
import { aggregates, valueOf } from '../../../graph/rules/value.ts';
import { edge, node } from '../facts.ts';

test.each<['min' | 'max', unknown[], unknown]>([
  ['min', [2, 1, 3], 1],
  ['max', [2, 3, 1], 3],
  ['min', [null, 5], 5],
  ['min', [5, null], 5],
  ['max', [null, 5], 5],
  ['max', [5, null, 4], 5],
  ['max', [null, null], null],
  ['min', ['b', null, 'a'], 'a'],
])('%s of %j leaves nulls out, as Cypher has it', (name, values, told) => {
  expect(values.reduce((a, b) => aggregates[name]?.(a, b))).toBe(told);
});

const compared: Expression = {
  is: 'compare',
  sign: '=',
  left: { is: 'variable', slot: 0 },
  right: { is: 'variable', slot: 1 },
};

test.each<[string, unknown, unknown, boolean | null]>([
  ['a node, read twice', node('Agent', 'a'), node('Agent', 'a', { name: 'later' }), true],
  ['two nodes', node('Agent', 'a'), node('Agent', 'b'), false],
  [
    'an edge, read twice',
    edge('CAN_CALL', 'a', 't'),
    edge('CAN_CALL', 'a', 't', { count: 1 }),
    true,
  ],
  ['two edges', edge('CAN_CALL', 'a', 't'), edge('CAN_CALL', 'a', 'u'), false],
  ['lists of the same', ['a', 1], ['a', 1], true],
  ['lists in another order', ['a', 1], [1, 'a'], false],
  ['a value and none', 'a', null, null],
])('%s: equal or not', (_, left, right, told) => {
  expect(valueOf(compared, { slots: [left, right], parameters: {}, count: () => 0 })).toBe(told);
});
