import { isValues } from '../values.ts';
import { linksOf } from './links.ts';
import type { Instance } from './module.ts';

/** Whether an argument is the text of a policy. */
export const isPolicy = (argument: string): boolean => /(^|_)polic(y|ies)$/.test(argument);

/** Whether a value, or one of a list, is not known before the plan is applied. */
export const isOpen = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.some((one) => one === null));

/** What of one block of an argument is not known, as true in its place. */
export function unknownAt({ unknown }: Instance, argument: string, place: number): unknown {
  const told = unknown[argument];
  return Array.isArray(told) ? (told[place] as unknown) : told;
}

/** Whether an argument of a block says what Cutset asks for; a block's VPC follows from its subnets. */
const asks = (type: string, name: string) =>
  isPolicy(name) ||
  /cidr/.test(name) ||
  (name !== 'vpc_id' && Object.keys(linksOf(type, name)).length > 0);

/** Paths of what is not known and asked for; for blocks of which no code tells what they refer to. */
export function unknownIn(unknown: unknown, at: string, type: string): string[] {
  if (Array.isArray(unknown))
    return [...new Set(unknown.flatMap((one) => unknownIn(one, at, type)))];
  if (isValues(unknown))
    return Object.entries(unknown).flatMap(([key, one]) => unknownIn(one, `${at}.${key}`, type));
  return unknown === true && asks(type, /\w+$/.exec(at)?.[0] ?? '') ? [at] : [];
}
