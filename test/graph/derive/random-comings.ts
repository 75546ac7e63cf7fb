import fc from 'fast-check';
import type { Edge, Node } from '../../../graph/entity.ts';
import {
  account,
  allow,
  bucketArn,
  deny,
  document,
  edge,
  node,
  other,
  roleArn,
  root,
  trustOf,
  userArn,
} from './aws.ts';

const at = (service: string, resource: string, id = account) =>
  `arn:aws:${service}:eu-west-1:${id}:${resource}`;
const keys = [at('kms', 'key/k'), at('kms', 'key/k2')];
const group = `arn:aws:iam::${account}:group/team`;
const point = at('s3', 'accesspoint/p');
const anyone = { Principal: '*' };
const tagged = (key: string) => ({ Condition: { StringEquals: { [key]: 'public' } } });

/** Grants that are wide, that name what may not exist yet, and that hang on tags. */
const statement = fc.constantFrom<object>(
  allow('*'),
  allow('s3:*'),
  allow('s3:GetObject', '*'),
  allow(['s3:*', 'kms:*']),
  allow('s3:*', '*', tagged('aws:ResourceTag/class')),
  allow('kms:*', '*', tagged('aws:ResourceTag/class')),
  allow('s3:GetObject', [`${bucketArn('new')}/*`, `${point}/object/*`, `${bucketArn('a')}/*`]),
  allow(['sqs:*', 'secretsmanager:*', 'lambda:*']),
  allow('secretsmanager:GetSecretValue', at('secretsmanager', 'secret:s2')),
  allow(['iam:PassRole', 'lambda:CreateFunction', 'ecs:*']),
  allow('lambda:InvokeFunction', at('lambda', 'function:g')),
  allow('lambda:*', '*', tagged('aws:ResourceTag/class')),
  allow('iam:*', '*', tagged('aws:ResourceTag/class')),
  allow('iam:PutGroupPolicy', group),
  allow('sts:AssumeRole'),
  allow('sts:AssumeRole', '*', tagged('aws:PrincipalTag/class')),
  deny('s3:*', `${bucketArn('b')}*`),
  deny('secretsmanager:*', at('secretsmanager', 'secret:s2')),
);
const statements = fc.array(statement, { maxLength: 2 });
const tags = fc.constantFrom<object>({}, { tags: {} }, { tags: { class: 'public' } });

const principals = [
  userArn('ann'),
  userArn('new'),
  roleArn('app'),
  roleArn('new'),
  userArn('eve', other),
  roleArn('far', other),
];
const trusted = fc.constantFrom<object | string>(
  '*',
  { AWS: root() },
  { AWS: root(other) },
  { AWS: userArn('new') },
  { AWS: roleArn('far', other) },
  { Service: 'lambda.amazonaws.com' },
  { Service: 'ecs-tasks.amazonaws.com' },
);
const idOf = (uid: string) => uid.split(':')[4] ?? '';

const identity = fc
  .record({ uid: fc.constantFrom(...principals), own: statements, principal: trusted, tags })
  .map(({ uid, own, principal, tags: more }) =>
    node('Identity', uid, {
      account: idOf(uid),
      attached: [],
      inline: own.length > 0 ? [{ name: 'own', document: document(...own) }] : [],
      ...(uid.includes(':role/') && { trust: trustOf(principal) }),
      ...more,
    }),
  );

