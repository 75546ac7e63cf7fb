import type { Condition } from './condition.ts';
import type { PolicyDocument, Statement } from './policy.ts';
import { isLiteral, type Compiled } from './wildcard.ts';

/**
 * Keys that keep a statement for everyone from being public, if their values are fixed (Amazon S3
 * User Guide, "The meaning of public").
 */
const narrowing = new Set([
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:sourcearn',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:sourceowner',
  'aws:sourceaccount',
  'aws:sourceorgid',
  'aws:userid',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
  's3:dataaccesspointarn',
  's3:dataaccesspointaccount',
]);

/** Shorter prefixes than these count as the whole internet. */
const narrowest = { v4: 8, v6: 32 };

/** The first address of a CIDR block. */
export const networkOf = (block: string): string => block.split('/')[0] ?? block;

/** Whether a CIDR block is anything less than the internet. */
export function isNarrowBlock(block: string): boolean {
  const bits = block.split('/')[1];
  if (bits === undefined) return true;
  return Number(bits) >= (networkOf(block).includes(':') ? narrowest.v6 : narrowest.v4);
}

/** Of an access point the name alone may be open: its account must be fixed. */
const fixedPart = (key: string, value: Compiled): Compiled =>
  key === 's3:dataaccesspointarn'
    ? (value.replace(/(:accesspoint\/).*$/s, '$1') as Compiled)
    : value;

function narrows({ key, operator, quantifier, ifExists, values }: Condition): boolean {
  if (operator === null || operator.negated || ifExists || quantifier === 'all') return false;
  const fixed = values.flatMap((value) =>
    typeof value === 'string' && isLiteral(fixedPart(key, value)) ? [value] : [],
  );
  if (fixed.length < values.length || values.length === 0) return false;
  if (key === 'aws:sourceip') return fixed.every(isNarrowBlock);
  return narrowing.has(key);
}

const isPublic = ({ effect, principal, conditions }: Statement) =>
  effect === 'allow' &&
  principal !== null &&
  (principal.everyone || principal.not) &&
  !conditions.some(narrows);

/** Whether Amazon S3 takes a bucket policy for public; one public statement is enough. */
export const isPublicPolicy = ({ statements }: PolicyDocument): boolean =>
  statements.some(isPublic);
