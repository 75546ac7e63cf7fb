import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { InFlight } from '../../api/http/in-flight.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Work that goes on until it is ended, and holds bytes. */
function holding(inFlight: InFlight, bytes: number) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = inFlight.hold((take) => {
    take(bytes);
    return promise;
  });
  return { done, end: () => (resolve(), done) };
}

const allowed = { bytes: 100, requests: 3 };

test('as many bytes and requests are taken as are allowed, and what ended makes room', async () => {
  const inFlight = new InFlight(allowed);
  const first = holding(inFlight, 60);
  const second = holding(inFlight, 40);
  await expect(holding(inFlight, 1).done).rejects.toMatchObject({ code: 'TOO_MANY' });
  await first.end();
  expect(inFlight.bytes).toBe(40);
  const third = holding(inFlight, 1);
  const fourth = holding(inFlight, 1);
  await expect(holding(inFlight, 0).done).rejects.toMatchObject({ code: 'TOO_MANY' });
  await Promise.all([second, third, fourth].map((each) => each.end()));
  expect(inFlight.bytes).toBe(0);
});

test('a refusal gives back what it held', async () => {
  const inFlight = new InFlight(allowed);
  const parts = inFlight.hold((take) => {
    take(90);
    take(90);
    return Promise.resolve();
  });
  await expect(parts).rejects.toMatchObject({ code: 'TOO_MANY', status: 429, retry: true });
  expect(inFlight.bytes).toBe(0);
});

test('it is full because nothing gets written: no sender is at fault', async () => {
  const inFlight = new InFlight(allowed);
  const first = holding(inFlight, 60);
  const second = holding(inFlight, 40);
  vi.advanceTimersByTime(5_001);
  const refused = holding(inFlight, 1).done;
  await expect(refused).rejects.toMatchObject({ code: 'OVERLOADED', status: 503, retry: true });
  const again = holding(inFlight, 1).done;
  await expect(again, 'a refusal writes nothing').rejects.toMatchObject({ code: 'OVERLOADED' });
  const broken = inFlight.hold(() => Promise.reject(new Error('it cannot be read')));
  await expect(broken).rejects.toThrow('it cannot be read');
  const later = holding(inFlight, 1).done;
  await expect(later, 'nor does a broken one').rejects.toMatchObject({ code: 'OVERLOADED' });
  await first.end();
  const third = holding(inFlight, 60);
  await expect(holding(inFlight, 1).done, 'one was').rejects.toMatchObject({ code: 'TOO_MANY' });
  await Promise.all([second.end(), third.end()]);
});
