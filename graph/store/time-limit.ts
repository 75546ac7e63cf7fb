import { Failure } from '../errors.ts';

const seconds = (ms: number) => `${ms / 1000} s`;

/** What a query that passed its time fails with. */
export const timedOut = (ms: number, options?: ErrorOptions): Failure =>
  new Failure('QUERY_LIMIT', `the query was stopped at ${seconds(ms)}`, options);

/** Rejects when the time is up; the engine's own limit ends the query itself. */
export async function within<T>(ms: number, work: Promise<T>, told = ms): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(timedOut(told));
  }, ms);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
