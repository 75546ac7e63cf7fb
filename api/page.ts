import { fail } from '../graph/errors.ts';
import { limits } from './limits.ts';

/** Arguments of a Relay connection. */
export interface PageArgs {
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}

/** Rows to which the complexity of a page is reckoned. */
export const pageComplexity = ({ first, last }: PageArgs) => ({
  field: 1,
  multiplier: Math.max(1, first ?? last ?? limits.usualRows),
});

function bounded(name: string, value: number | null | undefined): number | null {
  if (value === null || value === undefined) return null;
  if (value < 0 || value > limits.rows)
    fail('USAGE', `${name}: ${value}: expected 0 to ${limits.rows}`);
  return value;
}

/**
 * One page of a list, by the Relay connection specification. A cursor is the key of its row, so
 * that rows which come and go before it do not shift the page. Throws NOT_FOUND for a cursor whose
 * row is gone.
 */
export function page<T>(rows: readonly T[], args: PageArgs, keyOf: (row: T) => string) {
  const first = bounded('first', args.first);
  const last = bounded('last', args.last);
  const place = (name: string, cursor: string) => {
    const found = rows.findIndex((row) => keyOf(row) === cursor);
    return found < 0 ? fail('NOT_FOUND', `${name}: "${cursor}": no such row any more`) : found;
  };
  let from = args.after == null ? 0 : place('after', args.after) + 1;
  let to = args.before == null ? rows.length : place('before', args.before);
  const size = first ?? (last === null ? limits.usualRows : null);
  if (size !== null) to = Math.min(to, from + size);
  if (last !== null) from = Math.max(from, to - last);
  const edges = rows.slice(from, to).map((node) => ({ cursor: keyOf(node), node }));
  return {
    edges,
    totalCount: rows.length,
    pageInfo: {
      hasPreviousPage: from > 0,
      hasNextPage: to < rows.length,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
