import { z } from 'zod';
import { described, listed } from './plain.ts';
import { awsService } from './service.ts';
import { documentOf } from './shapes.ts';

const form = z.looseObject({
  Arn: z.string().regex(/^arn:[^:]+:events:[^:]*:[^:]*:event-bus\//),
  Name: z.string(),
  Policy: z.string().nullish(),
});
type Bus = z.infer<typeof form>;

const bus = {
  kind: 'DataStore' as const,
  form,
  uid: ({ Arn }: Bus) => Arn,
  props: ({ Name, Policy }: Bus) => ({
    name: Name,
    type: 'event-bus',
    policy: documentOf(Policy),
  }),
};

export default awsService('events', 'EventBridge event buses and their policies', {
  'list-event-buses': listed({ ...bus, sign: ['EventBuses'], items: 'EventBuses' }),
  // The list tells the policy as well.
  'describe-event-bus': described({
    ...bus,
    sign: ['Arn', 'Name', 'CreationTime', 'LastModifiedTime'],
    spare: true,
    each: { operation: 'list-event-buses', query: 'EventBuses[].Name', option: '--name' },
  }),
});
