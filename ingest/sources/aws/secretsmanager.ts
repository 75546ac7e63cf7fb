import { z } from 'zod';
import { encryptedWith } from './attachments.ts';
import { arnText, listed, policyOf } from './plain.ts';
import { awsService } from './service.ts';

export default awsService('secretsmanager', 'Secrets of AWS Secrets Manager, never their values', {
  'list-secrets': listed({
    sign: ['SecretList'],
    items: 'SecretList',
    kind: 'Secret',
    form: z.looseObject({
      ARN: arnText('secretsmanager'),
      Name: z.string(),
      KmsKeyId: z.string().nullish(),
      RotationEnabled: z.boolean().nullish(),
      LastAccessedDate: z.string().nullish(),
      OwningService: z.string().nullish(),
    }),
    uid: ({ ARN }) => ARN,
    props: (secret) => ({
      name: secret.Name,
      type: 'secretsmanager-secret',
      rotation: secret.RotationEnabled ?? false,
      lastAccessed: secret.LastAccessedDate ?? undefined,
      owner: secret.OwningService ?? undefined,
    }),
    links(secret, claim, node, answer) {
      const kmsKey = encryptedWith(answer, claim, node, secret.KmsKeyId);
      claim.add('Secret', node.uid, { kmsKey });
    },
  }),
  'get-resource-policy': policyOf({
    sign: ['ARN', 'Name', 'ResourcePolicy'],
    each: { operation: 'list-secrets', query: 'SecretList[].ARN', option: '--secret-id' },
    field: 'ResourcePolicy',
    kind: 'Secret',
    uid: (record, answer) =>
      typeof record['ARN'] === 'string' ? record['ARN'] : answer.arg(0, 'secret'),
  }),
});
