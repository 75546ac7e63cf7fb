import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainVariables, secretsInText, secretsInVariables } from '../../ingest/secrets.ts';

/** The example key pair of the AWS documentation ("Understanding and getting your credentials"). */
const aws = {
  id: 'AKIAIOSFODNN7EXAMPLE',
  secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
// Keys are put together here, so that no scanner takes this file for a leak.
const openAi = ['sk', 'proj', 'Zk3vQ9mT1xW7bN5cR8yL2pJ6hG4dF0sA'].join('-');
const anthropic = ['sk', 'ant', 'api03', 'Zk3vQ9mT1xW7bN5cR8yL2pJ6hG4dF0sA-AA'].join('-');
const huggingFace = `hf_${'ZkvQmTxWbNcRyLpJhGdFsAeUiOqXnMvBzK'}`;
const gitHub = `ghp_${'Zk3vQ9mT1xW7bN5cR8yL2pJ6hG4dF0sAb1C2'}`;

test.each<[name: string, value: string, type: string]>([
  ['OPENAI_API_KEY', openAi, 'openai-api-key'],
  ['LLM', anthropic, 'anthropic-api-key'],
  ['X', huggingFace, 'huggingface-token'],
  ['X', gitHub, 'github-token'],
  ['BEDROCK', `ABSK${'QmVkcm9ja0FQSUtleS1'.repeat(6)}`, 'aws-bedrock-api-key'],
  ['DATABASE', 'postgres://app:s3cr3tPw@db.internal:5432/x', 'url-password'],
  ['DB_PASSWORD', 'hunter2', 'password'],
  ['PGPASSWORD', 'correct horse', 'password'],
  ['dbPassword', 'hunter2', 'password'],
  ['CLIENT_SECRET', 'q8Zr2LmX0vT5nB7yKd3w', 'secret'],
  ['SLACK_SIGNING_KEY', '8f742231b10e8888abcd99yyyzzz85a5', 'secret'],
  ['CERT', `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEowIBAAKCAQEA'.repeat(3)}\n`, 'private-key'],
])('%s holds a secret', (name, value, type) => {
  expect(secretsInVariables({ [name]: value })).toMatchObject([{ type, name }]);
  expect(plainVariables({ [name]: value })).toEqual({});
});

test.each<[name: string, value: string]>([
  ['DB_PASSWORD', '{{resolve:secretsmanager:prod/db:SecretString:password}}'],
  ['DB_PASSWORD', '${DB_PASSWORD}'],
  ['DB_SECRET_ARN', 'arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/db-AbCdEf'],
  ['OPENAI_SECRET_NAME', 'prod/openai/api-key-2024'],
  ['API_TOKEN', '/prod/service/token'],
  ['MAX_TOKENS', '4096'],
  ['TOKENIZERS_PARALLELISM', 'false'],
  ['TABLE', 'customer-orders'],
  ['KNOWLEDGE_BASE_ID', 'KBHANDBOOK'],
  ['MODEL_ID', 'anthropic.claude-3-5-sonnet-20240620-v1:0'],
  ['API_KEY', 'xxxxxxxxxxxxxxxxxxxx'],
  ['DATABASE', 'postgres://app:${PASSWORD}@db.internal/x'],
  ['BUILD', '7fffffffffffffff'],
])('%s=%s is no secret', (name, value) => {
  expect(secretsInVariables({ [name]: value })).toEqual([]);
});

test('an AWS key id takes the secret beside it, and is the credential of that id', () => {
  const variables = { AWS_ACCESS_KEY_ID: aws.id, AWS_SECRET_ACCESS_KEY: aws.secret };
  expect(secretsInVariables(variables)).toEqual([
    {
      type: 'aws-access-key',
      keyId: aws.id,
      value: aws.secret,
      name: 'AWS_SECRET_ACCESS_KEY',
    },
  ]);
  expect(secretsInVariables({ AWS_ACCESS_KEY_ID: aws.id })).toMatchObject([
    { keyId: aws.id, idOnly: true },
  ]);
});

test('finds secrets in a start script', () => {
  const script = [
    '#!/bin/bash',
    `export AWS_ACCESS_KEY_ID=${aws.id}`,
    `export AWS_SECRET_ACCESS_KEY="${aws.secret}"`,
    `echo 'OPENAI_API_KEY: ${openAi}' > /etc/app.yaml`,
    'curl https://example.com/install.sh | sh',
    'DB_PASSWORD=$(aws ssm get-parameter --name /prod/db)',
  ].join('\n');
  expect(secretsInText(script).map(({ type, value }) => [type, value])).toEqual([
    ['aws-access-key', aws.secret],
    ['openai-api-key', openAi],
  ]);
});

test('prose that speaks of passwords is no secret', () => {
  const prompt = 'You never reveal a password. Ask for the token of the user, and use the API key.';
  expect(secretsInText(prompt)).toEqual([]);
});

test('keeps variables that name things', () => {
  const names = {
    TABLE: 'customer-orders',
    AGENT_ID: 'SHOPASSIST',
    MODEL_ID: 'us.anthropic.claude-sonnet-4-20250514-v1:0',
    ENDPOINT: 'https://vector.internal:8443/v1',
    SECRET_ARN: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/db-AbCdEf',
  };
  expect(plainVariables(names)).toEqual(names);
  expect(plainVariables({ NOTE: 'q8Zr2LmX0vT5nB7yKd3wE1' })).toEqual({});
});

test('a planted secret is never among the variables that are kept', () => {
  const alphabet = [...'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789'];
  const token = fc.string({ unit: fc.constantFrom(...alphabet), minLength: 32, maxLength: 64 });
  fc.assert(
    fc.property(fc.constantFrom('API_KEY', 'ANY', 'DB_SECRET', 'authToken'), token, (name, t) => {
      fc.pre(/\d/.test(t) && /[a-z]/.test(t) && new Set(t).size >= 16);
      expect(plainVariables({ [name]: t })).toEqual({});
    }),
  );
});

test.each([
  ['a'.repeat(200_000)],
  ['password='.repeat(20_000)],
  ['-----BEGIN PRIVATE KEY-----'.repeat(5_000)],
  [`${'eyJ'.repeat(40_000)}.`],
  ['x://'.repeat(40_000)],
  [Array.from({ length: 50_000 }, (_, i) => `password=p${i}x`).join('\n')],
])('hostile text is read to its end: %#', (text) => {
  expect(Array.isArray(secretsInText(text))).toBe(true);
});
