const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const contexts = {
  EncryptionContextEquals: 'StringEquals',
  EncryptionContextSubset: 'StringEquals',
} as const;

function conditionOf(constraints: unknown): Record<string, unknown> | undefined {
  if (!isRecord(constraints)) return undefined;
  const pairs = Object.keys(contexts).flatMap((name) => {
    const context = constraints[name];
    return isRecord(context) ? Object.entries(context) : [];
  });
  if (pairs.length === 0) return undefined;
  return {
    StringEquals: Object.fromEntries(
      pairs.map(([key, value]) => [`kms:EncryptionContext:${key}`, String(value)]),
    ),
  };
}

/**
 * Grants of a KMS key, as ListGrants gives them, in the form of a policy: one more way to be
 * allowed to use the key (AWS KMS Developer Guide, "Grants in AWS KMS"). Null where there are none.
 */
export function grantPolicy(grants: unknown, key: string): unknown {
  if (!Array.isArray(grants) || grants.length === 0) return null;
  const statements = grants.flatMap((grant: unknown) => {
    if (!isRecord(grant) || typeof grant['GranteePrincipal'] !== 'string') return [];
    const grantee = grant['GranteePrincipal'];
    const operations = Array.isArray(grant['Operations']) ? grant['Operations'] : [];
    const condition = conditionOf(grant['Constraints']);
    const id = grant['GrantId'];
    return [
      {
        ...(typeof id === 'string' && { Sid: id }),
        Effect: 'Allow',
        Principal: grantee.startsWith('arn:') ? { AWS: grantee } : { Service: grantee },
        Action: operations.map((operation) => `kms:${String(operation)}`),
        Resource: key,
        ...(condition && { Condition: condition }),
      },
    ];
  });
  return { Version: '2012-10-17', Statement: statements };
}

/**
 * Operations that work on a key of another account (AWS KMS Developer Guide, "AWS KMS
 * permissions", column "Cross-account use").
 */
const crossAccount = new Set(
  [
    'CreateGrant',
    'Decrypt',
    'DeriveSharedSecret',
    'DescribeKey',
    'Encrypt',
    'GenerateDataKey',
    'GenerateDataKeyPair',
    'GenerateDataKeyPairWithoutPlaintext',
    'GenerateDataKeyWithoutPlaintext',
    'GenerateMac',
    'GetKeyRotationStatus',
    'GetPublicKey',
    'ListGrants',
    'ReEncryptFrom',
    'ReEncryptTo',
    'RetireGrant',
    'RevokeGrant',
    'Sign',
    'Verify',
    'VerifyMac',
  ].map((operation) => `kms:${operation.toLowerCase()}`),
);

/** Whether a KMS action, given in lower case, can reach a key of another account at all. */
export const worksAcrossAccounts = (action: string): boolean => crossAccount.has(action);
