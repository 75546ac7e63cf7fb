import { test } from 'vitest';
import { openEmbedded } from '../../graph/store/embedded.ts';
import { writeCases } from './write-cases.ts';

test.each(Object.entries(writeCases))('%s', async (_, holds) => {
  const store = await openEmbedded();
  await holds(store);
  await store.close();
});
