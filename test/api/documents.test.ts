import { readdirSync, readFileSync } from 'node:fs';
import {
  buildSchema,
  NoUnusedFragmentsRule,
  specifiedRules,
  validate,
  type DocumentNode,
} from 'graphql';
import { expect, test } from 'vitest';

const folder = new URL('../../ui/src/lib/documents/', import.meta.url);
const sdl = buildSchema(readFileSync('schema.graphql', 'utf8'));

const isDocument = (value: unknown): value is DocumentNode =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'Document';

const documents = (
  await Promise.all(
    readdirSync(folder)
      .filter((file) => file.endsWith('.ts'))
      .map(async (file) => {
        const module = (await import(new URL(file, folder).href)) as Record<string, unknown>;
        return Object.entries(module).map(([name, value]) => [`${file} ${name}`, value] as const);
      }),
  )
)
  .flat()
  .flatMap(([name, value]) => (isDocument(value) ? [[name, value] as const] : []));

/** A document of fragments alone does not use them. */
const rulesFor = ({ definitions }: DocumentNode) =>
  definitions.every(({ kind }) => kind === 'FragmentDefinition')
    ? specifiedRules.filter((rule) => rule !== NoUnusedFragmentsRule)
    : specifiedRules;

test('the explorer has documents', () => {
  expect(documents.length).toBeGreaterThan(0);
});

test.each(documents)('%s is valid by the schema', (_, document) => {
  expect(validate(sdl, document, rulesFor(document))).toEqual([]);
});
