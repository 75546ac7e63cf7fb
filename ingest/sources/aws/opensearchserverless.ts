import { z } from 'zod';
import { encryptedWith } from './attachments.ts';
import { arnText, listed } from './plain.ts';
import { awsService } from './service.ts';

const collection = z.looseObject({
  id: z.string(),
  name: z.string(),
  arn: arnText('aoss', 'collection/'),
  kmsKeyArn: z.string().nullish(),
  type: z.string().nullish(),
});

export default awsService(
  'opensearchserverless',
  'OpenSearch Serverless collections, such as those behind knowledge bases',
  {
    'list-collections': listed({
      sign: ['collectionSummaries'],
      items: 'collectionSummaries',
      kind: 'DataStore',
      form: collection,
      uid: ({ arn }) => arn,
      props: ({ name }) => ({ name, type: 'opensearch-collection' }),
    }),
    'batch-get-collection': listed({
      sign: ['collectionDetails'],
      each: {
        operation: 'list-collections',
        query: 'collectionSummaries[].id',
        option: '--ids',
      },
      items: 'collectionDetails',
      kind: 'DataStore',
      form: collection,
      uid: ({ arn }) => arn,
      props: ({ name, type }) => ({
        name,
        type: 'opensearch-collection',
        encryption: 'aws:kms',
        config: { collectionType: type ?? undefined },
      }),
      links({ kmsKeyArn }, claim, node, answer) {
        const kmsKey = encryptedWith(answer, claim, node, kmsKeyArn === 'auto' ? null : kmsKeyArn);
        claim.add('DataStore', node.uid, { kmsKey });
      },
    }),
  },
  { prefix: 'aoss' },
);
