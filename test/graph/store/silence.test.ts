import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Silence } from '../../../graph/store/silence.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1_000);

test('a server is silent from the first question without an answer', () => {
  const silence = new Silence();
  pass(5);
  expect(silence.seconds).toBe(0);
  silence.asked();
  pass(3);
  silence.asked();
  pass(1);
  expect(silence.seconds).toBe(4);
  silence.heard();
  expect(silence.seconds, 'one is still open').toBe(0);
  pass(2);
  expect(silence.seconds).toBe(2);
  silence.heard();
  pass(60);
  expect(silence.seconds, 'all are answered').toBe(0);
});

test('an answer to something else ends the silence, and not the question', () => {
  const silence = new Silence();
  silence.asked();
  pass(20);
  silence.heard(0);
  expect(silence.seconds).toBe(0);
  pass(20);
  expect(silence.seconds).toBe(20);
  silence.anew();
  pass(20);
  expect(silence.seconds).toBe(0);
});
