import type { Node } from '../graph/entity.ts';
import { View } from '../graph/view.ts';
import { edge, node as fact } from '../test/graph/facts.ts';
import { account, allow, deny, document, other } from '../test/graph/statements.ts';
import { pick, random } from './random.ts';

const regions = ['eu-west-1', 'us-east-1'] as const;
const teams = 40;

type Next = () => number;

const node = (kind: Node['kind'], uid: string, props: Node['props']): Node =>
  fact(kind, uid, { account, ...props });

const onlyTls = (uid: string) =>
  deny('s3:*', [uid, `${uid}/*`], {
    Principal: '*',
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  });

/** Kinds of resources with their share of the whole, and what one looks like. */
const kinds: readonly (readonly [share: number, make: (name: string, next: Next) => Node])[] = [
  [
    0.32,
    (name, next) => {
      const uid = `arn:aws:s3:::${name}`;
      const lets = { ...allow('s3:GetObject', `${uid}/*`), Principal: { AWS: other } };
      const policy =
        next() < 0.3 ? { policy: document(onlyTls(uid), ...(next() < 0.1 ? [lets] : [])) } : {};
      const tags = { team: team(next) };
      return node('DataStore', uid, {
        type: 's3-bucket',
        region: pick(next, regions),
        tags,
        ...policy,
      });
    },
  ],
  [0.2, (name, next) => stored('dynamodb', `table/${name}`, 'dynamodb-table', next)],
  [0.1, (name, next) => stored('sqs', name, 'sqs-queue', next)],
  [0.06, (name, next) => stored('logs', `log-group:/aws/${name}`, 'log-group', next)],
  [
    0.1,
    (name, next) =>
      node('Secret', arnOf('secretsmanager', `secret:${name}`, next), { type: 'secretsmanager' }),
  ],
  [
    0.04,
    (name, next) =>
      node('Secret', arnOf('ssm', `parameter/${name}`, next), { type: 'ssm-parameter' }),
  ],
  [
    0.14,
    (name, next) => node('Workload', arnOf('lambda', `function:${name}`, next), { type: 'lambda' }),
  ],
  [0.02, (name, next) => node('Agent', arnOf('bedrock', `agent/${name}`, next), {})],
  [
    0.02,
    (name, next) => node('KnowledgeBase', arnOf('bedrock', `knowledge-base/${name}`, next), {}),
  ],
];

const arnOf = (service: string, resource: string, next: Next) =>
  `arn:aws:${service}:${pick(next, regions)}:${account}:${resource}`;
const stored = (service: string, resource: string, type: string, next: Next) =>
  node('DataStore', arnOf(service, resource, next), { type });

const team = (next: Next) => `team-${Math.floor(next() * teams)}`;

/** What principals are given, with how often: narrow grants mostly, as in real accounts. */
const grants: readonly (readonly [
  often: number,
  make: (next: Next, all: readonly Node[]) => object,
])[] = [
  [
    0.4,
    (next, all) => {
      const named = Array.from({ length: 4 }, () => pick(next, all).uid);
      return allow(
        ['s3:GetObject', 's3:PutObject', 'dynamodb:*Item', 'sqs:*Message', 'secretsmanager:Get*'],
        named.flatMap((uid) => [uid, `${uid}/*`]),
      );
    },
  ],
  [0.2, (next) => allow(['s3:GetObject', 's3:PutObject'], `arn:aws:s3:::${team(next)}-*/*`)],
  [0.1, (next) => allow('dynamodb:*', `arn:aws:dynamodb:*:*:table/${team(next)}-*`)],
  [0.1, (next) => allow('lambda:*', `arn:aws:lambda:*:*:function:${team(next)}-*`)],
  [0.05, () => allow('s3:Get*', '*')],
  [
    0.04,
    (next) =>
      allow('s3:*', '*', { Condition: { StringEquals: { 'aws:ResourceTag/team': team(next) } } }),
  ],
  [0.03, () => allow(['sqs:*', 'logs:*'], '*')],
  [0.01, () => allow(['iam:PassRole', 'lambda:*'], '*')],
  [0.03, (next) => deny('secretsmanager:*', `arn:aws:secretsmanager:*:*:secret:${team(next)}-*`)],
  [0.01, () => allow('*', '*')],
  [0.01, () => allow('bedrock:*', '*')],
];

