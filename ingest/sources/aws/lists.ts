import { fail, Failure, reasonOf } from '../../../graph/errors.ts';
import { Home, type Answer } from './answer.ts';
import { parseArn } from './arn.ts';
import type { AwsCall, Common } from './call.ts';

type Fields = Record<string, unknown>;

interface Lists extends Common {
  /** One call for each list; what an item of one needs of the others comes from the whole answer. */
  parts: (answer: Fields) => readonly AwsCall[];
  /** What the answer says beside its lists. */
  also?: (answer: Answer) => void;
}

/** The account of the first item that an ARN of its own places in one. */
function accountIn(items: readonly unknown[]): string | undefined {
  for (const item of items) {
    const account = parseArn((item as Fields | null)?.['Arn'])?.account ?? '';
    if (/^\d{12}$/.test(account)) return account;
  }
  return undefined;
}

/**
 * A call whose answer holds several lists. One that cannot be read does not stop the others, but the
 * scan counts as complete only with all of them.
 */
export const lists = ({ parts, also, ...common }: Lists): AwsCall => ({
  ...common,
  items: null,
  itemSign: null,
  fits: (record) => parts({}).some((part) => part.fits(record)),
  read(record, emit, origin, place) {
    const answer = record as Fields;
    const all = parts(answer);
    const there = all.filter(({ items }) => items !== null && answer[items] != null);
    if (there.length === 0)
      fail('RECORD_INVALID', `${place.operation}: none of its lists is there`);
    const account =
      origin.account ?? accountIn(there.flatMap(({ items }) => answer[items ?? ''] as unknown[]));
    const home = { ...origin, ...(account !== undefined && { account }) };
    const complete: Parameters<typeof emit.complete>[0][] = [];
    for (const part of there)
      try {
        part.read(record, { ...emit, complete: (mark) => complete.push(mark) }, home, place);
      } catch (error) {
        if (!(error instanceof Failure) || error.code === 'RECORD_HOMELESS') throw error;
        emit.refuse(part.items ?? '', reasonOf(error));
      }
    const [mark] = complete;
    if (mark && complete.length === all.length) emit.complete(mark);
    also?.(new Home(emit, home, place));
  },
});
