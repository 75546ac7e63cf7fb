import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Claim } from '../../graph/claim.ts';
import type { Estate } from '../../graph/estate.ts';
import { serving } from './serving.ts';
import { estateWith } from './shop.ts';

const account = '111122223333';
const user = `arn:aws:iam::${account}:user/ann`;
const bucket = 'arn:aws:s3:::orders';
const at = Date.UTC(2026, 0, 1);

const document = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Orders',
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: `${bucket}/*`,
      Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
    },
  ],
};

const claim: Claim = {
  owner: `aws:${account}/iam`,
  subject: 'account',
  at,
  mode: 'state',
  nodes: [
    {
      kind: 'Identity',
      uid: user,
      defines: true,
      props: {
        account,
        subtype: 'user',
        attached: [],
        inline: [{ name: 'own', document }],
      },
    },
    { kind: 'DataStore', uid: bucket, defines: true, props: { account, type: 's3-bucket' } },
  ],
  edges: [],
  evidence: { source: 'aws.iam', record: 'iam.json#1' },
};

let estate: Estate;
let server: Awaited<ReturnType<typeof serving>>;

beforeAll(async () => {
  estate = await estateWith([claim]);
  server = await serving(estate);
});
afterAll(async () => {
  await server.close();
  await estate.close();
});

const question = (context: string) => `{
  access(principal: "${user}", action: "s3:GetObject", resource: "${bucket}/x"${context}) {
    verdict conditions missing because { statement effect kind where } meet { key operator values must }
  }
}`;
const orders = { statement: 'Orders', effect: 'allow', kind: 'identity', where: 'iam.json#1' };

test('a verdict with what it hangs on, and where that was read', async () => {
  const { data } = await server.ask(question(''));
  expect(data).toEqual({
    access: {
      verdict: 'conditional',
      conditions: ['aws:SourceVpce'],
      missing: [],
      because: [orders],
      meet: [{ key: 'aws:SourceVpce', operator: 'StringEquals', values: ['vpce-1'], must: true }],
    },
  });
});

test.each([
  ['[{ key: "aws:SourceVpce", values: ["vpce-1"] }]', 'allow'],
  ['[{ key: "aws:SourceVpce", values: ["vpce-2"] }]', 'deny'],
  ['[{ key: "aws:SourceVpce" }]', 'deny'],
])('in the context %s: %s', async (context, verdict) => {
  const { data } = await server.ask(question(`, context: ${context}`));
  expect(data).toMatchObject({ access: { verdict } });
});

test('right-sizing: nothing was seen, so no least policy', async () => {
  const { data } = await server.ask(
    `{ rightSize(identity: "${user}") { granted { statement used } used { action } policy } }`,
  );
  expect(data).toEqual({
    rightSize: { granted: [{ statement: 'Orders', used: null }], used: [], policy: null },
  });
});

test('what cannot be asked is told', async () => {
  const { errors } = await server.ask('{ rightSize(identity: "nobody") { identity } }');
  expect(errors?.[0]?.message).toContain('nobody');
});
