export type Family = 'v4' | 'v6';

/** IPv6 ranges have colons; what is neither a range nor an address belongs to none. */
export const familyOf = (cidr: string): Family | null =>
  cidr.includes(':') ? 'v6' : /^\d+\.\d+\.\d+\.\d+(\/\d+)?$/.test(cidr) ? 'v4' : null;

/**
 * Prefixes up to these lengths cover more than any one party was ever given (IANA hands out /8 of
 * IPv4 at most, and all of IPv6's global unicast space is a /3): whoever may come from there may be
 * anybody.
 */
const widest: Record<Family, number> = { v4: 7, v6: 8 };

/** Whether anybody on the internet may have an address in the range. */
export function isWorld(cidr: string, family: Family): boolean {
  const [, length] = cidr.split('/');
  return familyOf(cidr) === family && length !== undefined && Number(length) <= widest[family];
}
