import { expect, test } from 'vitest';
import { ThreadMemory } from '../../../graph/findings/thread-memory.ts';

const unchanged = { lost: [], gained: null };
const none = (from: string, to: string) => ({ path: null, late: false, from, to });

function filled(most: number): ThreadMemory {
  const memory = new ThreadMemory(most);
  memory.keep('k1', { ...none('a', 'b'), late: true });
  memory.keep('k2', none('a', 'c'));
  memory.keep('k3', none('a', 'd'));
  return memory;
}

const pairsOf = (memory: ThreadMemory) =>
  memory
    .forget(unchanged)
    .map(({ from, to }) => `${from} ${to}`)
    .sort();

test('answers that are given up for want of room are told as forgotten, once', () => {
  const memory = filled(2);
  expect(memory.get('k1')).toBe(undefined);
  const copy = memory.copy();
  for (const one of [memory, copy]) {
    expect(pairsOf(one)).toEqual(['a b', 'a c', 'a d']);
    expect(pairsOf(one)).toEqual([]);
  }
});

test('where there is room, only what may be otherwise is forgotten', () => {
  expect(pairsOf(filled(3))).toEqual(['a b']);
});
