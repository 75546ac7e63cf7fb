import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { StoreWatch } from '../../commands/watch-store.ts';
import { Silence } from '../../graph/store/silence.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1_000);

test('a long silence is told once, and its end', () => {
  const silence = new Silence();
  const said: string[] = [];
  const store = { name: 'bolt://db', silence: () => silence.seconds };
  using watch = new StoreWatch(store, (text) => said.push(text));
  silence.asked();
  pass(9);
  expect(said).toEqual([]);
  expect(watch.trouble).toBeNull();
  pass(30);
  expect(said).toEqual(['bolt://db: a write is without an answer for 11 s; waiting\n']);
  expect(watch.trouble).toBe('bolt://db: a write is without an answer for 39 s');
  silence.heard();
  pass(1);
  expect(said.slice(1)).toEqual(['bolt://db: answers again\n']);
  expect(watch.trouble).toBeNull();
  pass(60);
  expect(said).toHaveLength(2);
});

test('a thread that was busy while the answer came says nothing', () => {
  const said: string[] = [];
  let seconds = 0;
  using _watch = new StoreWatch({ name: 'bolt://db', silence: () => seconds }, (text) =>
    said.push(text),
  );
  // The timer comes first after a pause of the whole process, and the answer right behind it.
  seconds = 25;
  pass(1);
  seconds = 0;
  pass(60);
  expect(said).toEqual([]);
});
