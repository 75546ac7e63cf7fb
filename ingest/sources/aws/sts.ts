import { z } from 'zod';
import { accountUid, parseArn } from './arn.ts';
import { one } from './call.ts';
import { awsService } from './service.ts';

export default awsService('sts', 'Whose credentials a collection was made with: its account', {
  'get-caller-identity': one({
    sign: ['UserId', 'Account', 'Arn'],
    global: true,
    answer: z.looseObject({
      Account: z.string().regex(/^\d{12}$/, 'expected twelve digits'),
      Arn: z.string().startsWith('arn:'),
    }),
    map({ Account: account, Arn }, answer) {
      const root = `arn:${parseArn(Arn)?.partition ?? answer.partition}:iam::${account}:root`;
      answer.claim(root).node('Account', accountUid(account), { provider: 'aws', account });
    },
  }),
});
