import { Failure, reasonOf } from '../errors.ts';
import { timedOut } from './time-limit.ts';

/** The embedded engine ends a query by a limit of its own, which cannot be set. */
const overdue = /GRAFEO-Q003: .*?(\d+)s timeout/;

/** What the embedded engine threw for a query, with a code of ours. */
export function engineFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  const reason = reasonOf(thrown);
  const [, seconds] = overdue.exec(reason) ?? [];
  const options = { cause: thrown };
  return seconds === undefined
    ? new Failure('QUERY_REFUSED', reason, options)
    : timedOut(Number(seconds) * 1_000, options);
}