function drawn<T>(next: Next, table: readonly (readonly [number, T])[]): T {
  let left = next() * table.reduce((sum, [share]) => sum + share, 0);
  for (const [share, item] of table) if ((left -= share) <= 0) return item;
  return (table[0] as readonly [number, T])[1];
}

/** An organisation's unit with a policy, keys that protect a tenth of the buckets, and groups. */
function around(all: readonly Node[], identities: readonly Node[], next: Next) {
  const keys = Array.from({ length: 40 }, (_, i) =>
    node('EncryptionKey', `arn:aws:kms:eu-west-1:${account}:key/k-${i}`, {
      manager: 'customer',
      policy: document({
        ...allow('kms:*', '*'),
        Principal: { AWS: `arn:aws:iam::${account}:root` },
      }),
    }),
  );
  const groups = Array.from({ length: teams }, (_, i) =>
    node('Group', `arn:aws:iam::${account}:group/g-${i}`, {
      attached: [],
      inline: [{ name: 'g', document: document(drawn(next, grants)(next, all)) }],
    }),
  );
  const scp = { type: 'scp', document: document(allow('*', '*')) };
  const edges = [
    edge('IN_ORG', `aws:${account}`, 'ou-1'),
    edge('HAS_POLICY', 'ou-1', 'p-scp', { props: { as: 'scp' } }),
    ...all
      .filter(({ props }) => props['type'] === 's3-bucket' && next() < 0.1)
      .map(({ uid }) => edge('ENCRYPTED_WITH', uid, pick(next, keys).uid)),
    ...identities
      .filter(({ props }) => props['subtype'] === 'user')
      .map(({ uid }) => edge('MEMBER_OF', uid, pick(next, groups).uid)),
  ];
  const units = [node('Account', `aws:${account}`, {}), node('OrgUnit', 'ou-1', {})];
  return { nodes: [...keys, ...groups, ...units, node('Policy', 'p-scp', scp)], edges };
}

/** An account of users and roles, teams' policies, and resources of every common kind. */
export function awsAccount(principals: number, resources: number, seed: number): View {
  const next = random(seed);
  const all = kinds.flatMap(([share, make]) =>
    Array.from({ length: Math.round(share * resources) }, (_, i) =>
      make(`${team(next)}-${i}`, next),
    ),
  );
  const shared = Array.from({ length: 60 }, (_, i) =>
    node('Policy', `arn:aws:iam::${account}:policy/shared-${i}`, {
      type: 'identity',
      document: document(...Array.from({ length: 3 }, () => drawn(next, grants)(next, all))),
    }),
  );
  const trust = (service: string) =>
    document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } });
  const identities = Array.from({ length: principals }, (_, i) => {
    const role = i % 5 < 3;
    const attached = Array.from({ length: Math.floor(next() * 3) }, () => pick(next, shared).uid);
    if (next() < 0.03) attached.push('arn:aws:iam::aws:policy/ReadOnlyAccess');
    const statements = Array.from({ length: 1 + Math.floor(next() * 3) }, () =>
      drawn(next, grants)(next, all),
    );
    return node('Identity', `arn:aws:iam::${account}:${role ? 'role' : 'user'}/p-${i}`, {
      subtype: role ? 'role' : 'user',
      attached,
      inline: [{ name: 'own', document: document(...statements) }],
      tags: {},
      ...(next() < 0.1 && { boundary: pick(next, shared).uid }),
      ...(role && {
        trust: trust(
          pick(next, ['lambda.amazonaws.com', 'ec2.amazonaws.com', 'ecs-tasks.amazonaws.com']),
        ),
      }),
    });
  });
  const { nodes, edges } = around(all, identities, next);
  return new View([...all, ...shared, ...identities, ...nodes], edges);
}
