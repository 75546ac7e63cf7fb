import { expect, test } from 'vitest';
import { Failure } from '../../../graph/errors.ts';
import { epochOf, inEpoch, takeEpoch } from '../../../graph/share/epoch.ts';
import { openEmbedded } from '../../../graph/store/embedded.ts';
import { statements } from '../../../graph/store/statements.ts';
import type { Store } from '../../../graph/store/store.ts';

const put = (store: Store, value: string) =>
  store.write((transaction) => transaction.run(statements.putMeta, { key: 'said', value }));
const said = async (store: Store) =>
  (await store.read(statements.meta, { key: 'said' })).rows[0]?.['value'];

test('who has the turn writes; who had it before cannot, and leaves nothing', async () => {
  const store = await openEmbedded();
  expect(await epochOf(store)).toBe(0);
  const first = inEpoch(store, await takeEpoch(store));
  await put(first, 'first');
  const second = inEpoch(store, await takeEpoch(store));
  const failure = await put(first, 'late').catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Failure);
  expect(failure).toMatchObject({ code: 'SETTLED_ELSEWHERE', retry: true });
  expect(await said(store)).toBe('first');
  await put(second, 'second');
  expect(await said(store)).toBe('second');
  expect(await epochOf(store)).toBe(2);
  await store.close();
});

test('what is collected is written by anybody, at any time', async () => {
  const store = await openEmbedded();
  await takeEpoch(store);
  await put(store, 'collected');
  expect(await said(store)).toBe('collected');
  await store.close();
});
