import type { AwsService } from '../aws/service.ts';
import type { State } from './state.ts';
import type { Values } from './values.ts';

/** What a resource amounts to in AWS's words: an answer to a call that is read anyway. */
export interface Converted {
  service: AwsService;
  operation: string;
  record: unknown;
  args: string[];
}

/**
 * Makes answers of a resource; none where it says nothing, null where it cannot say it yet, because
 * its id is known only after it is applied.
 */
export type Convert = (values: Values, state: State) => Converted[] | null;

/** Converters by type of resource. A text names the type with which a resource is read. */
export type Conversions = Readonly<Record<string, Convert | string>>;

export const answer = (
  service: AwsService,
  operation: string,
  record: unknown,
  ...args: string[]
): Converted => ({ service, operation, record, args });

/** The members of a group of resources speak together: only the first of them is converted. */
export const together =
  (
    type: string,
    key: (values: Values) => string | undefined,
    convert: (members: Values[], values: Values, state: State) => Converted[] | null,
  ): Convert =>
  (values, state) => {
    const group = key(values);
    const members = state.of(type).filter((other) => key(other) === group);
    return members[0] === values ? convert(members, values, state) : [];
  };
