import { z } from 'zod';
import type { Ref } from '../../../graph/claim.ts';
import type { PropsOf } from '../../../graph/schema/index.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import type { Answer } from './answer.ts';
import { encryptedWith } from './attachments.ts';
import { one, type AwsCall } from './call.ts';
import { documentOf, tagsOf } from './shapes.ts';
import { weightsAt } from './training-data.ts';

/** ARN of a bucket by its name. */
export const bucketArn = (answer: Answer, name: string) => `arn:${answer.partition}:s3:::${name}`;

const bucketName = (arn: string) => arn.split(':').at(-1) ?? arn;

/** Which bucket an answer about one bucket is about: only its path tells. */
const bucketOf = (answer: Answer) => bucketArn(answer, answer.arg(0, 'bucket'));

interface Setting<T> {
  form: z.ZodType<T>;
  props: (value: T) => PropsOf<'DataStore'>;
  links?: (value: T, claim: ClaimBuilder, bucket: Ref<'DataStore'>, answer: Answer) => void;
  permission: string;
  spare?: true;
}

/** A call whose answer is one setting of one bucket. */
const setting = <T>({ form, props, links, permission, spare }: Setting<T>): AwsCall =>
  one({
    sign: [],
    global: true,
    permissions: [permission],
    each: { operation: 'list-buckets', query: 'Buckets[].Name', option: '--bucket' },
    ...(spare && { spare }),
    answer: form,
    map(value, answer) {
      const uid = bucketOf(answer);
      const claim = answer.claim(uid);
      const bucket = claim.add('DataStore', uid, props(value));
      links?.(value, claim, bucket, answer);
    },
  });

/** `PublicAccessBlockConfiguration` of a bucket or of an account. */
export const publicAccessBlock = z.looseObject({
  PublicAccessBlockConfiguration: z.record(z.string(), z.boolean()),
});

const encryption = z.looseObject({
  ServerSideEncryptionConfiguration: z.looseObject({
    Rules: z.array(
      z.looseObject({
        ApplyServerSideEncryptionByDefault: z
          .looseObject({ SSEAlgorithm: z.string(), KMSMasterKeyID: z.string().nullish() })
          .nullish(),
      }),
    ),
  }),
});

const defaultEncryption = (value: z.infer<typeof encryption>) =>
  value.ServerSideEncryptionConfiguration.Rules.map(
    (rule) => rule.ApplyServerSideEncryptionByDefault,
  ).find((rule) => rule != null);

/** `LocationConstraint` is null in us-east-1, and `EU` in old buckets of eu-west-1 (S3 API). */
const regionOf = (constraint: string | null | undefined) =>
  constraint === 'EU' ? 'eu-west-1' : (constraint ?? 'us-east-1');

const grants = z.looseObject({
  Grants: z.array(
    z.looseObject({
      Grantee: z.looseObject({
        Type: z.string().nullish(),
        ID: z.string().nullish(),
        URI: z.string().nullish(),
      }),
      Permission: z.string(),
    }),
  ),
});

const notifications = z.looseObject({
  LambdaFunctionConfigurations: z
    .array(z.looseObject({ LambdaFunctionArn: z.string().startsWith('arn:') }))
    .nullish(),
});

/** Endings of files that hold a model, and nothing else. */
const modelFile = /\.(safetensors|pkl|pickle|pt|pth|joblib|ckpt|gguf|onnx|h5)$/i;

/** What S3 answers of one bucket, by operation. */
export const bucketSettings: Readonly<Record<string, AwsCall>> = {
  'get-bucket-policy': setting({
    permission: 's3:GetBucketPolicy',
    form: z.looseObject({ Policy: z.string() }),
    props: ({ Policy }) => ({ policy: documentOf(Policy) }),
  }),
  'get-bucket-policy-status': setting({
    permission: 's3:GetBucketPolicyStatus',
    form: z.looseObject({ PolicyStatus: z.looseObject({ IsPublic: z.boolean() }) }),
    props: ({ PolicyStatus }) => ({ public: PolicyStatus.IsPublic }),
  }),
  'get-bucket-acl': setting({
    permission: 's3:GetBucketAcl',
    form: grants,
    // Names and addresses of grantees are theirs, and decide nothing.
    props: ({ Grants }) => ({
      acl: {
        Grants: Grants.map(({ Grantee: { Type, ID, URI }, Permission }) => ({
          Grantee: { ...(Type && { Type }), ...(ID && { ID }), ...(URI && { URI }) },
          Permission,
        })),
      },
    }),
  }),
  'get-public-access-block': setting({
    permission: 's3:GetBucketPublicAccessBlock',
    form: publicAccessBlock,
    props: (value) => ({ publicAccessBlock: value.PublicAccessBlockConfiguration }),
  }),
  'get-bucket-tagging': setting({
    permission: 's3:GetBucketTagging',
    form: z.looseObject({ TagSet: z.array(z.unknown()) }),
    props: ({ TagSet }) => ({ tags: tagsOf(TagSet) }),
  }),
  'get-bucket-encryption': setting({
    permission: 's3:GetEncryptionConfiguration',
    form: encryption,
    props: (value) => ({ encryption: defaultEncryption(value)?.SSEAlgorithm }),
    links(value, claim, bucket, answer) {
      const rule = defaultEncryption(value);
      if (!rule?.SSEAlgorithm.startsWith('aws:kms')) return;
      const key = rule.KMSMasterKeyID ?? 'alias/aws/s3';
      // A bare key id means a key in the bucket's region, which this answer does not tell.
      const kmsKey = key.startsWith('arn:') ? encryptedWith(answer, claim, bucket, key) : key;
      if (kmsKey) claim.add('DataStore', bucket.uid, { kmsKey });
    },
  }),
  'get-bucket-location': setting({
    permission: 's3:GetBucketLocation',
    form: z.looseObject({ LocationConstraint: z.string().nullish() }),
    props: ({ LocationConstraint }) => ({ region: regionOf(LocationConstraint) }),
  }),
  'get-bucket-ownership-controls': setting({
    permission: 's3:GetBucketOwnershipControls',
    form: z.looseObject({
      OwnershipControls: z.looseObject({
        Rules: z.array(z.looseObject({ ObjectOwnership: z.string() })),
      }),
    }),
    props: ({ OwnershipControls }) => ({
      objectOwnership: OwnershipControls.Rules[0]?.ObjectOwnership,
    }),
  }),
  'get-bucket-notification-configuration': setting({
    permission: 's3:GetBucketNotification',
    form: notifications,
    props: () => ({}),
    links({ LambdaFunctionConfigurations }, claim, bucket) {
      for (const { LambdaFunctionArn } of LambdaFunctionConfigurations ?? []) {
        const uid = LambdaFunctionArn.split(':').slice(0, 7).join(':');
        claim.edge('TRIGGERS', bucket, claim.ref('Workload', uid));
      }
    },
  }),
  'list-objects-v2': setting({
    permission: 's3:ListBucket',
    spare: true,
    form: z.looseObject({
      Contents: z.array(z.looseObject({ Key: z.string() })).nullish(),
    }),
    props: () => ({}),
    links({ Contents }, claim, bucket, answer) {
      for (const { Key } of Contents ?? [])
        if (modelFile.test(Key)) weightsAt(answer, claim, `s3://${bucketName(bucket.uid)}/${Key}`);
    },
  }),
};
