import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Estate } from '../../graph/estate.ts';
import { accounts, estateOf } from '../end-to-end/account.ts';
import { running } from './running.ts';

const role = 'arn:aws:iam::111122223333:role/pl-prod-ctf-002-chatbot-role';
const code = ['--action', 'lambda:UpdateFunctionCode'];
const own = 'arn:aws:lambda:us-east-1:111122223333:function:pl-prod-ctf-002-chatbot';

let estate: Estate;
beforeAll(async () => {
  ({ estate } = await estateOf(join(accounts, 'pathfinding-labs/merged-account-111122223333')));
});
afterAll(() => estate.close());

const asked = async (...argv: string[]) => running(estate, 'access', argv);

test('a documented grant is told with its statement and the file that it was read from', async () => {
  const { out, code: ended } = await asked(
    '--principal',
    role,
    ...code,
    '--resource',
    own,
    '--json',
  );
  const answer = JSON.parse(out) as { verdict: string; because: { where: string }[] };
  expect([ended, answer.verdict]).toEqual([0, 'allow']);
  expect(answer.because[0]?.where).toContain('iam-get-account-authorization-details.json');
});

test('a refused request says what it needs', async () => {
  const { out } = await asked(
    ...['--principal', role, '--action', 'iam:CreateUser'],
    ...['--resource', 'arn:aws:iam::111122223333:user/x'],
  );
  expect(out.split('\n').slice(0, 2)).toEqual([
    'deny',
    `  needs an identity policy of ${role} that allows iam:CreateUser on arn:aws:iam::111122223333:user/x`,
  ]);
});

test('a key of the context may be absent, or have several values', async () => {
  const own = await Estate.open();
  const uid = 'arn:aws:iam::111122223333:user/u';
  const statement = (Action: string, Condition: object) => ({
    Effect: 'Allow',
    Action,
    Resource: '*',
    Condition,
  });
  const Statement = [
    statement('s3:ListBucket', { Null: { 'aws:TokenIssueTime': 'true' } }),
    statement('s3:GetObject', { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] } }),
  ];
  const inline = [{ name: 'own', document: { Version: '2012-10-17', Statement } }];
  await own.write([
    {
      owner: 'test',
      subject: 'u',
      at: 1,
      mode: 'state',
      nodes: [
        { kind: 'Identity', uid, props: { subtype: 'user', inline, attached: [] }, defines: true },
      ],
      edges: [],
      evidence: { source: 'test', record: 'u' },
    },
  ]);
  const verdict = async (action: string, ...context: string[]) => {
    const given = context.flatMap((pair) => ['--context', pair]);
    const argv = ['--principal', uid, '--action', action, '--resource', '*', ...given, '--json'];
    return (JSON.parse((await running(own, 'access', argv)).out) as { verdict: string }).verdict;
  };
  expect(await verdict('s3:ListBucket', 'aws:TokenIssueTime=')).toBe('allow');
  expect(await verdict('s3:ListBucket', 'aws:TokenIssueTime=2026')).toBe('deny');
  expect(await verdict('s3:GetObject', 'aws:TagKeys=a', 'aws:TagKeys=b')).toBe('allow');
  expect(await verdict('s3:GetObject', 'aws:TagKeys=a', 'aws:TagKeys=c')).toBe('deny');
  await own.close();
});

test('right-sizing says of statements that nobody was seen to use that nobody can tell', async () => {
  const { out } = await asked('--right-size', role, '--json');
  const size = JSON.parse(out) as { granted: { used: boolean | null }[]; policy: null };
  expect(size.granted.length).toBeGreaterThan(0);
  expect(size.granted.every(({ used }) => used === null)).toBe(true);
  expect(size.policy).toBeNull();
  expect((await asked('--right-size', role)).out).toContain('no use seen: ');
});

test.each([
  [['--principal', role], 'name all three'],
  [['--right-size', 'nobody'], 'nobody'],
  [['--principal', 'x', '--action', 's3:GetObject', '--resource', '*'], 'principal "x"'],
])('%j is refused', async (argv, reason) => {
  await expect(asked(...argv)).rejects.toThrow(reason);
});

test.each([
  ['not json', /line 3: not a request/],
  ['{"principal":"x","action":"s3:GetObject","resource":"*"}', /line 3: principal "x"/],
])('of many requests the wrong one is told by its line: %s', async (wrong, reason) => {
  const folder = mkdtempSync(join(tmpdir(), 'cutset-access-'));
  try {
    const file = join(folder, 'requests.ndjson');
    const right = JSON.stringify({ principal: role, action: 'iam:CreateUser', resource: '*' });
    writeFileSync(file, [right, '', wrong].join('\n'));
    await expect(asked('--requests', file)).rejects.toThrow(reason);
    writeFileSync(file, [right, '', right, ''].join('\n'));
    const { out } = await asked('--requests', file);
    expect(out.trim().split('\n')).toHaveLength(2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
