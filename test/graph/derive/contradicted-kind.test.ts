import { expect, test } from 'vitest';
import { derivations } from '../../../graph/derive/registry.ts';
import { catchUp } from '../../../graph/derive/settle.ts';
import { View } from '../../../graph/view.ts';
import { edge, node } from '../facts.ts';

const bucket = 'arn:aws:s3:::orders';

/** A tool whose identity may read something, of which another record says what kind it is. */
const viewWhere = (kind: 'DataStore' | 'SaaSTenant') =>
  new View(
    [
      node('Tool', 'tool', { semantic: 'generic-api' }),
      node('Workload', 'function'),
      node('Identity', 'role'),
      node(kind, bucket),
    ],
    [
      edge('SERVED_BY', 'tool', 'function'),
      edge('ACTS_AS', 'function', 'role'),
      edge('CAN_READ', 'role', bucket),
    ],
  );

const queriesIn = (view: View) =>
  derivations
    .flatMap((derivation) => catchUp(derivation, view, new Map(), 0))
    .flatMap(({ edges }) => edges)
    .filter(({ kind }) => kind === 'QUERIES');

test('records that disagree on what a node is stop no derivation: no edge joins what it cannot', () => {
  expect(queriesIn(viewWhere('DataStore'))).toMatchObject([{ to: { uid: bucket } }]);
  expect(queriesIn(viewWhere('SaaSTenant'))).toEqual([]);
});
