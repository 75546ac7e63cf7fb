import fc from 'fast-check';
import { View } from '../../../graph/view.ts';
import { node } from '../derive/derived.ts';

const account = '111122223333';
export const role = `arn:aws:iam::${account}:role/app`;
export const keys = ['one', 'two'].map((id) => `arn:aws:kms:eu-west-1:${account}:key/${id}`);
export const buckets = ['data', 'data-eu', 'logs', 'x'].map((name) => `arn:aws:s3:::${name}`);

const resource = fc.constantFrom(
  '*',
  '*',
  '*',
  'arn:aws:s3:::*',
  'arn:aws:s3:::*/*',
  'arn:aws:s3:::data*',
  'arn:aws:s3:::data/*',
  'arn:aws:s3:::data/private/*',
  'arn:aws:s3:::*-eu/*',
  'arn:aws:s3:::l?gs/*',
  'arn:aws:s3:::x/${aws:username}/*',
  'arn:aws:s3:::data-eu/a',
);
const condition = fc.constantFrom(
  undefined,
  undefined,
  undefined,
  undefined,
  { Bool: { 'aws:SecureTransport': 'false' } },
  { StringEquals: { 'aws:ResourceTag/class': 'public' } },
  { StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
  { ArnLike: { 'aws:PrincipalArn': role } },
);
const effect = fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Allow', 'Allow', 'Deny');
const action = fc.constantFrom('s3:*', 's3:GetObject', 's3:Get*', 's3:Put*', 'kms:*', '*');
const keyAction = fc.constantFrom('kms:*', 'kms:Decrypt', 'kms:GenerateDataKey*');

const own = fc
  .record({ effect, action, resource, condition, not: fc.constantFrom(false, false, true) })
  .map(({ effect: Effect, action: Action, resource: name, condition: Condition, not }) => ({
    Effect,
    Action,
    [not ? 'NotResource' : 'Resource']: name,
    ...(Condition && { Condition }),
  }));
const principal = fc.constantFrom<unknown>(
  '*',
  { AWS: role },
  { AWS: account },
  { AWS: 'arn:aws:iam::444455556666:root' },
);
const onBucket = fc
  .record({ effect, action, condition, principal })
  .map(({ effect: Effect, action: Action, condition: Condition, principal: Principal }) => ({
    Effect,
    Action,
    Principal,
    Resource: '*',
    ...(Condition && { Condition }),
  }));

const onKey = fc
  .record({ action: keyAction, principal })
  .map(({ action: Action, principal: Principal }) => ({
    Effect: 'Allow' as const,
    Action,
    Principal,
    Resource: '*',
  }));

/** Statements are told apart by name, so that one can be left out. */
const document = (statements: readonly object[], left?: string) => ({
  Version: '2012-10-17',
  Statement: statements
    .map((statement, i) => ({ Sid: `s${i}`, ...statement }))
    .filter(({ Sid }) => Sid !== left),
});

/** Policies of a role, its boundary, policies and tags of buckets, and keys that protect them. */
export const world = fc.record({
  statements: fc.array(own, { minLength: 1, maxLength: 4 }),
  boundary: fc.option(fc.array(own, { minLength: 1, maxLength: 2 })),
  policies: fc.array(fc.option(fc.array(onBucket, { minLength: 1, maxLength: 2 })), {
    minLength: buckets.length,
    maxLength: buckets.length,
  }),
  tags: fc.array(fc.constantFrom(undefined, {}, { class: 'public' }), {
    minLength: buckets.length,
    maxLength: buckets.length,
  }),
  protectedBy: fc.array(fc.constantFrom(undefined, undefined, ...keys), {
    minLength: buckets.length,
    maxLength: buckets.length,
  }),
  keyPolicies: fc.array(fc.array(onKey, { minLength: 1, maxLength: 2 }), {
    minLength: keys.length,
    maxLength: keys.length,
  }),
});

export type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

/** What lets: statements by the id that they have as causes. */
export function allows({ statements, policies, keyPolicies }: World): string[] {
  const named = (holder: string, list: readonly { Effect: string }[] | null) =>
    (list ?? []).flatMap(({ Effect }, i) => (Effect === 'Allow' ? [`${holder}:s${i}`] : []));
  return [
    ...named(`${role}#inline:p`, statements),
    ...policies.flatMap((list, i) => named(`${buckets[i]}#policy`, list)),
    ...keyPolicies.flatMap((list, i) => named(`${keys[i]}#policy`, list)),
  ];
}

/** The estate that has them, without one statement where its id is given. */
export function estateOf(random: World, without?: string): View {
  const { statements, boundary, policies, tags, protectedBy, keyPolicies } = random;
  const limit = `arn:aws:iam::${account}:policy/limit`;
  const policy = (holder: string, list: readonly object[]) =>
    document(
      list,
      without?.startsWith(`${holder}:`) ? without.slice(holder.length + 1) : undefined,
    );
  return new View([
    node('Identity', role, {
      subtype: 'role',
      account,
      attached: [],
      inline: [{ name: 'p', document: policy(`${role}#inline:p`, statements) }],
      ...(boundary && { boundary: limit }),
    }),
    ...(boundary
      ? [node('Policy', limit, { type: 'identity', document: document(boundary) })]
      : []),
    ...keys.map((uid, i) =>
      node('EncryptionKey', uid, {
        account,
        policy: policy(`${uid}#policy`, keyPolicies[i] ?? []),
      }),
    ),
    ...buckets.map((uid, i) =>
      node('DataStore', uid, {
        type: 's3-bucket',
        account,
        ...(tags[i] && { tags: tags[i] }),
        ...(policies[i] && { policy: policy(`${uid}#policy`, policies[i]) }),
        ...(protectedBy[i] !== undefined && { kmsKey: protectedBy[i] }),
      }),
    ),
  ]);
}
