import { expect, test } from 'vitest';
import { Failure } from '../../../graph/errors.ts';
import { Estate } from '../../../graph/estate.ts';
import { Teller } from '../../../ingest/stream/teller.ts';
import { claimsOf, shop } from '../../api/shop.ts';

/** A teller of an estate of its own whose Kafka never answers. */
async function telling() {
  const estate = await Estate.open();
  const mishaps: string[] = [];
  let asked = 0;
  const teller = await Teller.of(estate, {
    topic: 't',
    onMishap: (reason) => mishaps.push(reason),
    open: () => {
      asked += 1;
      return Promise.reject(new Failure('STREAM_UNAVAILABLE', 'Kafka is away'));
    },
  });
  return { estate, teller, mishaps, asked: () => asked };
}

test('Kafka is not asked while nothing is written', async () => {
  const { estate, teller, mishaps, asked } = await telling();
  await estate.store.read('MATCH (n) RETURN count(n) AS n');
  await teller.close();
  expect(asked()).toBe(0);
  expect(mishaps).toEqual([]);
  await estate.close();
});

test('where nobody can be told the end says so, and does not wait for Kafka', async () => {
  const { estate, teller, mishaps, asked } = await telling();
  await estate.write(claimsOf(shop));
  await teller.close();
  expect(asked()).toBeGreaterThan(0);
  expect(mishaps).toContain('Kafka is away');
  expect(teller.reached).toBe(false);
  // What is written after the end is nobody's news.
  const before = mishaps.length;
  await estate.settle();
  expect(mishaps).toHaveLength(before);
  await estate.close();
});
