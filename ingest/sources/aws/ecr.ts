import { z } from 'zod';
import { encryptedWith } from './attachments.ts';
import { list } from './call.ts';
import { arnText, listed, policyOf } from './plain.ts';
import { awsService } from './service.ts';

const text = z.string().nullish();
const each = {
  operation: 'describe-repositories',
  query: 'repositories[].repositoryName',
  option: '--repository-name',
};

export default awsService('ecr', 'Container repositories and the images in them', {
  'describe-repositories': listed({
    sign: ['repositories'],
    items: 'repositories',
    kind: 'ContainerImage',
    form: z.looseObject({
      repositoryArn: arnText('ecr'),
      repositoryName: z.string(),
      repositoryUri: z.string(),
      encryptionConfiguration: z.looseObject({ kmsKey: text }).nullish(),
    }),
    uid: ({ repositoryArn }) => repositoryArn,
    props: ({ repositoryName, repositoryUri }) => ({ name: repositoryName, repo: repositoryUri }),
    links({ encryptionConfiguration }, claim, node, answer) {
      encryptedWith(answer, claim, node, encryptionConfiguration?.kmsKey);
    },
  }),
  'get-repository-policy': policyOf({
    sign: ['policyText', 'repositoryName'],
    each,
    field: 'policyText',
    kind: 'ContainerImage',
    uid: ({ repositoryName }, answer) =>
      answer.arn(
        'ecr',
        `repository/${typeof repositoryName === 'string' ? repositoryName : answer.arg(0, 'repository')}`,
      ),
  }),
  'describe-images': list({
    sign: ['imageDetails'],
    each,
    items: 'imageDetails',
    item: z.looseObject({
      registryId: z.string(),
      repositoryName: z.string(),
      imageDigest: z.string(),
    }),
    id: ({ registryId, repositoryName, imageDigest }, answer) =>
      answer.arn('ecr', `repository/${repositoryName}@${imageDigest}`, { account: registryId }),
    map({ registryId, repositoryName, imageDigest }, claim, answer) {
      answer.own(claim, 'ContainerImage', imageDigest, {
        name: `${repositoryName}@${imageDigest.slice(0, 19)}`,
        repo: `${registryId}.dkr.ecr.${answer.region}.amazonaws.com/${repositoryName}`,
      });
    },
  }),
});
