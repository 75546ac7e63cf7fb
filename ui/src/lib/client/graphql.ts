import type { initGraphQLTada } from 'gql.tada';
import type { introspection } from '../graphql-env.d.ts';

type Typed = typeof initGraphQLTada<{
  introspection: introspection;
  disableMasking: true;
  scalars: { DateTime: string; ID: string };
}>;

/** A document as it is at run time: its text, and the fragments that it names. */
export interface Written {
  text: string;
  fragments: readonly Written[];
}

const written = (text: string, fragments: readonly Written[] = []): Written => ({
  text,
  fragments,
});

/**
 * Types a GraphQL document by the schema; documents live in `documents/`. It stays text: the server
 * parses it, so the page need not carry a parser.
 */
export const graphql = written as unknown as ReturnType<Typed>;

export type { ResultOf, TadaDocumentNode, VariablesOf } from 'gql.tada';
