import { lexicographicSortSchema, printSchema } from 'graphql';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { schema } from '../../api/schema.ts';
import { nodeKindNames } from '../../graph/schema/index.ts';
import { expectGolden } from '../golden.ts';

test('schema.graphql is the schema', () => {
  expectGolden('schema.graphql', `${printSchema(lexicographicSortSchema(schema))}\n`);
});

test('the explorer is typed by that schema', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cutset-types-'));
  const made = join(folder, 'graphql-env.d.ts');
  execFileSync('gql.tada', ['generate-output', '-o', made, '-c', 'ui/tsconfig.json']);
  expectGolden('ui/src/lib/graphql-env.d.ts', readFileSync(made, 'utf8'));
  rmSync(folder, { recursive: true });
});

test.each(nodeKindNames)('%s has a type of its own that is an entity', (kind) => {
  const type = schema.getType(`${kind}Node`);
  expect(type && 'getInterfaces' in type && type.getInterfaces().map(({ name }) => name)).toEqual([
    'Entity',
  ]);
});
