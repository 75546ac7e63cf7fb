import { isAccountId, parseArn } from './arn.ts';

/** The `Principal` or `NotPrincipal` of a statement, sorted by what its entries mean. */
export interface PrincipalElement {
  /** True for `NotPrincipal`. */
  not: boolean;
  /** `*`: anybody, with or without credentials. */
  everyone: boolean;
  accounts: ReadonlySet<string>;
  /** ARNs of users, roles, sessions and federated users. */
  arns: ReadonlySet<string>;
  /** Unique ids, which AWS writes in place of principals that were deleted. */
  ids: ReadonlySet<string>;
  services: ReadonlySet<string>;
  /** Identity providers: ARNs, or names of those that AWS knows. */
  federated: ReadonlySet<string>;
}

const texts = (value: unknown): string[] | null => {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.every((item) => typeof item === 'string') ? list : null;
};

const known = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser']);

const accountOf = (entry: string): string | null => {
  if (isAccountId(entry)) return entry;
  const arn = parseArn(entry);
  return arn?.service === 'iam' && arn.resource === 'root' ? arn.account : null;
};

/** Null where the element cannot be read. */
export function principalElement(value: unknown, not: boolean): PrincipalElement | null {
  const parts: unknown = value === '*' ? { AWS: '*' } : value;
  if (parts === null || typeof parts !== 'object' || Array.isArray(parts)) return null;
  const lists = new Map<string, string[]>();
  for (const [type, entries] of Object.entries(parts)) {
    const list = texts(entries);
    if (!known.has(type) || list === null) return null;
    lists.set(type, list);
  }
  const aws = lists.get('AWS') ?? [];
  const named = aws.filter((entry) => entry !== '*' && accountOf(entry) === null);
  return {
    not,
    everyone: aws.includes('*'),
    accounts: new Set(aws.flatMap((entry) => accountOf(entry) ?? [])),
    arns: new Set(named.filter((entry) => entry.startsWith('arn:'))),
    ids: new Set(named.filter((entry) => !entry.startsWith('arn:'))),
    services: new Set(lists.get('Service')),
    federated: new Set(lists.get('Federated')),
  };
}