const blocks = fc.constantFrom<Node['props']>(
  {},
  { publicAccessBlock: { RestrictPublicBuckets: true } },
  { publicAccessBlock: { IgnorePublicAcls: true } },
);
const openAcl = {
  Grants: [
    {
      Grantee: { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/global/AllUsers' },
      Permission: 'READ',
    },
  ],
};
const buckets = ['a', 'b', 'c', 'new'];
const ownerOf = (name: string) => (name === 'c' ? other : account);
const bucket = fc
  .record({
    name: fc.constantFrom(...buckets),
    given: fc.option(trusted, { nil: undefined }),
    acl: fc.boolean(),
    key: fc.constantFrom({}, { kmsKey: 'alias/data' }, { kmsKey: keys[0] }),
    tags,
    block: blocks,
  })
  .map(({ name, given, acl, key, tags: more, block }) =>
    node('DataStore', bucketArn(name), {
      type: 's3-bucket',
      account: ownerOf(name),
      region: 'eu-west-1',
      ...(given !== undefined && {
        policy: document(allow('s3:*', `${bucketArn(name)}/*`, { Principal: given })),
      }),
      ...(acl && { acl: openAcl }),
      ...key,
      ...more,
      ...block,
    }),
  );

const key = fc
  .record({
    uid: fc.constantFrom(...keys),
    given: fc.array(trusted, { maxLength: 2 }),
    alias: fc.boolean(),
    manager: fc.constantFrom('customer', 'aws'),
    tags,
  })
  .map(({ uid, given, alias, manager, tags: more }) =>
    node('EncryptionKey', uid, {
      account,
      manager,
      policy: document(...given.map((Principal) => allow('kms:*', '*', { Principal }))),
      ...(alias && { aliases: ['alias/data'] }),
      ...more,
    }),
  );

const others = fc
  .record({
    made: fc.constantFrom<readonly [Node['kind'], string, Node['props']]>(
      ['Workload', at('lambda', 'function:f'), { type: 'lambda' }],
      ['Workload', at('lambda', 'function:g'), { type: 'lambda' }],
      ['Secret', at('secretsmanager', 'secret:s1'), { type: 'secretsmanager' }],
      ['Secret', at('secretsmanager', 'secret:s2'), { type: 'secretsmanager' }],
      ['DataStore', at('sqs', 'q'), { type: 'sqs-queue' }],
      ['DataStore', at('sqs', 'r', other), { type: 'sqs-queue', account: other }],
      ['Cluster', at('ecs', 'cluster/c'), {}],
      ['Dataset', 's3://a/data', {}],
      ['Dataset', 's3://new/data', {}],
    ),
    given: fc.option(trusted, { nil: undefined }),
    tags,
  })
  .map(({ made: [kind, uid, props], given, tags: more }) =>
    node(kind, uid, {
      account,
      ...props,
      ...(given !== undefined &&
        kind !== 'Cluster' && { policy: document(allow('*', '*', { Principal: given })) }),
      ...more,
    }),
  );

const accessPoint = fc
  .record({ behind: fc.constantFrom('a', 'new'), given: trusted })
  .map(({ behind, given }) =>
    node('DataStore', point, {
      type: 's3-access-point',
      account,
      config: { bucket: behind },
      policy: document(allow('s3:*', `${point}/object/*`, { Principal: given })),
    }),
  );

const setting = fc
  .record({ id: fc.constantFrom(account, other), block: blocks })
  .map(({ id, block }) => node('Account', `aws:${id}`, block));

const team = statements.map((own) =>
  node('Group', group, {
    account,
    attached: [],
    inline: [{ name: 'team', document: document(...own) }],
  }),
);

/** Edges that come or go. */
const links: readonly Edge[] = [
  edge('MEMBER_OF', userArn('ann'), group),
  edge('MEMBER_OF', userArn('new'), group),
  ...buckets.flatMap((name) => keys.map((uid) => edge('ENCRYPTED_WITH', bucketArn(name), uid))),
  edge('ENCRYPTED_WITH', at('secretsmanager', 'secret:s1'), keys[0] ?? ''),
];
const linked = fc
  .record({ one: fc.constantFrom(...links), comes: fc.boolean() })
  .map(({ one, comes }) => ({ come: comes ? [one] : [], go: comes ? [] : [one] }));

const uids = [
  ...principals,
  ...buckets.map(bucketArn),
  ...keys,
  ...[at('lambda', 'function:f'), at('lambda', 'function:g')],
  ...[at('secretsmanager', 'secret:s1'), at('secretsmanager', 'secret:s2')],
  ...[at('sqs', 'q'), at('sqs', 'r', other), at('ecs', 'cluster/c'), 's3://a/data'],
  ...[point, group, `aws:${other}`],
];

/** What comes, says something else, or goes; of anything. */
export const coming = fc.oneof(
  { weight: 8, arbitrary: identity },
  { weight: 6, arbitrary: bucket },
  { weight: 4, arbitrary: key },
  { weight: 6, arbitrary: others },
  { weight: 2, arbitrary: accessPoint },
  { weight: 2, arbitrary: setting },
  { weight: 1, arbitrary: team },
  { weight: 4, arbitrary: linked },
  { weight: 10, arbitrary: fc.constantFrom(...uids) },
);

/** So many more that what is spelled out of them is claimed in parts. */
export const crowd: readonly Node[] = Array.from({ length: 100 }, (_, i) =>
  node('DataStore', bucketArn(`more-${i}`), { type: 's3-bucket', account, region: 'eu-west-1' }),
);

/** What is there at first: whoever may do anything, and what else comes and goes with it. */
export const little: readonly Node[] = [
  node('Identity', userArn('ann'), {
    account,
    attached: [],
    inline: [{ name: 'own', document: document(allow(['s3:*', 'secretsmanager:*', 'iam:*'])) }],
  }),
  node('Identity', roleArn('app'), {
    account,
    attached: [],
    inline: [{ name: 'own', document: document(allow('*')) }],
    trust: trustOf({ AWS: root() }),
  }),
  ...['a', 'b'].map((name) =>
    node('DataStore', bucketArn(name), { type: 's3-bucket', account, region: 'eu-west-1' }),
  ),
  node('Group', group, { account, attached: [], inline: [] }),
  node('Account', `aws:${account}`, {}),
  node('EncryptionKey', keys[0] ?? '', {
    account,
    manager: 'customer',
    policy: document(allow('kms:*', '*', anyone)),
  }),
];
