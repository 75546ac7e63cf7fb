import { z } from 'zod';
import { keyArnOf } from './attachments.ts';
import type { Answer } from './answer.ts';
import { one } from './call.ts';
import { arnText, described, listed, policyOf } from './plain.ts';
import { awsService } from './service.ts';

const each = { operation: 'list-keys', query: 'Keys[].KeyId', option: '--key-id' };

/** The key that a per-key answer is about; some collectors append the policy's name. */
function askedKey(answer: Answer): string {
  const text = answer.arg(0, 'key').replace(/_default$/, '');
  return keyArnOf(answer, text) ?? answer.arn('kms', `key/${text}`);
}

const managerOf = (text: string | null | undefined): 'aws' | 'customer' | 'unknown' =>
  text === 'AWS' ? 'aws' : text === 'CUSTOMER' ? 'customer' : 'unknown';

export default awsService('kms', 'KMS keys, their policies, grants and aliases', {
  'list-keys': listed({
    sign: ['Keys'],
    items: 'Keys',
    kind: 'EncryptionKey',
    form: z.looseObject({ KeyId: z.string(), KeyArn: arnText('kms') }),
    uid: ({ KeyArn }) => KeyArn,
    props: ({ KeyId }) => ({ name: KeyId }),
  }),
  'describe-key': described({
    sign: ['KeyMetadata'],
    each,
    at: 'KeyMetadata',
    kind: 'EncryptionKey',
    form: z.looseObject({
      KeyId: z.string(),
      Arn: arnText('kms'),
      KeyManager: z.string().nullish(),
      KeyState: z.string().nullish(),
      KeySpec: z.string().nullish(),
    }),
    uid: ({ Arn }) => Arn,
    props: (key) => ({
      name: key.KeyId,
      type: key.KeySpec ?? undefined,
      manager: managerOf(key.KeyManager),
      state: key.KeyState ?? undefined,
    }),
  }),
  'get-key-policy': policyOf({
    sign: [],
    each,
    options: '--policy-name default',
    field: 'Policy',
    kind: 'EncryptionKey',
    uid: (_record, answer) => askedKey(answer),
  }),
  'list-grants': one({
    sign: ['Grants'],
    each,
    answer: z.looseObject({ Grants: z.array(z.looseObject({ KeyId: z.string().nullish() })) }),
    map({ Grants }, answer) {
      const named = keyArnOf(answer, Grants[0]?.KeyId);
      const uid = named ?? askedKey(answer);
      answer.claim(uid).add('EncryptionKey', uid, { grants: Grants });
    },
  }),
  'list-aliases': one({
    sign: ['Aliases'],
    answer: z.looseObject({
      Aliases: z.array(
        z.looseObject({
          AliasName: z.string(),
          AliasArn: arnText('kms'),
          TargetKeyId: z.string().nullish(),
        }),
      ),
    }),
    map({ Aliases }, answer) {
      for (const [key, aliases] of Map.groupBy(Aliases, ({ TargetKeyId }) => TargetKeyId)) {
        const [first] = aliases;
        if (!key || !first) continue;
        const uid = first.AliasArn.replace(/:alias\/.*$/, `:key/${key}`);
        const names = aliases.map(({ AliasName }) => AliasName).sort();
        answer.claim(uid).add('EncryptionKey', uid, { aliases: names });
      }
    },
  }),
});
