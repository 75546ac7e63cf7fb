import { z } from 'zod';
import { listed } from './plain.ts';
import { bucketArn, bucketSettings } from './s3api-bucket.ts';
import { awsService } from './service.ts';

export default awsService(
  's3api',
  'S3 buckets: policies, access, encryption, notifications',
  {
    'list-buckets': listed({
      sign: ['Buckets', 'Owner'],
      items: 'Buckets',
      global: true,
      permissions: ['s3:ListAllMyBuckets'],
      kind: 'DataStore',
      form: z.looseObject({
        Name: z.string(),
        CreationDate: z.string().nullish(),
        BucketRegion: z.string().nullish(),
      }),
      uid: ({ Name }, answer) => bucketArn(answer, Name),
      props: ({ Name, BucketRegion }) => ({
        name: Name,
        type: 's3-bucket',
        region: BucketRegion ?? undefined,
      }),
    }),
    ...bucketSettings,
  },
  { prefix: 's3' },
);
