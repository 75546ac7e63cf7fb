import { BlockList, isIP } from 'node:net';
import { isLiteral, matches, type Compiled } from './wildcard.ts';

/** How values are compared (IAM User Guide, "IAM JSON policy elements: Condition operators"). */
export interface Operator {
  /** True where the condition holds when no policy value matches. */
  negated: boolean;
  /** Whether `*` and `?` of the policy's value are wildcards. */
  wildcards: boolean;
  /** Whether `${…}` of the policy's value is a variable. */
  variables: boolean;
  match(value: string, policy: Compiled): boolean;
}

type Compare = (value: number, policy: number) => boolean;

const number = (text: string) => (text.trim() === '' ? Number.NaN : Number(text));

const w3c = /^\d{4}-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?<zone>Z|[+-]\d\d:\d\d)?)?)?$/;

/**
 * A date of W3C's profile of ISO 8601, or seconds since 1970; a time without a zone is UTC, wherever
 * it is read.
 */
function time(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const match = w3c.exec(text);
  if (!match) return Number.NaN;
  return Date.parse(text.includes('T') && !match.groups?.['zone'] ? `${text}Z` : text);
}

const compared = (read: (text: string) => number, compare: Compare): Operator => ({
  negated: false,
  wildcards: false,
  variables: false,
  match: (value, policy) => compare(read(value), read(policy)),
});

const comparisons = {
  Equals: (a, b) => a === b,
  LessThan: (a, b) => a < b,
  LessThanEquals: (a, b) => a <= b,
  GreaterThan: (a, b) => a > b,
  GreaterThanEquals: (a, b) => a >= b,
} satisfies Record<string, Compare>;

const text = (match: Operator['match'], wildcards = false): Operator => ({
  negated: false,
  wildcards,
  variables: true,
  match,
});

const plain = (match: Operator['match']): Operator => ({ ...text(match), variables: false });

const lower = (value: string) => value.toLowerCase();

/** Each of the six parts by itself, so that a wildcard does not pass a colon. */
function arnMatches(value: string, policy: Compiled): boolean {
  const parts = value.split(':');
  const patterns = policy.split(':') as Compiled[];
  if (parts.length < 6 || patterns.length < 6) return isLiteral(policy) && value === policy;
  const rest = (list: string[]) => [...list.slice(0, 5), list.slice(5).join(':')];
  return rest(patterns).every((pattern, i) => matches(pattern as Compiled, rest(parts)[i] ?? ''));
}

/** Address within a CIDR block; text that is neither matches nothing. */
function addressWithin(value: string, block: string): boolean {
  const [network = '', bits] = block.split('/');
  const family = isIP(network);
  if (family === 0 || isIP(value) !== family) return false;
  const length = bits === undefined ? (family === 4 ? 32 : 128) : Number(bits);
  if (!Number.isInteger(length) || length < 0 || length > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, length, family === 4 ? 'ipv4' : 'ipv6');
  return list.check(value, family === 4 ? 'ipv4' : 'ipv6');
}

const positive: Record<string, Operator> = {
  StringEquals: text((value, policy) => value === policy),
  StringEqualsIgnoreCase: text((value, policy) => lower(value) === lower(policy)),
  StringLike: text((value, policy) => matches(policy, value), true),
  ArnEquals: text(arnMatches, true),
  ArnLike: text(arnMatches, true),
  Bool: plain((value, policy) => lower(value) === lower(policy)),
  BinaryEquals: plain((value, policy) => value === policy),
  IpAddress: plain(addressWithin),
  ...Object.fromEntries(
    Object.entries(comparisons).flatMap(([name, compare]) => [
      [`Numeric${name}`, compared(number, compare)],
      [`Date${name}`, compared(time, compare)],
    ]),
  ),
};

const negations = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NotIpAddress: 'IpAddress',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
};

/** Operators by their names in lower case, without quantifier and `IfExists`. */
export const operators: ReadonlyMap<string, Operator> = new Map([
  ...Object.entries(positive).map(([name, operator]) => [lower(name), operator] as const),
  ...Object.entries(negations).flatMap(([name, of]) => {
    const operator = positive[of];
    return operator ? [[lower(name), { ...operator, negated: true }] as const] : [];
  }),
]);
