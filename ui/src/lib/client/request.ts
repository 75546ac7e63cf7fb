import { dataOf, RequestFailure } from './failure.ts';
import type { TadaDocumentNode, Written } from './graphql.ts';

/** Where the API answers: the origin that the page came from. */
export const endpoint = '/graphql';

export interface RequestOptions {
  signal?: AbortSignal;
  fetch?: typeof fetch;
}

/** The text of a document, with each fragment that it needs once. */
export function textOf<R, V>(document: TadaDocumentNode<R, V>): string {
  const parts = new Set<string>();
  const add = ({ text, fragments }: Written) => {
    parts.add(text);
    fragments.forEach(add);
  };
  add(document as unknown as Written);
  return [...parts].join('\n');
}

/** What every request carries; a form of another site cannot send it. */
export const headers = { 'content-type': 'application/json', 'x-requested-with': 'cutset' };

/** Asks one question. Throws RequestFailure, or AbortError once `signal` is aborted. */
export async function request<R, V>(
  document: TadaDocumentNode<R, V>,
  variables: V,
  { signal, fetch: ask = fetch }: RequestOptions = {},
): Promise<R> {
  const response = await ask(endpoint, {
    method: 'POST',
    headers: { ...headers, accept: 'application/graphql-response+json' },
    body: JSON.stringify({ query: textOf(document), variables }),
    ...(signal && { signal }),
  });
  if (response.status === 401) throw new RequestFailure('UNAUTHENTICATED', 'not signed in');
  const body: unknown = await response.json().catch(() => {
    throw new RequestFailure('BROKEN', `the server answered with status ${response.status}`);
  });
  return dataOf(body) as R;
}
