import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Estate } from '../../graph/estate.ts';
import { ingestPaths } from '../../ingest/ingest.ts';
import { planned } from '../../commands/planned.ts';
import { running } from './running.ts';

const plans = fileURLToPath(new URL('./fixtures/plans/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'cutset-check-plan-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Plan {
  format_version: string;
  terraform_version: string;
  prior_state?: { values?: object };
}
const planOf = (name: string) => JSON.parse(readFileSync(join(plans, name), 'utf8')) as Plan;

let estate: Estate;
beforeEach(async () => {
  estate = await Estate.open();
});
afterEach(() => estate.close());

/** The estate as the state is to which a plan applies. */
async function stateOf(name: string, edit = (text: string) => text): Promise<string> {
  const { format_version, terraform_version, prior_state } = planOf(name);
  const path = join(folder, 'state.json');
  const state = { format_version, terraform_version, ...prior_state };
  writeFileSync(path, edit(JSON.stringify(state)));
  const at = Date.UTC(2026, 0, 1);
  await ingestPaths([path], (c, m) => estate.write(c, m), { key: estate.key, at, base: folder });
  await estate.settle();
  return path;
}

const openRules = () =>
  [...estate.findings.values()].filter(({ status }) => status === 'open').map(({ rule }) => rule);

interface Answer {
  findings: { ruleId: string; place: { path: string; line: number; of: string } | null }[];
  closed: { rule: string }[];
  paths: { opened: number; closed: number };
  unresolved: string[];
}

async function check(plan: string, ...more: string[]) {
  const argv = ['--plan', join(plans, plan), '--json', ...more];
  const { code, out } = await running(estate, 'check', argv, plans);
  return { code, ...(JSON.parse(out) as Answer) };
}

// The function's role is the administrator's; each plan is made from the state that it applies to.
test.each([
  ['makes it public', 'opens', [], ['TC-55'], [], 1],
  ['makes it public, and is made of that alone', 'target', [], ['TC-55'], [], 1],
  ['takes the policy from its role', 'closes', ['TC-55'], [], ['TC-55'], 0],
  ['takes the policy and gives one that is not known', 'unknown', ['TC-55'], [], ['TC-55'], 0],
  ['deletes all', 'destroy', ['TC-55'], [], ['TC-55'], 0],
  ['changes its tags', 'harmless', ['TC-55'], [], [], 0],
  ['changes nothing', 'nothing', ['TC-55'], [], [], 0],
  ['only looks at what is there', 'refreshonly', ['TC-55'], [], [], 0],
])('a plan that %s', async (_, name, before, opens, closes, exit) => {
  await stateOf(`gate/${name}.json`);
  expect(openRules()).toEqual(before);
  const { code, findings, closed } = await check(`gate/${name}.json`, '--fail-on', 'high');
  expect(findings.map(({ ruleId }) => ruleId)).toEqual(opens);
  expect(closed.map(({ rule }) => rule)).toEqual(closes);
  expect(code).toBe(exit);
});

test.each([
  ['target', /the plan is not complete/],
  ['unknown', /aws_iam_role_policy\.work\[0\]: policy \(refers to aws_sqs_queue\.work\[0\]\.arn\)/],
  ['unknown', /aws_cloudwatch_log_group, which is not read/],
])('a plan of which a part is not told says so: %s', async (name, told) => {
  await stateOf(`gate/${name}.json`);
  const { unresolved } = await check(`gate/${name}.json`);
  expect(unresolved.join('\n')).toMatch(told);
  const argv = ['--plan', join(plans, `gate/${name}.json`), '--format', 'sarif'];
  const { out } = await running(estate, 'check', argv, plans);
  const { runs } = JSON.parse(out) as { runs: { invocations: object[] }[] };
  expect(JSON.stringify(runs[0]?.invocations, null, 2).replaceAll('\\"', '"')).toMatch(told);
});

test('what others gave to a role stays where the plan takes what it gave', async () => {
  await stateOf('gate/closes.json');
  const managed = (name: string) => ({
    PolicyName: name,
    PolicyArn: `arn:aws:iam::aws:policy/${name}`,
  });
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } };
  const role = {
    Path: '/',
    RoleName: 'acme-front-role',
    RoleId: 'AROAEXAMPLE',
    Arn: 'arn:aws:iam::111122223333:role/acme-front-role',
    AssumeRolePolicyDocument: { Statement: [{ ...trust, Action: 'sts:AssumeRole' }] },
    RolePolicyList: [],
    AttachedManagedPolicies: [managed('AdministratorAccess'), managed('IAMFullAccess')],
  };
  const path = join(folder, 'iam-get-account-authorization-details.json');
  writeFileSync(path, JSON.stringify({ RoleDetailList: [role] }));
  const at = Date.UTC(2026, 0, 2);
  await ingestPaths([path], (c, m) => estate.write(c, m), { key: estate.key, at, base: folder });
  await estate.settle();
  expect(openRules()).toEqual(['TC-55']);
  const { closed } = await check('gate/closes.json');
  expect(closed, 'the role still administers the account').toEqual([]);
});

