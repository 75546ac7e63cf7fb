import { expect, test } from 'vitest';
import awsAccess from '../../../graph/derive/aws-access.ts';
import type { Node } from '../../../graph/entity.ts';
import {
  account,
  allow,
  bucket,
  bucketArn,
  deny,
  document,
  edge,
  node,
  user,
  userArn,
} from './aws.ts';
import { view } from './aws.ts';
import { claimsOf, lines } from './derived.ts';

const pointArn = (name: string) => `arn:aws:s3:eu-west-1:${account}:accesspoint/${name}`;
const point = (name: string, behind: string, ...statements: object[]) =>
  node('DataStore', pointArn(name), {
    type: 's3-access-point',
    account,
    config: { bucket: behind, networkOrigin: 'Internet' },
    ...(statements.length > 0 && { policy: document(...statements) }),
  });
const delegates = (name: string) =>
  bucket(name, [
    allow('*', [bucketArn(name), `${bucketArn(name)}/*`], {
      Principal: '*',
      Condition: { StringEquals: { 's3:DataAccessPointAccount': account } },
    }),
  ]);
const objects = (name: string) => `${pointArn(name)}/object/*`;
const granted = (name: string, to: object | string) =>
  allow('s3:GetObject', objects(name), { Principal: to });
const ann = { AWS: userArn('ann') };

test.each<[string, Node[], string[]]>([
  [
    'whom the point names, where the bucket delegates',
    [user('ann'), delegates('a'), point('p', 'a', granted('p', ann))],
    ['CAN_READ ann > p'],
  ],
  [
    'not where the bucket says nothing',
    [user('ann'), bucket('a'), point('p', 'a', granted('p', ann))],
    [],
  ],
  [
    'nor where the point says nothing',
    [user('ann', [allow('s3:GetObject', `${bucketArn('a')}/k`)]), delegates('a'), point('p', 'a')],
    ['CAN_READ ann > a'],
  ],
  [
    'a wide grant reaches each point whose bucket lets it',
    [
      user('ann', [allow('s3:GetObject')]),
      delegates('a'),
      bucket('b', [deny('s3:*', '*', { Principal: '*' })]),
      point('p', 'a'),
      point('q', 'b'),
    ],
    ['CAN_READ ann > a', 'CAN_READ ann > p'],
  ],
  [
    'a prefix that only the bucket tells is found',
    [
      user('ann'),
      bucket('a', [allow('s3:GetObject', `${bucketArn('a')}/open/*`, { Principal: ann })]),
      point('p', 'a', granted('p', ann)),
    ],
    ['CAN_READ ann > a', 'CAN_READ ann > p'],
  ],
  [
    'a key of the bucket is needed by a point as well',
    [
      user('ann'),
      {
        ...delegates('a'),
        props: { ...delegates('a').props, kmsKey: `arn:aws:kms:eu-west-1:${account}:key/k` },
      },
      node('EncryptionKey', `arn:aws:kms:eu-west-1:${account}:key/k`, {
        account,
        policy: document(allow('kms:*', '*', { Principal: { AWS: userArn('ben') } })),
      }),
      point('p', 'a', granted('p', ann)),
    ],
    [],
  ],
])('by an access point reads: %s', (_, nodes, expected) => {
  const edges = nodes
    .filter(({ props }) => props['type'] === 's3-access-point')
    .map(({ uid, props }) =>
      edge('CONTAINS', uid, bucketArn((props['config'] as { bucket: string }).bucket)),
    );
  const found = lines(claimsOf(view(nodes, edges), awsAccess));
  expect(found.filter((line) => line.startsWith('CAN_READ'))).toEqual(expected);
});

test('who may send to an event bus may write to it', () => {
  const bus = node('DataStore', `arn:aws:events:eu-west-1:${account}:event-bus/b`, {
    type: 'event-bus',
    account,
  });
  const sends = user('ann', [allow('events:PutEvents', bus.uid)]);
  expect(lines(claimsOf(view([sends, user('ben'), bus]), awsAccess))).toEqual([
    'CAN_WRITE ann > b',
  ]);
});
