import { z } from 'zod';
import { one } from './call.ts';
import { awsService } from './service.ts';
import { documentOf } from './shapes.ts';

export default awsService('glue', 'Glue Data Catalog: the resource policy of a region', {
  'get-resource-policy': one({
    sign: ['PolicyInJson', 'PolicyHash'],
    answer: z.looseObject({ PolicyInJson: z.string().nullish() }),
    map({ PolicyInJson }, answer) {
      const uid = answer.arn('glue', 'catalog');
      answer.own(answer.claim(uid), 'DataStore', uid, {
        name: 'Glue Data Catalog',
        type: 'glue-catalog',
        policy: documentOf(PolicyInJson),
      });
    },
  }),
});
