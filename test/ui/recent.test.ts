import { expect, test } from 'vitest';
import { readRecent, withRecent, type Recent } from '#lib/state/recent.ts';

const entity = (uid: string): Recent => ({ uid, name: uid, kind: 'Agent' });

test('the newest is first, each once, and the oldest make way', () => {
  const list = ['a', 'b', 'c', 'a', 'd', 'e', 'f', 'g'].reduce<Recent[]>(
    (kept, uid) => withRecent(kept, entity(uid)),
    [],
  );
  expect(list.map(({ uid }) => uid)).toEqual(['g', 'f', 'e', 'd', 'a', 'c']);
});

test.each([
  [null, 0],
  ['not json', 0],
  ['{"uid":"a"}', 0],
  ['[{"uid":"a","name":"a","kind":"Agent"},{"uid":"b","name":"b","kind":"toString"},1]', 1],
])('%s is read as %i entities', (text, count) => {
  expect(readRecent(text)).toHaveLength(count);
});