// The state that comes with a plan tells what there is, where nothing else does.
test.each([
  ['opens', ['TC-55'], []],
  ['closes', [], ['TC-55']],
  ['destroy', [], ['TC-55']],
  ['harmless', [], []],
  ['nothing', [], []],
])('a plan for an empty estate counts with its own state: %s', async (name, opens, closes) => {
  const { findings, closed, unresolved } = await check(`gate/${name}.json`);
  expect(findings.map(({ ruleId }) => ruleId)).toEqual(opens);
  expect(closed.map(({ rule }) => rule)).toEqual(closes);
  expect(unresolved.join()).toMatch(/\d+ records of the plan's state are not in the estate/);
});

describe('a plan of parts of what other code made', () => {
  const group = 'sg-0123456789abcdef0';

  beforeEach(async () => {
    // A public function, of which the role may only write logs, and a group with a rule.
    await stateOf('gate/closes.json', (text) =>
      text.replaceAll(
        'policy/AdministratorAccess',
        'policy/service-role/AWSLambdaBasicExecutionRole',
      ),
    );
    const ingress = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };
    const OwnerId = '111122223333';
    const told = {
      GroupId: group,
      GroupName: 'elsewhere',
      VpcId: 'vpc-1',
      OwnerId,
      IpPermissions: [{ ...ingress, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }],
      IpPermissionsEgress: [],
    };
    mkdirSync(join(folder, 'us-east-1'), { recursive: true });
    const path = join(folder, 'us-east-1/ec2-describe-security-groups.json');
    writeFileSync(path, JSON.stringify({ SecurityGroups: [told] }));
    const at = Date.UTC(2026, 0, 2);
    await ingestPaths([path], (c, m) => estate.write(c, m), { key: estate.key, at, base: folder });
    await estate.settle();
  });

  test('counts for them', async () => {
    expect(openRules()).toEqual([]);
    const { findings, unresolved } = await check('beside/plan.json');
    expect(findings.map(({ ruleId }) => ruleId)).toEqual(['TC-55']);
    expect(unresolved).toEqual([
      'aws_iam_role_policy.lost: nobody is neither in the plan nor in the estate',
    ]);
  });

  test('leaves the rest of them as it is', () => {
    const context = { key: estate.key, at: Date.now(), region: 'us-east-1' };
    const { edits } = planned(join(plans, 'beside/plan.json'), estate.view, context);
    const set = new Map(edits.set?.map(({ uid, props }) => [uid, props]));
    expect(set.get(group)?.['config']).toMatchObject({
      vpc: 'vpc-1',
      ingress: [
        { from: 443, cidrs: ['10.0.0.0/8'] },
        { from: 22, cidrs: ['0.0.0.0/0'] },
      ],
    });
    const role = set.get('arn:aws:iam::111122223333:role/acme-front-role');
    expect(Object.keys(role ?? {})).toEqual(['attached']);
    expect(edits.claims).toEqual([]);
  });
});

test('a plan of OpenTofu is read as one of Terraform', async () => {
  await stateOf('gate/opens.json');
  const text = readFileSync(join(plans, 'gate/opens.json'), 'utf8');
  const path = join(folder, 'tofu.json');
  // OpenTofu names its own registry and version, and has the same format (OpenTofu, "JSON Output Format").
  writeFileSync(path, text.replaceAll('registry.terraform.io', 'registry.opentofu.org'));
  const { out } = await running(estate, 'check', ['--plan', path, '--json'], folder);
  expect((JSON.parse(out) as Answer).findings.map(({ ruleId }) => ruleId)).toEqual(['TC-55']);
});

test('a finding is shown where the code of a module declares what decides', async () => {
  await stateOf('gate/opens.json');
  const { findings } = await check('gate/opens.json');
  const place = findings[0]?.place;
  expect(place).toMatchObject({
    path: 'gate/function/main.tf',
    of: 'module.front["web"].aws_lambda_function_url.this[0]',
  });
  const lines = readFileSync(join(plans, 'gate/function/main.tf'), 'utf8').split('\n');
  expect(lines[(place?.line ?? 0) - 1]).toBe('resource "aws_lambda_function_url" "this" {');
  const argv = ['--plan', join(plans, 'gate/opens.json'), '--format'];
  const { out: md } = await running(estate, 'check', [...argv, 'md'], plans);
  expect(md).toMatch(/By module\.front.*_url\.this.*main\.tf:\d+/);
  const { out: sarif } = await running(estate, 'check', [...argv, 'sarif'], plans);
  expect(sarif).toContain('"uri": "gate/function/main.tf"');
});

