import { expect, test } from 'vitest';
import { Background } from '../../graph/background.ts';

/** Lets so many turns of waiting promises pass. */
async function turns(count: number) {
  for (let n = 0; n < count; n++) await Promise.resolve();
}

test.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
  'what is asked for %i turns after a step ended is done as well',
  async (after) => {
    let waiting = 0;
    let done = 0;
    let ended = Promise.withResolvers<undefined>();
    const loop = new Background(
      () => waiting > 0,
      async () => {
        waiting--;
        await Promise.resolve();
        done++;
        ended.resolve(undefined);
      },
    );
    for (let asked = 1; asked <= 3; asked++) {
      ended = Promise.withResolvers<undefined>();
      waiting++;
      loop.wake();
      await ended.promise;
      await turns(after);
    }
    await loop.idle();
    expect(done).toBe(3);
  },
);

test('a wake without work starts nothing, and stands in the way of nothing', async () => {
  let waiting = false;
  let done = 0;
  const loop = new Background(
    () => waiting,
    async () => {
      waiting = false;
      done++;
      await Promise.resolve();
    },
  );
  loop.wake();
  waiting = true;
  loop.wake();
  await loop.idle();
  expect(done).toBe(1);
});
