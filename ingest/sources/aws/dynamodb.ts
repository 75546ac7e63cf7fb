import { z } from 'zod';
import { encryptedWith } from './attachments.ts';
import { one } from './call.ts';
import { arnText, described, listed, policyOf } from './plain.ts';
import { awsService } from './service.ts';
import { tagsOf } from './shapes.ts';

const each = { operation: 'list-tables', query: 'TableNames[]', option: '--table-name' };
const byArn = { operation: 'describe-table', query: 'Table.TableArn', option: '--resource-arn' };

export default awsService('dynamodb', 'DynamoDB tables', {
  'list-tables': listed({
    sign: ['TableNames'],
    items: 'TableNames',
    kind: 'DataStore',
    form: z.string(),
    uid: (name, answer) => answer.arn('dynamodb', `table/${name}`),
    props: (name) => ({ name, type: 'dynamodb-table' }),
  }),
  'describe-table': described({
    sign: ['Table'],
    each,
    at: 'Table',
    kind: 'DataStore',
    form: z.looseObject({
      TableName: z.string(),
      TableArn: arnText('dynamodb'),
      TableSizeBytes: z.number().nullish(),
      SSEDescription: z
        .looseObject({
          Status: z.string().nullish(),
          SSEType: z.string().nullish(),
          KMSMasterKeyArn: z.string().nullish(),
        })
        .nullish(),
    }),
    uid: ({ TableArn }) => TableArn,
    props: (table) => ({
      name: table.TableName,
      type: 'dynamodb-table',
      volume: table.TableSizeBytes ?? undefined,
      encryption: table.SSEDescription?.SSEType === 'KMS' ? 'aws:kms' : 'AES256',
    }),
    links(table, claim, node, answer) {
      encryptedWith(answer, claim, node, table.SSEDescription?.KMSMasterKeyArn);
    },
  }),
  'get-resource-policy': policyOf({
    sign: [],
    each: byArn,
    field: 'Policy',
    kind: 'DataStore',
    uid: (_record, answer) => answer.arg(0, 'table'),
  }),
  'list-tags-of-resource': one({
    sign: [],
    each: byArn,
    answer: z.looseObject({ Tags: z.array(z.unknown()) }),
    map({ Tags }, answer) {
      const table = answer.arg(0, 'table');
      const uid = table.startsWith('arn:') ? table : answer.arn('dynamodb', `table/${table}`);
      answer.claim(uid).add('DataStore', uid, { tags: tagsOf(Tags) });
    },
  }),
});
