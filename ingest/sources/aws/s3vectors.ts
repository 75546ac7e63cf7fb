import { z } from 'zod';
import { arnText, listed, policyOf } from './plain.ts';
import { awsService } from './service.ts';

const each = {
  operation: 'list-vector-buckets',
  query: 'vectorBuckets[].vectorBucketArn',
  option: '--vector-bucket-arn',
};

export default awsService('s3vectors', 'S3 vector buckets and indexes', {
  'list-vector-buckets': listed({
    sign: ['vectorBuckets'],
    items: 'vectorBuckets',
    kind: 'DataStore',
    form: z.looseObject({
      vectorBucketName: z.string(),
      vectorBucketArn: arnText('s3vectors', 'bucket/'),
    }),
    uid: ({ vectorBucketArn }) => vectorBucketArn,
    props: ({ vectorBucketName }) => ({ name: vectorBucketName, type: 's3vectors-bucket' }),
  }),
  'list-indexes': listed({
    sign: ['indexes'],
    each,
    items: 'indexes',
    kind: 'DataStore',
    form: z.looseObject({ indexName: z.string(), indexArn: arnText('s3vectors', 'bucket/') }),
    uid: ({ indexArn }) => indexArn,
    props: ({ indexName }) => ({ name: indexName, type: 's3vectors-index' }),
  }),
  'get-vector-bucket-policy': policyOf({
    sign: [],
    each,
    field: 'policy',
    kind: 'DataStore',
    uid: (_record, answer) => answer.arg(0, 'vector bucket'),
  }),
});
