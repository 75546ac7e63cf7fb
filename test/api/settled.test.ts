import { expect, test } from 'vitest';
import { settlements } from '../../api/settlements.ts';
import type { Estate, Settled } from '../../graph/estate.ts';
import { until } from '../until.ts';
import { claimsOf, estateWith, shop } from './shop.ts';
import { serving } from './serving.ts';

/** Data of the events of a stream, as they come. */
async function* eventsOf(response: Response): AsyncGenerator<{ name: string; data: unknown }> {
  let rest = '';
  for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const blocks = (rest + part).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const name = /^event: ?(.*)$/m.exec(block)?.[1];
      const data = /^data: ?(.+)$/m.exec(block)?.[1];
      if (name !== undefined) yield { name, data: JSON.parse(data ?? 'null') };
    }
  }
}

const subscription = `subscription { settled {
  nodes edges opened { ruleId target { name } } closed { ruleId } estate { lags }
} }`;

/** Counts who listens to an estate, which is asked as itself. */
function counted(estate: Estate): () => number {
  let listeners = 0;
  const { onSettled: listen } = Object.getPrototypeOf(estate) as Pick<Estate, 'onSettled'>;
  estate.onSettled = function (this: Estate, listener) {
    const off = listen.call(this, listener);
    listeners += 1;
    return () => {
      listeners -= 1;
      off();
    };
  };
  return () => listeners;
}

test('who watches is told what opened and what closed, until they leave', async () => {
  const start = Date.now();
  const estate = await estateWith(claimsOf(shop, { at: start }));
  const listeners = counted(estate);
  await using server = await serving(estate);
  const before = listeners();
  const leave = new AbortController();
  const response = await server.post(
    '/graphql',
    { query: subscription },
    { headers: { accept: 'text/event-stream' }, signal: leave.signal },
  );
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const events = eventsOf(response);
  await until('it listens', () => listeners() === before + 1);

  await estate.write(claimsOf(shop.replace('true', 'false'), { at: start + 1 }));
  await estate.settle();
  const closed = await events.next();
  expect(closed.value).toMatchObject({
    name: 'next',
    data: {
      data: {
        settled: {
          opened: [],
          closed: expect.arrayContaining([{ ruleId: 'TC-02' }]) as unknown,
          estate: { lags: false },
        },
      },
    },
  });

  await estate.write(claimsOf(shop, { at: start + 2 }));
  await estate.settle();
  const opened = await events.next();
  expect(opened.value).toMatchObject({
    data: {
      data: {
        settled: {
          opened: expect.arrayContaining([
            { ruleId: 'TC-02', target: { name: 'orders' } },
          ]) as unknown,
          closed: [],
        },
      },
    },
  });

  leave.abort();
  await until('it left', () => listeners() === before);
  await estate.close();
});

test('who is not signed in cannot watch', async () => {
  const estate = await estateWith(claimsOf(shop));
  await using server = await serving(estate);
  const response = await server.post(
    '/graphql',
    { query: subscription },
    { headers: { accept: 'text/event-stream', authorization: 'Bearer no' } },
  );
  expect(response.status).toBe(401);
  await estate.close();
});

test('a server that closes ends the streams', async () => {
  const estate = await estateWith(claimsOf(shop));
  const server = await serving(estate);
  const response = await server.post(
    '/graphql',
    { query: subscription },
    { headers: { accept: 'text/event-stream' } },
  );
  const rest = response.text().then(
    () => 'ended',
    () => 'cut',
  );
  await server.close();
  expect(['ended', 'cut']).toContain(await rest);
  await estate.close();
});

test('a client that does not read holds nothing up, and is told the newest', async () => {
  const listeners = new Set<(settled: Settled) => void>();
  const onSettled = (listener: (settled: Settled) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const settled = (nodes: number): Settled => {
    return { nodes, edges: 0, opened: [], closed: [], milliseconds: 0 };
  };
  const stream = settlements({ onSettled })[Symbol.asyncIterator]();
  const first = stream.next();
  await until('it listens', () => listeners.size === 1);
  for (let i = 0; i <= 5_000; i++) for (const listener of listeners) listener(settled(i));
  expect((await first).value).toMatchObject({ nodes: 0 });
  const rest: number[] = [];
  while (rest.at(-1) !== 5_000) rest.push(((await stream.next()).value as Settled).nodes);
  expect(rest.length).toBeLessThan(100);
  await stream.return?.();
  expect(listeners.size).toBe(0);
});
