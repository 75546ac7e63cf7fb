import { z } from 'zod';
import { list } from './call.ts';
import { resourceRef } from './resource-ref.ts';
import { awsService } from './service.ts';
import { tagsOf } from './shapes.ts';

export default awsService(
  'resourcegroupstaggingapi',
  'Tags of resources of any service',
  {
    'get-resources': list({
      sign: ['ResourceTagMappingList'],
      items: 'ResourceTagMappingList',
      item: z.looseObject({ ResourceARN: z.string(), Tags: z.array(z.unknown()) }),
      id: ({ ResourceARN }) => ResourceARN,
      map({ ResourceARN, Tags }, claim, answer) {
        const resource = resourceRef(ResourceARN);
        if (!resource) return answer.unresolved(`tags of ${ResourceARN}`);
        claim.add(resource.kind, resource.uid, { tags: tagsOf(Tags) });
      },
    }),
  },
  { prefix: 'tag' },
);
