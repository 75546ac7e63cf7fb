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
  encrypted,
  keyNode,
  role,
  roleArn,
  view,
} from './aws.ts';
import { claimsOf, lines } from './derived.ts';

const read = ['s3:GetObject'];
const openPolicy = (name: string, more = {}) =>
  allow(read, `${bucketArn(name)}/*`, { Principal: '*', ...more });
const block = { RestrictPublicBuckets: true, IgnorePublicAcls: true };

interface Case {
  say: string;
  nodes: Node[];
  edges?: Edge[];
  expected: string[];
}

test.each<Case>([
  {
    say: 'a public bucket is open to the internet, and to principals of the account',
    nodes: [role('app'), bucket('a', [openPolicy('a')])],
    expected: ['CAN_READ app > a', 'CAN_READ internet > a'],
  },
  {
    say: 'restricted by block of public access, to the account alone',
    nodes: [role('app'), bucket('a', [openPolicy('a')], { publicAccessBlock: block })],
    expected: ['CAN_READ app > a'],
  },
  {
    say: 'a public statement for the organisation is not public',
    nodes: [
      bucket('a', [
        openPolicy('a', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }),
      ]),
    ],
    expected: [],
  },
  {
    say: 'nor one for a VPC endpoint, through which the internet does not come',
    nodes: [
      bucket('a', [
        openPolicy('a', { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } }),
      ]),
    ],
    expected: [],
  },
  {
    say: 'one for some addresses is conditional',
    nodes: [
      bucket('a', [
        openPolicy('a', { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }),
      ]),
    ],
    expected: ['CAN_READ internet > a if aws:SourceIp'],
  },
  {
    say: 'one for every address is not',
    nodes: [
      bucket('a', [
        openPolicy('a', {
          Condition: { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '0.0.0.0/0'] } },
        }),
      ]),
    ],
    expected: ['CAN_READ internet > a'],
  },
  {
    say: 'nor one for all but some',
    nodes: [
      bucket('a', [
        openPolicy('a'),
        deny(read, `${bucketArn('a')}/*`, {
          Principal: '*',
          Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
        }),
      ]),
    ],
    expected: ['CAN_READ internet > a'],
  },
  {
    say: 'one for a referer is open: the sender writes the referer',
    nodes: [
      bucket('a', [
        openPolicy('a', {
          Condition: { StringLike: { 'aws:Referer': 'https://www.example.com/*' } },
        }),
      ]),
    ],
    expected: ['CAN_READ internet > a'],
  },
  ...[
    { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/deploy-*' } },
    { StringLike: { 'aws:PrincipalArn': '*deploy*' } },
    { StringEquals: { 'aws:PrincipalTag/team': 'data' } },
    { StringEquals: { 'aws:username': 'ann' } },
    { StringEquals: { 'aws:PrincipalType': 'AssumedRole' } },
  ].map((Condition) => ({
    say: `one for whoever is called so is open, in an account of one’s own: ${JSON.stringify(Condition)}`,
    nodes: [bucket('a', [openPolicy('a', { Condition })])],
    expected: ['CAN_READ internet > a'],
  })),
  ...[
    { ArnEquals: { 'aws:PrincipalArn': roleArn('deploy') } },
    { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/*` } },
    {
      ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/deploy' },
      StringEquals: { 'aws:PrincipalAccount': account },
    },
    {
      StringEquals: { 'aws:PrincipalTag/team': 'data', 'aws:PrincipalOrgID': 'o-1' },
    },
  ].map((Condition) => ({
    say: `but not in one that is named: ${JSON.stringify(Condition)}`,
    nodes: [bucket('a', [openPolicy('a', { Condition })])],
    expected: [],
  })),
  {
    say: 'everyone but who is called so, too',
    nodes: [
      bucket('a', [
        openPolicy('a'),
        deny(read, `${bucketArn('a')}/*`, {
          Principal: '*',
          Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/deploy' } },
        }),
      ]),
    ],
    expected: ['CAN_READ internet > a'],
  },
  {
    say: 'everyone but a role of the account',
    nodes: [
      bucket('a', [
        openPolicy('a'),
        deny(read, `${bucketArn('a')}/*`, {
          Principal: '*',
          Condition: { ArnNotLike: { 'aws:PrincipalArn': roleArn('deploy') } },
        }),
      ]),
    ],
    expected: [],
  },
  {
    say: 'public writing that asks for an access control list',
    nodes: [
      bucket('a', [
        allow('s3:PutObject', `${bucketArn('a')}/*`, {
          Principal: '*',
          Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
        }),
      ]),
    ],
    expected: ['CAN_WRITE internet > a'],
  },
  {
    say: 'whoever has no credentials cannot use a key, whoever has some may',
    nodes: [bucket('a', [openPolicy('a')]), keyNode(allow('kms:Decrypt', '*', { Principal: '*' }))],
    edges: [encrypted('a')],
    expected: ['CAN_READ internet > a'],
  },
  {
    say: 'a public bucket under a key that is not public',
    nodes: [bucket('a', [openPolicy('a')]), keyNode(delegating)],
    edges: [encrypted('a')],
    expected: [],
  },
])('$say', ({ nodes, edges, expected }) => {
  expect(lines(claimsOf(view(nodes, edges), awsAccess))).toEqual(expected);
});
