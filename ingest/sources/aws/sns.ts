import { z } from 'zod';
import { encryptedWith } from './attachments.ts';
import { list } from './call.ts';
import { arnText, described, listed } from './plain.ts';
import { resourceRef } from './resource-ref.ts';
import { awsService } from './service.ts';
import { documentOf } from './shapes.ts';

const nameIn = (arn: string) => arn.split(':').at(-1) ?? arn;

export default awsService('sns', 'SNS topics, and the functions that they start', {
  'list-topics': listed({
    sign: ['Topics'],
    items: 'Topics',
    kind: 'DataStore',
    form: z.looseObject({ TopicArn: arnText('sns') }),
    uid: ({ TopicArn }) => TopicArn,
    props: ({ TopicArn }) => ({ name: nameIn(TopicArn), type: 'sns-topic' }),
  }),
  'get-topic-attributes': described({
    sign: [],
    each: { operation: 'list-topics', query: 'Topics[].TopicArn', option: '--topic-arn' },
    at: 'Attributes',
    kind: 'DataStore',
    form: z.looseObject({
      TopicArn: arnText('sns'),
      Policy: z.string().nullish(),
      KmsMasterKeyId: z.string().nullish(),
    }),
    uid: ({ TopicArn }) => TopicArn,
    props: (topic) => ({
      name: nameIn(topic.TopicArn),
      type: 'sns-topic',
      policy: documentOf(topic.Policy),
      encryption: topic.KmsMasterKeyId ? 'aws:kms' : 'none',
    }),
    links(topic, claim, node, answer) {
      const kmsKey = encryptedWith(answer, claim, node, topic.KmsMasterKeyId);
      claim.add('DataStore', node.uid, { kmsKey });
    },
  }),
  'list-subscriptions': list({
    sign: ['Subscriptions'],
    items: 'Subscriptions',
    item: z.looseObject({
      SubscriptionArn: z.string(),
      TopicArn: arnText('sns'),
      Protocol: z.string(),
      Endpoint: z.string().nullish(),
    }),
    id: ({ SubscriptionArn, TopicArn, Endpoint }) =>
      SubscriptionArn.startsWith('arn:') ? SubscriptionArn : `${TopicArn}:${Endpoint ?? ''}`,
    map({ TopicArn, Protocol, Endpoint }, claim) {
      const started = Protocol === 'lambda' ? resourceRef(Endpoint) : null;
      if (started?.kind === 'Workload')
        claim.edge(
          'TRIGGERS',
          claim.ref('DataStore', TopicArn),
          claim.ref('Workload', started.uid),
        );
    },
  }),
});
