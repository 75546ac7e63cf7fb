import { fail } from '../../../graph/errors.ts';

/**
 * Whether an answer says that what was asked about does not exist: the error of the call, as the
 * collection script keeps it, `{"Error": {"Code": "NoSuchBucketPolicy"}}`. Refuses any other error:
 * it tells nothing of what there is.
 */
export function isGone(record: unknown): boolean {
  if (record === null || typeof record !== 'object') return false;
  const [key, ...more] = Object.keys(record);
  if (key !== 'Error' || more.length > 0) return false;
  const { Code: code } = ((record as { Error: unknown }).Error ?? {}) as { Code?: unknown };
  if (typeof code !== 'string') return fail('RECORD_INVALID', 'an error without a code');
  return (
    /NoSuch|NotFound/.test(code) || fail('RECORD_INVALID', `the call was not answered: ${code}`)
  );
}
