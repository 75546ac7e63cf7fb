import { lexicographicSortSchema, printSchema } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../api/schema.ts';
import { nodeKindNames } from '../../graph/schema/index.ts';
import { expectGolden } from '../golden.ts';

test('schema.graphql is the schema', () => {
  expectGolden('schema.graphql', `${printSchema(lexicographicSortSchema(schema))}\n`);
});

test.each(nodeKindNames)('%s has a type of its own that is an entity', (kind) => {
  const type = schema.getType(`${kind}Node`);
  expect(type && 'getInterfaces' in type && type.getInterfaces().map(({ name }) => name)).toEqual([
    'Entity',
  ]);
});
