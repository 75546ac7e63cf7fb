import { expect, test } from 'vitest';
import awsAccess from '../../../graph/derive/aws-access.ts';
import type { Edge, Node } from '../../../graph/entity.ts';
import {
  account,
  allow,
  bucket,
  bucketArn,
  delegating,
  deny,
  document,
  edge,
  encrypted,
  key,
  keyNode,
  node,
  other,
  role,
  roleArn,
  user,
  userArn,
  view,
} from './aws.ts';
import { claimsOf, lines } from './derived.ts';

const read = ['s3:GetObject'];
const in_ = (name: string) => [bucketArn(name), `${bucketArn(name)}/*`];

interface Case {
  say: string;
  nodes: Node[];
  edges?: Edge[];
  expected: string[];
}

const wide = 'CAN_READ app > set:111122223333/s3-bucket';

test.each<Case>([
  {
    say: 'a grant on one bucket is an edge to it',
    nodes: [role('app', [allow(read, in_('a'))]), bucket('a'), bucket('b')],
    expected: ['CAN_READ app > a'],
  },
  {
    say: 'a grant on all buckets is one edge to the set of them',
    nodes: [role('app', [allow(read)]), bucket('a'), bucket('b')],
    expected: [wide],
  },
  {
    say: 'so is one on every ARN of the form',
    nodes: [role('app', [allow(read, 'arn:aws:s3:::*/*')]), bucket('a'), bucket('b')],
    expected: [wide],
  },
  {
    say: 'a list of all that exist does not cover what comes, and is spelled out',
    nodes: [role('app', [allow(read, [...in_('a'), ...in_('b')])]), bucket('a'), bucket('b')],
    expected: ['CAN_READ app > a', 'CAN_READ app > b'],
  },
  {
    say: 'a deny that singles one out spells out the others',
    nodes: [role('app', [allow(read), deny('s3:*', in_('b'))]), bucket('a'), bucket('b')],
    expected: ['CAN_READ app > a'],
  },
  {
    say: 'NotResource singles out as well',
    nodes: [
      role('app', [{ Effect: 'Allow', Action: read, NotResource: in_('b') }]),
      bucket('a'),
      bucket('b'),
    ],
    expected: ['CAN_READ app > a'],
  },
  {
    say: 'a deny of one prefix leaves other objects, and the set',
    nodes: [role('app', [allow(read), deny('s3:*', `${bucketArn('a')}/private/*`)]), bucket('a')],
    expected: [wide],
  },
  {
    say: 'a grant on one prefix is a grant on some objects',
    nodes: [role('app', [allow(read, `${bucketArn('a')}/public/*`)]), bucket('a')],
    expected: ['CAN_READ app > a'],
  },
  {
    say: 'a deny of requests without TLS singles nothing out: the sender chooses TLS',
    nodes: [
      role('app', [allow(read)]),
      bucket('a', [
        deny('s3:*', in_('a'), {
          Principal: '*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      ]),
    ],
    expected: [wide],
  },
  {
    say: 'a deny of all but one VPC endpoint makes that bucket conditional',
    nodes: [
      role('app', [allow(read)]),
      bucket('a', [
        deny('s3:*', in_('a'), {
          Principal: '*',
          Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
        }),
      ]),
      bucket('b'),
    ],
    expected: ['CAN_READ app > a if aws:SourceVpce', 'CAN_READ app > b'],
  },
  {
    say: 'a grant through a group',
    nodes: [
      user('ann'),
      node('Group', `arn:aws:iam::${account}:group/g`, {
        attached: [],
        inline: [{ name: 'p', document: document(allow(read, in_('a'))) }],
      }),
      bucket('a'),
    ],
    edges: [edge('MEMBER_OF', userArn('ann'), `arn:aws:iam::${account}:group/g`)],
    expected: ['CAN_READ ann > a'],
  },
  {
    say: 'a boundary that does not allow it silences it',
    nodes: [
      role('app', [allow(read)], { boundary: `arn:aws:iam::${account}:policy/b` }),
      node('Policy', `arn:aws:iam::${account}:policy/b`, { document: document(allow('ec2:*')) }),
      bucket('a'),
    ],
    expected: [],
  },
  {
    say: 'a policy that cannot be read grants no edge',
    nodes: [role('app', [], { inline: [{ name: 'torn', document: '{' }] }), bucket('a')],
    expected: [],
  },
  {
    say: 'what is referred to and was not collected is no resource',
    nodes: [role('app', [allow(read)]), { ...bucket('a'), stub: true }],
    expected: [],
  },
  {
    say: 'service-linked roles serve their service alone',
    nodes: [role('slr', [allow(read)], { serviceLinked: true }), bucket('a')],
    expected: [],
  },
  {
    say: 'encrypted data needs the key: none',
    nodes: [
      role('app', [allow(read)]),
      bucket('a'),
      bucket('b'),
      keyNode(allow('kms:*', '*', { Principal: { AWS: roleArn('else') } })),
    ],
    edges: [encrypted('b')],
    expected: ['CAN_READ app > a'],
  },
  {
    say: 'encrypted data needs the key: it lets the account decide, and the role may decrypt',
    nodes: [role('app', [allow([...read, 'kms:Decrypt'])]), bucket('a'), keyNode(delegating)],
    edges: [encrypted('a')],
    expected: ['CAN_READ app > a'],
  },
  {
    say: 'encrypted data needs the key: it lets the account decide, and the role may not',
    nodes: [role('app', [allow(read)]), bucket('a'), keyNode(delegating)],
    edges: [encrypted('a')],
    expected: [],
  },
  {
    say: 'a key for one service alone, which is the one that asks',
    nodes: [
      role('app', [
        allow(read),
        allow('kms:Decrypt', '*', {
          Condition: { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } },
        }),
      ]),
      bucket('a'),
      keyNode(delegating),
    ],
    edges: [encrypted('a')],
    expected: ['CAN_READ app > a'],
  },
  {
    say: 'a key for another service',
    nodes: [
      role('app', [
        allow(read),
        allow('kms:Decrypt', '*', {
          Condition: { StringEquals: { 'kms:ViaService': 'sqs.us-east-1.amazonaws.com' } },
        }),
      ]),
      bucket('a'),
      keyNode(delegating),
    ],
    edges: [encrypted('a')],
    expected: [],
  },
  {
    say: 'a key whose policy was not collected leaves it conditional',
    nodes: [
      role('app', [allow([...read, 'kms:Decrypt'])]),
      bucket('a'),
      node('EncryptionKey', key, { account, manager: 'customer' }),
    ],
    edges: [encrypted('a')],
    expected: [`CAN_READ app > a if policy of ${key}`],
  },
  {
    say: 'a key that AWS manages serves its account',
    nodes: [role('app', [allow(read)]), bucket('a', [], { kmsKey: 'alias/aws/s3' })],
    expected: [wide],
  },
  {
    say: 'an alias means its key',
    nodes: [
      role('app', [allow(read)]),
      bucket('a', [], { kmsKey: 'alias/mine', region: 'us-east-1' }),
      node('EncryptionKey', key, {
        account,
        manager: 'customer',
        aliases: ['alias/mine'],
        policy: document(delegating),
      }),
    ],
    expected: [],
  },
  {
    say: 'a bucket shared with an account that was not collected',
    nodes: [bucket('a', [allow(read, `${bucketArn('a')}/*`, { Principal: { AWS: other } })])],
    expected: ['CAN_READ root > a'],
  },
  {
    say: 'with a role of such an account, whose own policies nobody knows',
    nodes: [
      bucket('a', [
        allow(read, `${bucketArn('a')}/*`, { Principal: { AWS: roleArn('partner', other) } }),
      ]),
    ],
    expected: [`CAN_READ partner > a if policies of ${roleArn('partner', other)}`],
  },
  {
    say: 'with a role that the account once had and has no more',
    nodes: [
      role('app'),
      bucket('a', [allow(read, `${bucketArn('a')}/*`, { Principal: { AWS: roleArn('gone') } })]),
    ],
    expected: [],
  },
  {
    say: 'permission on a bucket of another account needs its policy',
    nodes: [role('app', [allow(read)]), bucket('b', [], { account: other })],
    expected: [],
  },
  {
    say: 'and with its policy is an edge',
    nodes: [
      role('app', [allow(read)]),
      bucket('b', [allow(read, `${bucketArn('b')}/*`, { Principal: { AWS: account } })], {
        account: other,
      }),
    ],
    expected: ['CAN_READ app > b'],
  },
])('$say', ({ nodes, edges, expected }) => {
  expect(lines(claimsOf(view(nodes, edges), awsAccess))).toEqual(expected);
});

test('68 kB of patterns that match below every bucket are one grant of all of them', () => {
  const statements = Array.from({ length: 600 }, (_, i) =>
    allow(read, `arn:aws:s3:::${'*a'.repeat(20)}${i}*`),
  );
  const buckets = Array.from({ length: 300 }, (_, i) => bucket(`b${i}`));
  const claims = claimsOf(view([role('app', statements), ...buckets]), awsAccess);
  expect(lines(claims)).toEqual([wide]);
});
