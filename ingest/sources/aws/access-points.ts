import { z } from 'zod';
import type { PropsOf } from '../../../graph/schema/index.ts';
import type { Answer } from './answer.ts';
import { one, type AwsCall } from './call.ts';
import { listed } from './plain.ts';
import { bucketArn, publicAccessBlock } from './s3api-bucket.ts';
import { documentOf } from './shapes.ts';

const text = z.string().nullish();
const each = {
  operation: 'list-access-points',
  query: 'AccessPointList[].Name',
  option: '--name',
  within: true,
} as const;

const pointArn = (answer: Answer) => {
  const account = answer.arg(0, 'account of the access point');
  return answer.arn('s3', `accesspoint/${answer.arg(1, 'access point')}`, { account });
};

/** A call about one access point that only adds properties to it. */
const setting = <T>(
  permission: string,
  form: z.ZodType<T>,
  props: (value: T) => PropsOf<'DataStore'>,
): AwsCall =>
  one({
    sign: [],
    permissions: [permission],
    each,
    answer: form,
    map(value, answer) {
      const uid = pointArn(answer);
      answer.claim(uid).add('DataStore', uid, props(value));
    },
  });

/** What S3 answers of access points: each lets into one bucket, under a policy of its own. */
export const accessPoints: Readonly<Record<string, AwsCall>> = {
  'list-access-points': listed({
    sign: ['AccessPointList'],
    items: 'AccessPointList',
    permissions: ['s3:ListAccessPoints'],
    each: {
      service: 'sts',
      operation: 'get-caller-identity',
      query: 'Account',
      option: '--account-id',
    },
    kind: 'DataStore',
    form: z.looseObject({
      AccessPointArn: z.string().regex(/^arn:[^:]+:s3:[^:]+:\d{12}:accesspoint\//),
      Name: z.string(),
      Bucket: z.string(),
      BucketAccountId: text,
      NetworkOrigin: text,
      VpcConfiguration: z.looseObject({ VpcId: text }).nullish(),
    }),
    uid: ({ AccessPointArn }) => AccessPointArn,
    props: ({ Name, Bucket, BucketAccountId, NetworkOrigin, VpcConfiguration }) => ({
      name: Name,
      type: 's3-access-point',
      config: {
        bucket: Bucket,
        ...(BucketAccountId && { bucketAccount: BucketAccountId }),
        networkOrigin: NetworkOrigin ?? 'Internet',
        ...(VpcConfiguration?.VpcId && { vpc: VpcConfiguration.VpcId }),
      },
    }),
    links({ Bucket }, claim, point, answer) {
      claim.edge('CONTAINS', point, claim.ref('DataStore', bucketArn(answer, Bucket)));
    },
  }),
  'get-access-point-policy': setting(
    's3:GetAccessPointPolicy',
    z.looseObject({ Policy: z.string() }),
    ({ Policy }) => ({ policy: documentOf(Policy) }),
  ),
  'get-access-point': setting('s3:GetAccessPoint', publicAccessBlock, (value) => ({
    publicAccessBlock: value.PublicAccessBlockConfiguration,
  })),
};
