import fc from 'fast-check';
import { View } from '../../../graph/view.ts';
import { node } from '../derive/derived.ts';

const account = '111122223333';
export const role = `arn:aws:iam::${account}:role/app`;
export const buckets = ['data', 'data-eu', 'logs', 'x'].map((name) => `arn:aws:s3:::${name}`);

const resource = fc.constantFrom(
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
  { Bool: { 'aws:SecureTransport': 'false' } },
  { StringEquals: { 'aws:ResourceTag/class': 'public' } },
  { StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
  { ArnLike: { 'aws:PrincipalArn': role } },
);
const effect = fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Allow', 'Deny');
const action = fc.constantFrom('s3:*', 's3:GetObject', 's3:Put*', '*');

const own = fc
  .record({ effect, action, resource, condition, not: fc.boolean() })
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

const document = (Statement: object[]) => ({ Version: '2012-10-17', Statement });

/** Policies of a role, its boundary, and policies and tags of buckets. */
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
});

export type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

/** The estate that has them. */
export function estateOf({ statements, boundary, policies, tags }: World): View {
  const limit = `arn:aws:iam::${account}:policy/limit`;
  return new View([
    node('Identity', role, {
      subtype: 'role',
      account,
      attached: [],
      inline: [{ name: 'p', document: document(statements) }],
      ...(boundary && { boundary: limit }),
    }),
    ...(boundary
      ? [node('Policy', limit, { type: 'identity', document: document(boundary) })]
      : []),
    ...buckets.map((uid, i) =>
      node('DataStore', uid, {
        type: 's3-bucket',
        account,
        ...(tags[i] && { tags: tags[i] }),
        ...(policies[i] && { policy: document(policies[i]) }),
      }),
    ),
  ]);
}
