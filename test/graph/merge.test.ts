import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Support } from '../../graph/entity.ts';
import { mergeNode } from '../../graph/merge.ts';

const evidence = { source: 's', record: 'r' };
const found = (type: string) => ({ type, basis: 'finding', confidence: 0.9 });

const support = (claims: Record<string, Record<string, unknown>>): Support => ({
  claims: Object.fromEntries(
    Object.entries(claims).map(([key, props]) => [key, { at: 1, props, evidence }]),
  ),
  seen: {},
});

const store = (claims: Record<string, Record<string, unknown>>) =>
  mergeNode('DataStore', 'arn:aws:s3:::b', support(claims)).props;

test('lists to which every claim may add are joined, other properties are settled', () => {
  const props = store({
    'aws:1/macie2|a': { classifications: [found('financial')], type: 'first' },
    'aws:1/macie2|b': { classifications: [found('personal'), found('financial')], type: 'second' },
  });
  expect(props).toEqual({
    classifications: [found('financial'), found('personal')],
    type: 'first',
  });
});

test('a node of which nobody says so has no such list', () => {
  expect(store({ 'aws:1/s3|b': { type: 's3' } })).toEqual({ type: 's3' });
});

test('whatever the order of claims, the list is the same', () => {
  const claims = fc.dictionary(
    fc.constantFrom('aws:1/a|x', 'aws:1/b|x', 'terraform:1/a|x', 'derive/d|x'),
    fc.array(fc.constantFrom('financial', 'personal', 'credentials').map(found)),
  );
  fc.assert(
    fc.property(claims, (said) => {
      const entries = Object.entries(said).map(
        ([key, classifications]) => [key, { classifications }] as const,
      );
      expect(store(Object.fromEntries(entries))).toEqual(
        store(Object.fromEntries(entries.toReversed())),
      );
    }),
  );
});
