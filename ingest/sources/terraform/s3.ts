import s3api from '../aws/s3api.ts';
import s3control from '../aws/s3control.ts';
import { answer, together, type Conversions, type Convert } from './conversion.ts';
import { block, blocks, flag, tags, text, type Values } from './values.ts';

const bucketOf = (values: Values) => text(values, 'bucket');

/** A resource that is one setting of one bucket; undefined where it sets nothing. */
const setting =
  (operation: string, record: (values: Values) => object | undefined): Convert =>
  (values) => {
    const bucket = bucketOf(values);
    const said = record(values);
    if (bucket === undefined) return null;
    return said ? [answer(s3api, operation, said, bucket)] : [];
  };

const policy = setting('get-bucket-policy', (values) => {
  const Policy = text(values, 'policy');
  return Policy === undefined ? undefined : { Policy };
});

const encryption = setting('get-bucket-encryption', (values) => {
  const rules = blocks(values, 'rule').map((rule) =>
    block(rule, 'apply_server_side_encryption_by_default'),
  );
  const Rules = rules.flatMap((rule) => {
    const SSEAlgorithm = text(rule, 'sse_algorithm');
    const KMSMasterKeyID = text(rule, 'kms_master_key_id');
    return SSEAlgorithm === undefined
      ? []
      : [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm, KMSMasterKeyID } }];
  });
  return Rules.length > 0 ? { ServerSideEncryptionConfiguration: { Rules } } : undefined;
});

const everyone = 'http://acs.amazonaws.com/groups/global/AllUsers';
const anyAccount = 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers';

/** What canned ACLs grant beside the owner (S3 User Guide, "Canned ACL"). */
const canned: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  private: [],
  'public-read': [[everyone, 'READ']],
  'public-read-write': [
    [everyone, 'READ'],
    [everyone, 'WRITE'],
  ],
  'authenticated-read': [[anyAccount, 'READ']],
};

const acl = setting('get-bucket-acl', (values) => {
  const grants = canned[text(values, 'acl') ?? ''];
  const own = blocks(block(values, 'access_control_policy'), 'grant').map((grant) => {
    const grantee = block(grant, 'grantee');
    const Grantee = {
      Type: text(grantee, 'type'),
      ID: text(grantee, 'id'),
      URI: text(grantee, 'uri'),
    };
    return { Grantee, Permission: text(grant, 'permission') };
  });
  if (!grants && own.length === 0) return undefined;
  const Grants = (grants ?? []).map(([URI, Permission]) => ({
    Grantee: { Type: 'Group', URI },
    Permission,
  }));
  return { Grants: [...Grants, ...own] };
});

const publicAccessBlock = (values: Values) => ({
  PublicAccessBlockConfiguration: {
    BlockPublicAcls: flag(values, 'block_public_acls') ?? false,
    IgnorePublicAcls: flag(values, 'ignore_public_acls') ?? false,
    BlockPublicPolicy: flag(values, 'block_public_policy') ?? false,
    RestrictPublicBuckets: flag(values, 'restrict_public_buckets') ?? false,
  },
});

const objects = (type: string): Convert =>
  together(type, bucketOf, (members, values) => {
    const bucket = bucketOf(values);
    const Contents = members.flatMap((object) => {
      const Key = text(object, 'key');
      return Key === undefined ? [] : [{ Key }];
    });
    return bucket === undefined ? null : [answer(s3api, 'list-objects-v2', { Contents }, bucket)];
  });

export const s3Conversions: Conversions = {
  aws_s3_bucket(values, state) {
    const Name = bucketOf(values);
    if (Name === undefined) return null;
    const TagSet = tags(values);
    const bucket = { Name, BucketRegion: text(values, 'region') };
    return [
      answer(s3api, 'list-buckets', { Buckets: [bucket] }),
      ...(TagSet ? [answer(s3api, 'get-bucket-tagging', { TagSet }, Name)] : []),
      // Older providers keep these settings in the bucket, and newer ones copy them there.
      ...(state.find('aws_s3_bucket_policy', 'bucket', Name) ? [] : (policy(values, state) ?? [])),
    ];
  },
  aws_s3_bucket_policy: policy,
  aws_s3_bucket_public_access_block: setting('get-public-access-block', publicAccessBlock),
  aws_s3_account_public_access_block(values, { home }) {
    const account = text(values, 'account_id') ?? text(values, 'id') ?? home.account;
    return account === undefined
      ? null
      : [answer(s3control, 'get-public-access-block', publicAccessBlock(values), account)];
  },
  aws_s3_bucket_server_side_encryption_configuration: encryption,
  aws_s3_bucket_acl: acl,
  aws_s3_bucket_ownership_controls: setting('get-bucket-ownership-controls', (values) => {
    const ObjectOwnership = text(block(values, 'rule'), 'object_ownership');
    return ObjectOwnership === undefined
      ? undefined
      : { OwnershipControls: { Rules: [{ ObjectOwnership }] } };
  }),
  aws_s3_bucket_notification: setting('get-bucket-notification-configuration', (values) => ({
    LambdaFunctionConfigurations: blocks(values, 'lambda_function').flatMap((target) => {
      const LambdaFunctionArn = text(target, 'lambda_function_arn');
      return LambdaFunctionArn === undefined ? [] : [{ LambdaFunctionArn }];
    }),
  })),
  aws_s3_object: objects('aws_s3_object'),
  aws_s3_bucket_object: objects('aws_s3_bucket_object'),
};
