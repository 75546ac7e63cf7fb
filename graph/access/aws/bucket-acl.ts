const groups = 'http://acs.amazonaws.com/groups/global/';

/** What a permission of an access control list lets do (Amazon S3 User Guide, "ACL overview"). */
const permissions: Readonly<Record<string, { bucket: string[]; objects: string[] }>> = {
  READ: {
    bucket: ['s3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads'],
    objects: [],
  },
  WRITE: { bucket: [], objects: ['s3:PutObject', 's3:DeleteObject'] },
  READ_ACP: { bucket: ['s3:GetBucketAcl'], objects: [] },
  WRITE_ACP: { bucket: ['s3:PutBucketAcl'], objects: [] },
};

/** That the request is no anonymous one (IAM User Guide, "aws:PrincipalAccount"). */
const isSigned = {
  Null: { 'aws:PrincipalAccount': 'false' },
  StringNotEquals: { 'aws:PrincipalAccount': 'anonymous' },
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Public grants of an access control list of a bucket as a policy; null where there are none. */
export function aclPolicy(acl: unknown, bucket: string): unknown {
  const grants: unknown = isRecord(acl) ? acl['Grants'] : acl;
  if (!Array.isArray(grants)) return null;
  const statements = grants.flatMap((grant: unknown) => {
    if (!isRecord(grant) || !isRecord(grant['Grantee'])) return [];
    const uri = grant['Grantee']['URI'];
    if (uri !== `${groups}AllUsers` && uri !== `${groups}AuthenticatedUsers`) return [];
    const named = permissions[String(grant['Permission'])];
    const all = grant['Permission'] === 'FULL_CONTROL' ? Object.values(permissions) : [named];
    const signed = uri === `${groups}AuthenticatedUsers`;
    const statement = (actions: string[], resource: string) =>
      actions.length === 0
        ? []
        : [
            {
              Effect: 'Allow',
              Principal: '*',
              Action: actions,
              Resource: resource,
              ...(signed && { Condition: isSigned }),
            },
          ];
    return all.flatMap((permission) =>
      permission
        ? [...statement(permission.bucket, bucket), ...statement(permission.objects, `${bucket}/*`)]
        : [],
    );
  });
  return statements.length === 0 ? null : { Version: '2012-10-17', Statement: statements };
}
