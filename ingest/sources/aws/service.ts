import { fail } from '../../../graph/errors.ts';
import type { Origin, Source } from '../../source.ts';
import type { AwsCall } from './call.ts';

const pascal = (operation: string) =>
  operation
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** The source that reads one AWS service's answers. */
export interface AwsService extends Source {
  service: string;
  operations: Readonly<Record<string, AwsCall>>;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const holds = (value: unknown, [key, ...rest]: readonly string[]): boolean =>
  key === undefined ||
  (value !== null &&
    typeof value === 'object' &&
    Object.hasOwn(value, key) &&
    holds((value as Record<string, unknown>)[key], rest));

/** Whether every key is there; a dotted one within others, `0` standing for the first of a list. */
const has = (record: Record<string, unknown>, keys: readonly string[]) =>
  keys.length > 0 && keys.every((key) => holds(record, key.split('.')));

/** Keys that any record may have, so that they tell nothing. */
const common = new Set(['id', 'name', 'type', 'arn', 'status', 'title', 'version', 'description']);

const tells = (keys: readonly string[]) => keys.length > 1 && keys.some((key) => !common.has(key));

/**
 * A service by its AWS CLI name, its IAM prefix, and its calls by their CLI names. An answer is
 * told by its place, else by the keys that mark it; items that stand alone are told by their own. Of
 * several calls that it fits, the one that asks for the most keys is meant.
 */
export function awsService(
  service: string,
  doc: string,
  operations: Record<string, AwsCall>,
  { prefix = service, owner = prefix }: { prefix?: string; owner?: string } = {},
): AwsService {
  const callOf = (record: unknown, { call }: Origin): [string, AwsCall] | undefined => {
    if (!isRecord(record)) return undefined;
    if (call?.service === service) {
      const named = operations[call.operation];
      if (named) return [call.operation, named];
    }
    if (call) return undefined;
    const entries = Object.entries(operations);
    const signed = entries.filter(([, { sign }]) => has(record, sign));
    const alone = entries.filter(
      ([, { itemSign }]) => itemSign && tells(itemSign) && has(record, itemSign),
    );
    const told = [
      ...signed.map((entry) => ({ entry, keys: entry[1].sign.length })),
      ...alone.map((entry) => ({ entry, keys: entry[1].itemSign?.length ?? 0 })),
    ].filter(({ entry: [, call] }) => call.fits(record));
    return told.sort((a, b) => b.keys - a.keys)[0]?.entry ?? signed[0];
  };
  return {
    service,
    operations,
    name: `aws.${service}`,
    doc,
    detect: (record, origin) => callOf(record, origin) !== undefined,
    map(record, emit, origin) {
      const [operation, call] = callOf(record, origin) ?? fail('RECORD_UNKNOWN');
      call.read(record, emit, origin, { service: owner, operation, global: call.global === true });
    },
    calls: Object.entries(operations).map(([operation, call]) => ({
      service,
      operation,
      permissions: call.permissions ?? [`${prefix}:${pascal(operation)}`],
      global: call.global === true,
      ...(call.each && { each: call.each }),
      ...(call.options !== undefined && { options: call.options }),
      ...(call.job && { job: call.job }),
      ...(call.first !== undefined && { first: call.first }),
      ...(call.spare && { spare: call.spare }),
    })),
  };
}
