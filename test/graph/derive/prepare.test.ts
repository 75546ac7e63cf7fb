import { expect, test } from 'vitest';
import { derivation } from '../../../graph/derive/derivation.ts';
import { prepare } from '../../../graph/derive/prepare.ts';
import { View } from '../../../graph/view.ts';
import { node } from '../facts.ts';

const view = new View([node('Agent', 'a')]);

/** Of a derivation with such an index, how often it was made after each of three times. */
function madeBy(index: (view: View) => unknown): number[] {
  let made = 0;
  const counted = derivation({
    name: 'counted',
    doc: '',
    after: [],
    reads: { nodes: ['Agent'], edges: [] },
    index(given) {
      made++;
      return index(given);
    },
    subjects: () => [],
    derive() {},
  });
  const known = new Map<string, string>();
  return [1, 2, 3].map(() => {
    prepare(counted, view, known, []);
    return made;
  });
}

test('an index that hides what is read is made once each time, as soon as that is known of it', () => {
  const [first = 0, ...later] = madeBy(() => ({ hidden: ['a'] }));
  expect(later).toEqual([first + 1, first + 2]);
});

test('one of nothing but complete maps is kept while the nodes that it was made of are as they were', () => {
  const agents = (given: View) => new Map([...given.nodesOf('Agent')].map((one) => [one.uid, one]));
  expect(madeBy((given) => ({ agents: agents(given) }))).toEqual([1, 1, 1]);
});
