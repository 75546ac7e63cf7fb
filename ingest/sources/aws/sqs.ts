import { z } from 'zod';
import { encryptedWith } from './attachments.ts';
import type { Answer } from './answer.ts';
import { described, listed } from './plain.ts';
import { awsService } from './service.ts';
import { documentOf } from './shapes.ts';

/**
 * Queue URLs of today's form, `sqs.{region}.amazonaws.com/{account}/{name}`, and of the older ones,
 * `{region}.queue.amazonaws.com` and `queue.amazonaws.com`, which is us-east-1.
 */
function arnOfUrl(url: string, answer: Answer): string {
  const [, host = '', account = '', name = ''] =
    /^(?:https?:\/\/)?([^/]+)\/([^/]+)\/(.+)$/.exec(url) ?? [];
  const region = /^(?:sqs\.)?([a-z]{2}-[a-z-]+-\d)\./.exec(host)?.[1];
  const place = region ?? (host.startsWith('queue.') ? 'us-east-1' : answer.region);
  return answer.arn('sqs', name || url, {
    region: place,
    account: /^\d{12}$/.test(account) ? account : answer.account,
  });
}

export default awsService('sqs', 'SQS queues', {
  'list-queues': listed({
    sign: ['QueueUrls'],
    items: 'QueueUrls',
    kind: 'DataStore',
    form: z.string(),
    uid: arnOfUrl,
    props: (url) => ({ name: url.split('/').at(-1) ?? url, type: 'sqs-queue' }),
  }),
  'get-queue-attributes': described({
    sign: [],
    each: { operation: 'list-queues', query: 'QueueUrls[]', option: '--queue-url' },
    options: '--attribute-names All',
    at: 'Attributes',
    kind: 'DataStore',
    form: z.looseObject({
      QueueArn: z.string(),
      Policy: z.string().nullish(),
      KmsMasterKeyId: z.string().nullish(),
      SqsManagedSseEnabled: z.string().nullish(),
    }),
    uid: ({ QueueArn }) => QueueArn,
    props: (queue) => ({
      name: queue.QueueArn.split(':').at(-1) ?? queue.QueueArn,
      type: 'sqs-queue',
      policy: documentOf(queue.Policy),
      encryption: queue.KmsMasterKeyId
        ? 'aws:kms'
        : queue.SqsManagedSseEnabled === 'true'
          ? 'AES256'
          : 'none',
    }),
    links(queue, claim, node, answer) {
      const kmsKey = encryptedWith(answer, claim, node, queue.KmsMasterKeyId);
      claim.add('DataStore', node.uid, { kmsKey });
    },
  }),
});
