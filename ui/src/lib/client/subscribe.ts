import { dataOf, RequestFailure } from './failure.ts';
import type { TadaDocumentNode } from './graphql.ts';
import { endpoint, headers, textOf, type RequestOptions } from './request.ts';

/** Data of the `next` events in a text/event-stream (HTML standard, server-sent events). */
async function* eventsOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value.replaceAll('\r\n', '\n')).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const lines = block.split('\n');
      const name = lines
        .find((line) => line.startsWith('event:'))
        ?.slice(6)
        .trim();
      if (name === 'complete') return;
      const data = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(5));
      if (name === 'next' && data.length > 0) yield data.join('\n');
    }
  }
}

/**
 * Listens until the server ends it or `signal` is aborted, by the GraphQL over SSE protocol in its
 * distinct connections mode. `opened` is called once the stream stands.
 */
export async function subscribe<R, V>(
  document: TadaDocumentNode<R, V>,
  variables: V,
  onData: (data: R) => void,
  { signal, fetch: ask = fetch, opened }: RequestOptions & { opened?: () => void } = {},
): Promise<void> {
  const response = await ask(endpoint, {
    method: 'POST',
    headers: { ...headers, accept: 'text/event-stream' },
    body: JSON.stringify({ query: textOf(document), variables }),
    ...(signal && { signal }),
  });
  if (response.status === 401) throw new RequestFailure('UNAUTHENTICATED', 'not signed in');
  if (!response.ok || !response.body)
    throw new RequestFailure('BROKEN', `the server answered with status ${response.status}`);
  opened?.();
  for await (const event of eventsOf(response.body)) onData(dataOf(JSON.parse(event)) as R);
}
