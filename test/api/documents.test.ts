import { readdirSync, readFileSync } from 'node:fs';
import {
  buildSchema,
  NoUnusedFragmentsRule,
  parse,
  print,
  specifiedRules,
  validate,
  type DocumentNode,
  type TypeNode,
} from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDemo } from '../../demo/load.ts';
import { Estate } from '../../graph/estate.ts';
import type { TadaDocumentNode } from '../../ui/src/lib/client/graphql.ts';
import { textOf } from '../../ui/src/lib/client/request.ts';
import { serving } from './serving.ts';

const folder = new URL('../../ui/src/lib/documents/', import.meta.url);
const sdl = buildSchema(readFileSync('schema.graphql', 'utf8'));

/** As the explorer exports it. */
const isDocument = (value: unknown): value is TadaDocumentNode =>
  typeof value === 'object' && value !== null && 'text' in value && 'fragments' in value;

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
  .flatMap(([name, value]) => (isDocument(value) ? [[name, parse(textOf(value))] as const] : []));

const isQuery = ({ definitions }: DocumentNode) =>
  definitions.some((one) => one.kind === 'OperationDefinition' && one.operation === 'query');

/** A document of fragments alone does not use them. */
const rulesFor = ({ definitions }: DocumentNode) =>
  definitions.every(({ kind }) => kind === 'FragmentDefinition')
    ? specifiedRules.filter((rule) => rule !== NoUnusedFragmentsRule)
    : specifiedRules;

/** Something that every variable of a type may hold; null where that is allowed. */
function valueOf(type: TypeNode): unknown {
  if (type.kind === 'ListType') return [];
  if (type.kind === 'NonNullType')
    return type.type.kind === 'NamedType'
      ? ({ Int: 50, Boolean: true }[type.type.name.value] ?? 'internet')
      : [];
  return null;
}

let estate: Estate;
let server: Awaited<ReturnType<typeof serving>>;

beforeAll(async () => {
  estate = await Estate.open();
  await loadDemo(estate);
  await estate.settle();
  server = await serving(estate);
});
afterAll(async () => {
  await server.close();
  await estate.close();
});

test('the explorer has documents', () => {
  expect(documents.length).toBeGreaterThan(0);
});

test.each(documents)('%s is valid by the schema', (_, document) => {
  expect(validate(sdl, document, rulesFor(document))).toEqual([]);
});

test.each(documents.filter(([, document]) => isQuery(document)))(
  '%s is answered within the limits on the demo estate',
  async (_, document) => {
    const variables = document.definitions
      .flatMap((one) => (one.kind === 'OperationDefinition' ? (one.variableDefinitions ?? []) : []))
      .map(({ variable, type }) => [variable.name.value, valueOf(type)] as const);
    const answer = await server.ask(print(document), Object.fromEntries(variables));
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.errors).toBeUndefined();
  },
);
