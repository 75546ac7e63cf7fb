import { accessPoints } from './access-points.ts';
import { accountUid } from './arn.ts';
import { one } from './call.ts';
import { publicAccessBlock } from './s3api-bucket.ts';
import { awsService } from './service.ts';

export default awsService(
  's3control',
  'S3 settings of an account: block of public access, and access points',
  {
    'get-public-access-block': one({
      sign: [],
      global: true,
      permissions: ['s3:GetAccountPublicAccessBlock'],
      each: {
        service: 'sts',
        operation: 'get-caller-identity',
        query: 'Account',
        option: '--account-id',
      },
      answer: publicAccessBlock,
      map({ PublicAccessBlockConfiguration }, answer) {
        const account = answer.args[0];
        const known = account !== undefined && /^\d{12}$/.test(account) ? account : answer.account;
        const uid = accountUid(known);
        answer
          .claim(uid)
          .add('Account', uid, { publicAccessBlock: PublicAccessBlockConfiguration });
      },
    }),
    ...accessPoints,
  },
  { prefix: 's3', owner: 's3control' },
);
