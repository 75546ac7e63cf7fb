import { expect, test } from 'vitest';
import { Outbox } from '../../../ingest/stream/outbox.ts';

test('what could not be sent is sent again, in order, and nothing twice', async () => {
  const sent: string[] = [];
  const mishaps: string[] = [];
  let failures = 1;
  const recovered = Promise.withResolvers<void>();
  const outbox = new Outbox({
    send: (messages) => {
      if (failures-- > 0) return Promise.reject(new Error('away'));
      sent.push(...messages.map(String));
      recovered.resolve();
      return Promise.resolve();
    },
    onMishap: (reason) => mishaps.push(reason),
  });
  for (const word of ['a', 'b', 'c']) outbox.put(Buffer.from(word));
  await recovered.promise;
  outbox.put(Buffer.from('d'));
  await outbox.close();
  expect(sent).toEqual(['a', 'b', 'c', 'd']);
  expect(mishaps).toEqual(['away']);
});

test('it ends though what waits cannot be sent', async () => {
  let tries = 0;
  const outbox = new Outbox({
    send: () => {
      tries += 1;
      return Promise.reject(new Error('away'));
    },
    onMishap: () => undefined,
  });
  outbox.put(Buffer.from('a'));
  await outbox.close();
  expect(tries).toBeGreaterThan(0);
});

test('what waits is bounded', async () => {
  const held = Promise.withResolvers<void>();
  let bytes = 0;
  const outbox = new Outbox({
    send: async (messages) => {
      await held.promise;
      for (const { length } of messages) bytes += length;
    },
    onMishap: () => undefined,
  });
  const one = Buffer.alloc(8 << 20);
  for (let i = 0; i < 100; i++) outbox.put(one);
  held.resolve();
  await outbox.close();
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(64 << 20);
});
