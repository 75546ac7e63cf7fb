import type { AppliedPolicy } from './applied-policy.ts';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** What the encryption context of a request must hold, or be. */
function conditionOf(constraints: unknown): Record<string, unknown> | undefined {
  if (!isRecord(constraints)) return undefined;
  const pairsOf = (name: string) => {
    const context = constraints[name];
    return isRecord(context) ? Object.entries(context) : [];
  };
  const exact = pairsOf('EncryptionContextEquals');
  const pairs = [...exact, ...pairsOf('EncryptionContextSubset')];
  if (pairs.length === 0) return undefined;
  return {
    StringEquals: Object.fromEntries(
      pairs.map(([key, value]) => [`kms:EncryptionContext:${key}`, String(value)]),
    ),
    ...(exact.length > 0 && {
      'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': exact.map(([key]) => key) },
    }),
  };
}

/** Operations without an encryption context, to which constraints do not apply (AWS KMS API Reference, "GrantConstraints"). */
const withoutContext = new Set(['DescribeKey', 'RetireGrant']);

/**
 * Grants of a KMS key, as ListGrants gives them, in the form of a policy: one more way to be
 * allowed to use the key (AWS KMS Developer Guide, "Grants in AWS KMS"). Null where there are none.
 */
export function grantPolicy(grants: unknown, key: string): unknown {
  if (!Array.isArray(grants) || grants.length === 0) return null;
  const statements = grants.flatMap((grant: unknown) => {
    if (!isRecord(grant) || typeof grant['GranteePrincipal'] !== 'string') return [];
    const grantee = grant['GranteePrincipal'];
    const listed: unknown = grant['Operations'];
    const operations = Array.isArray(listed) ? listed.map(String) : [];
    const condition = conditionOf(grant['Constraints']);
    const id = grant['GrantId'];
    const allowing = (some: string[], more: object) =>
      some.length === 0
        ? []
        : [
            {
              ...(typeof id === 'string' && { Sid: id }),
              Effect: 'Allow',
              Principal: grantee.startsWith('arn:') ? { AWS: grantee } : { Service: grantee },
              Action: some.map((operation) => `kms:${operation}`),
              Resource: key,
              ...more,
            },
          ];
    if (!condition) return allowing(operations, {});
    const [free, bound] = [true, false].map((is) =>
      operations.filter((operation) => withoutContext.has(operation) === is),
    );
    return [...allowing(bound ?? [], { Condition: condition }), ...allowing(free ?? [], {})];
  });
  return { Version: '2012-10-17', Statement: statements };
}

/** Whether a policy is what the grants of a key amount to, which suffice by themselves in any account. */
export const isOfGrants = ({ name }: Pick<AppliedPolicy, 'name'>): boolean =>
  name.endsWith('#grants');