test('a way that rests on what is not known yet is conditional', async () => {
  const path = join(plans, 'chatbot/plan.json');
  const argv = ['--plan', path, '--to', 'kind:DataStore', '--json'];
  const { out } = await running(estate, 'whatif', argv, plans);
  const { paths } = JSON.parse(out) as {
    paths: { opened: { hops: { to: string; conditional: boolean }[] }[] };
  };
  const ways = paths.opened.map(({ hops }) => hops.at(-1));
  expect(ways).toEqual([
    expect.objectContaining({ to: 'arn:aws:s3:::acme-tickets', conditional: true }),
  ]);
});

test('ways to what is only planned can be asked for by its name, and to nothing cannot', async () => {
  const argv = ['--plan', join(plans, 'chatbot/plan.json'), '--to'];
  const { out } = await running(estate, 'whatif', [...argv, 'acme-tickets'], plans);
  expect(out).toMatch(/^\+ path {2}Internet > .* > acme-tickets$/m);
  const failure = running(estate, 'whatif', [...argv, 'acme-tikets'], plans);
  await expect(failure).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

describe('what a plan takes away', () => {
  const edits = async (name: string) => {
    await stateOf(name);
    return planned(join(plans, name), estate.view, { key: estate.key, at: Date.now() }).edits;
  };

  test('is what it deletes, and not what it moves, keeps, forgets or replaces', async () => {
    for (const name of ['lifecycle/plan.json', 'lifecycle/forget.json']) {
      const { remove = [] } = await edits(name);
      expect(remove.filter((id) => !JSON.stringify(id).includes('sg-0deposed'))).toEqual([
        'HAS_POLICY|arn:aws:iam::111122223333:role/kept|arn:aws:iam::aws:policy/AdministratorAccess',
      ]);
    }
  });

  test('is what a replacement left behind', async () => {
    expect((await edits('lifecycle/forget.json')).remove).toContain('sg-0deposed');
  });

  test('is never an account', async () => {
    const { remove = [] } = await edits('gate/destroy.json');
    expect(remove).toContain('arn:aws:iam::111122223333:role/acme-front-role');
    expect(remove).not.toContain('aws:111122223333');
  });

  test('is nothing where it only looks', async () => {
    const { remove, set, claims } = await edits('gate/refreshonly.json');
    expect([remove, set, claims]).toEqual([[], [], []]);
  });
});

test.each([
  [
    'a state',
    () => JSON.stringify({ ...planOf('gate/opens.json').prior_state, format_version: '1.0' }),
    /is a state.*terraform show -json PLAN/,
  ],
  [
    'a state as it is kept',
    () => '{"version":4,"serial":3,"lineage":"x","resources":[]}',
    /is a state/,
  ],
  [
    'a plan as it is kept',
    () => Buffer.from([0x50, 0x4b, 3, 4, 0, 0]),
    /own form.*terraform show -json PLAN/,
  ],
  [
    'the log of a run',
    () => '{"@level":"info","@message":"Terraform 1.11.4"}\n{"@level":"info"}\n',
    /log of a run/,
  ],
  ['nothing', () => '', /not a plan as JSON/],
  ['a list', () => '[]', /not a plan/],
  [
    'a plan of a failed run',
    () => JSON.stringify({ ...planOf('gate/opens.json'), errored: true }),
    /the run that made this plan failed/,
  ],
  [
    'a plan of a later format',
    () => JSON.stringify({ ...planOf('gate/opens.json'), format_version: '2.0' }),
    /format_version/,
  ],
])('%s is refused by what it is', async (_, content, message) => {
  const path = join(folder, 'given.json');
  writeFileSync(path, content());
  const failure = running(estate, 'check', ['--plan', path], folder);
  await expect(failure).rejects.toMatchObject({ code: 'RECORD_INVALID' });
  await expect(failure).rejects.toThrow(message);
});

test('a plan in UTF-16, as PowerShell writes it, is read', async () => {
  await stateOf('gate/opens.json');
  const text = readFileSync(join(plans, 'gate/opens.json'), 'utf8');
  const path = join(folder, 'utf-16.json');
  writeFileSync(path, Buffer.from(`\ufeff${text}`, 'utf16le'));
  const { out } = await running(estate, 'check', ['--plan', path, '--json'], folder);
  expect((JSON.parse(out) as Answer).findings).toHaveLength(1);
});
