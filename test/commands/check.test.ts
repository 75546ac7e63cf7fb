import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Estate } from '../../graph/estate.ts';
import { snapshot } from '../../graph/snapshot.ts';
import { accounts, estateOf } from '../end-to-end/account.ts';
import { running } from './running.ts';

const account = join(accounts, 'pathfinding-labs/merged-account-111122223333');
const details = 'iam-get-account-authorization-details.json';
/** The grant by which the chat-bot of lab ctf-002 comes to the code of another function. */
const exploited = 'RequiredForExploitation';
const role = 'pl-prod-ctf-002-chatbot-role';

const folder = mkdtempSync(join(tmpdir(), 'cutset-check-'));
let open: Estate;
let narrow: Estate;

interface Statement {
  Sid?: string;
  Action: unknown;
}
const narrowed = <T extends { Statement: Statement[] }>(policy: T): T => ({
  ...policy,
  Statement: policy.Statement.map((statement) =>
    statement.Sid === exploited ? { ...statement, Action: ['logs:PutLogEvents'] } : statement,
  ),
});

/** The account's answers as they would be had the role only the narrow policy. */
function narrowAccount(): string {
  const copy = join(folder, 'narrow-111122223333');
  cpSync(account, copy, { recursive: true });
  const answers = JSON.parse(readFileSync(join(copy, details), 'utf8')) as {
    RoleDetailList: {
      RoleName: string;
      RolePolicyList: { PolicyDocument: { Statement: Statement[] } }[];
    }[];
  };
  for (const { RoleName, RolePolicyList } of answers.RoleDetailList)
    if (RoleName === role)
      for (const policy of RolePolicyList) policy.PolicyDocument = narrowed(policy.PolicyDocument);
  writeFileSync(join(copy, details), JSON.stringify(answers));
  return copy;
}

interface Resource {
  address: string;
  type: string;
  name?: string;
  values: Record<string, unknown>;
}
interface Module {
  resources?: Resource[];
  child_modules?: Module[];
}
interface State {
  format_version: string;
  terraform_version: string;
  values: { root_module: Module };
}

const state = () => JSON.parse(readFileSync(join(account, 'terraform-show.json'), 'utf8')) as State;

function narrowState(): State {
  const whole = state();
  const walk = ({ resources = [], child_modules = [] }: Module) => {
    for (const { type, values } of resources)
      if (type === 'aws_iam_role_policy' && values['role'] === role)
        values['policy'] = JSON.stringify(
          narrowed(JSON.parse(String(values['policy'])) as { Statement: Statement[] }),
        );
    child_modules.forEach(walk);
  };
  walk(whole.values.root_module);
  return whole;
}

const resourcesOf = ({ resources = [], child_modules = [] }: Module): Resource[] => [
  ...resources,
  ...child_modules.flatMap(resourcesOf),
];

/** What Terraform plans to do with each resource (JSON Output Format, "Change Representation"). */
function changesBetween(prior: Module, planned: Module) {
  const was = new Map(resourcesOf(prior).map((one) => [one.address, one]));
  const is = new Map(resourcesOf(planned).map((one) => [one.address, one]));
  const action = (address: string) => {
    const [before, after] = [was.get(address), is.get(address)];
    if (!before || !after) return before ? 'delete' : 'create';
    return JSON.stringify(before.values) === JSON.stringify(after.values) ? 'no-op' : 'update';
  };
  return [...new Set([...was.keys(), ...is.keys()])].map((address) => ({
    address,
    change: { actions: [action(address)], after: is.get(address)?.values ?? null },
  }));
}

/** A plan in the form of `terraform show -json` from one state to another. */
function planFrom(
  name: string,
  prior: State,
  { values }: State,
  { indent = 0, configuration = {} }: { indent?: number; configuration?: object } = {},
): string {
  const { format_version, terraform_version } = prior;
  const plan = {
    format_version,
    terraform_version,
    planned_values: values,
    resource_changes: changesBetween(prior.values.root_module, values.root_module),
    configuration,
    prior_state: { format_version, terraform_version, values: prior.values },
  };
  writeFileSync(join(folder, name), JSON.stringify(plan, null, indent));
  return name;
}

beforeAll(async () => {
  open = (await estateOf(account)).estate;
  narrow = (await estateOf(narrowAccount())).estate;
});
afterAll(async () => {
  await open.close();
  await narrow.close();
  rmSync(folder, { recursive: true, force: true });
});

const openRules = ({ findings }: Estate) =>
  [...findings.values()].filter(({ status }) => status === 'open').map(({ rule }) => rule);

test('a plan that widens a role fails the check by the finding that it opens', async () => {
  expect(openRules(narrow)).not.toContain('TC-55');
  const before = await snapshot(narrow.store);
  const plan = planFrom('widen.json', narrowState(), state());
  const { code, out } = await running(
    narrow,
    'check',
    ['--plan', plan, '--fail-on', 'high', '--json'],
    folder,
  );
  const answer = JSON.parse(out) as {
    findings: { ruleId: string; severity: string; forbidden: boolean }[];
    paths: { opened: number };
  };
  expect(code).toBe(1);
  expect(answer.findings.map(({ ruleId }) => ruleId)).toEqual(['TC-55']);
  expect(answer.findings[0]?.forbidden).toBe(true);
  expect(answer.paths.opened).toBeGreaterThan(0);
  expect(await snapshot(narrow.store), 'the estate is as it was').toEqual(before);
});

test('the fix of what a plan opens was tried on it, and closes the same where it is applied', async () => {
  const plan = planFrom('widen.json', narrowState(), state());
  const { out } = await running(narrow, 'check', ['--plan', plan, '--json'], folder);
  const { findings } = JSON.parse(out) as {
    findings: { id: string; fix: { tried: boolean; price: number; changes: { id: string }[] } }[];
  };
  const [finding] = findings;
  expect(finding?.fix).toMatchObject({ tried: true, price: expect.any(Number) as number });
  const ids = finding?.fix.changes.map(({ id }) => id) ?? [];
  expect(ids).not.toEqual([]);
  const edits = ids.flatMap((id) => ['--remove', id]);
  const after = await running(open, 'whatif', [...edits, '--json'], folder);
  const { findings: differ } = JSON.parse(after.out) as { findings: { closed: { id: string }[] } };
  expect(differ.closed.map(({ id }) => id)).toContain(finding?.id);
});

test('what the plan opens is what applying it opens', () => {
  const before = new Set(openRules(narrow));
  expect(openRules(open).filter((rule) => !before.has(rule))).toEqual(['TC-55']);
});

test('a plan that narrows a role passes, and is told to close the finding', async () => {
  const plan = planFrom('narrow.json', state(), narrowState());
  const { code, out } = await running(
    open,
    'check',
    ['--plan', plan, '--fail-on', 'low', '--json'],
    folder,
  );
  const answer = JSON.parse(out) as { findings: unknown[]; closed: { rule: string }[] };
  expect([code, answer.findings]).toEqual([0, []]);
  expect(answer.closed.map(({ rule }) => rule)).toEqual(['TC-55']);
});

test('a plan that changes nothing says so', async () => {
  const plan = planFrom('same.json', state(), state());
  const { code, out } = await running(open, 'check', ['--plan', plan, '--fail-on', 'low'], folder);
  expect(code).toBe(0);
  // Two types of resources are not read, and the answers left out some of what the state has.
  expect(out).toBe(
    '0 findings would open or worsen, 0 close; 0 paths open, 0 close; 3 things are not known\n',
  );
});

test.each([['text'], ['sarif'], ['md'], ['json']])(
  'what the plan does not tell yet is told, as %s',
  async (format) => {
    const planned = state();
    const address = 'aws_iam_role_policy.new';
    const [type, name] = ['aws_iam_role_policy', 'new'];
    planned.values.root_module.resources?.push({ address, type, name, values: { name, role } });
    const policy = { references: ['aws_sqs_queue.q.arn', 'aws_sqs_queue.q'] };
    const configuration = { root_module: { resources: [{ type, name, expressions: { policy } }] } };
    const plan = planFrom('unknown.json', state(), planned, { configuration });
    const told = await running(open, 'check', ['--plan', plan, '--format', format], folder);
    const known = /new: policy .{0,1}\(refers to aws.{0,1}_sqs.*known only after it is applied/;
    expect(format === 'md' || format === 'json' ? told.out : told.err).toMatch(known);
    expect(told.code).toBe(0);
  },
);

test('a plan of a public function with a role of its own opens its way, by what each refers to', async () => {
  const planned = state();
  const trust = {
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: 'sts:AssumeRole',
  };
  const assume_role_policy = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  planned.values.root_module.resources?.push(
    {
      address: 'aws_iam_role.r',
      type: 'aws_iam_role',
      name: 'r',
      values: { name: 'front', assume_role_policy },
    },
    {
      address: 'aws_iam_role_policy_attachment.r',
      type: 'aws_iam_role_policy_attachment',
      name: 'r',
      values: { policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    },
    {
      address: 'aws_lambda_function.f',
      type: 'aws_lambda_function',
      name: 'f',
      values: { function_name: 'front', runtime: 'python3.13' },
    },
    {
      address: 'aws_lambda_function_url.f',
      type: 'aws_lambda_function_url',
      name: 'f',
      values: { function_name: 'front', authorization_type: 'NONE' },
    },
  );
  const of = (...references: string[]) => ({ references });
  const resources = [
    {
      type: 'aws_iam_role_policy_attachment',
      name: 'r',
      expressions: { role: of('aws_iam_role.r.id', 'aws_iam_role.r') },
    },
    {
      type: 'aws_lambda_function',
      name: 'f',
      expressions: { role: of('aws_iam_role.r.arn', 'aws_iam_role.r') },
    },
  ];
  const configuration = { root_module: { resources } };
  const plan = planFrom('new.json', state(), planned, { configuration });
  const argv = ['--plan', plan, '--fail-on', 'high', '--json'];
  const { code, out } = await running(open, 'check', argv, folder);
  const { findings } = JSON.parse(out) as { findings: { ruleId: string; entry: string }[] };
  expect(findings.map(({ ruleId, entry }) => [ruleId, entry])).toEqual([['TC-55', 'front URL']]);
  expect(code).toBe(1);
});

test('a plan that deletes the function takes its paths along', async () => {
  const without = state();
  const walk = (module: Module) => {
    module.resources = (module.resources ?? []).filter(
      ({ type, values }) =>
        !(type.startsWith('aws_lambda_') && values['function_name'] === 'pl-prod-ctf-002-acmebot'),
    );
    module.child_modules?.forEach(walk);
  };
  walk(without.values.root_module);
  const plan = planFrom('delete.json', state(), without);
  const { out } = await running(open, 'check', ['--plan', plan, '--json'], folder);
  const answer = JSON.parse(out) as { closed: { rule: string }[]; paths: { closed: number } };
  expect(answer.closed.map(({ rule }) => rule)).toContain('TC-55');
  expect(answer.paths.closed).toBeGreaterThan(0);
});

test('the summary of a pull request names the finding, its way and its fix', async () => {
  const plan = planFrom('widen.json', narrowState(), state());
  const { code, out } = await running(
    narrow,
    'check',
    ['--plan', plan, '--fail-on', 'high', '--format', 'md'],
    folder,
  );
  expect(code).toBe(1);
  expect(out).toMatch(/^## Cutset: 1 finding of high or worse\n/);
  expect(out).toMatch(/\n1\. Internet reaches /);
  expect(out).toMatch(/\*\*Fix:\*\* .*no path left when tried on a draft; price .*, proved/);
});

interface Sarif {
  $schema: string;
  version: string;
  runs: {
    tool: { driver: { name: string; rules: { id: string; shortDescription: { text: string } }[] } };
    results: {
      ruleId: string;
      ruleIndex: number;
      level: string;
      message: { text: string };
      locations: {
        physicalLocation: {
          artifactLocation: { uri: string };
          region: { startLine: number; startColumn?: number };
        };
      }[];
      partialFingerprints: Record<string, string>;
      codeFlows: { threadFlows: { locations: { location: { message: { text: string } } }[] }[] }[];
    }[];
  }[];
}

// SARIF 2.1.0 (OASIS) §3.13-3.27: what a log, run, tool, result and code flow must have.
test('code scanning gets what SARIF 2.1.0 asks for', async () => {
  const plan = planFrom('widen the role?.json', narrowState(), state());
  const { out } = await running(narrow, 'check', ['--plan', plan, '--format', 'sarif'], folder);
  const { version, runs } = JSON.parse(out) as Sarif;
  expect(version).toBe('2.1.0');
  const [run, ...others] = runs;
  expect(others).toEqual([]);
  const { driver } = run?.tool ?? { driver: { name: '', rules: [] } };
  expect(driver.name).toBe('Cutset');
  const [result] = run?.results ?? [];
  expect(driver.rules[result?.ruleIndex ?? -1]?.id).toBe(result?.ruleId);
  expect(['none', 'note', 'warning', 'error']).toContain(result?.level);
  expect(result?.message.text).toMatch(/no path left when tried on a draft/);
  expect(result?.locations[0]?.physicalLocation.artifactLocation.uri).toBe(
    'widen%20the%20role%3F.json',
  );
  const steps = result?.codeFlows[0]?.threadFlows[0]?.locations ?? [];
  expect(steps.length).toBeGreaterThan(3);
  for (const { location } of steps) expect(location.message.text).toMatch(/\S/);
  expect(Object.values(result?.partialFingerprints ?? {})[0]).toMatch(/^finding:/);
});

async function placed(estate: Estate, argv: string[]) {
  const { out } = await running(estate, 'check', [...argv, '--format', 'sarif'], folder);
  const [result] = (JSON.parse(out) as Sarif).runs[0]?.results ?? [];
  return result?.locations[0]?.physicalLocation;
}

test('code scanning shows the resource of the plan that decides', async () => {
  const plan = planFrom('widen-lines.json', narrowState(), state(), { indent: 2 });
  const place = await placed(narrow, ['--plan', plan]);
  expect(place?.artifactLocation.uri).toBe(plan);
  const lines = readFileSync(join(folder, plan), 'utf8').split('\n');
  const { startLine = 0, startColumn = 0 } = place?.region ?? {};
  const line = lines[startLine - 1] ?? '';
  expect(line.slice(startColumn - 1)).toMatch(/^"address": /);
  const type = lines.slice(startLine).find((next) => next.includes('"type"'));
  expect(type).toContain('aws_iam_role_policy');
  expect(line).toContain('chatbot');
});

test('a plan in one line is told by its column', async () => {
  const plan = planFrom('widen-one-line.json', narrowState(), state());
  const { region } = (await placed(narrow, ['--plan', plan])) ?? {};
  expect(region?.startLine).toBe(1);
  const text = readFileSync(join(folder, plan), 'utf8');
  expect(text.slice((region?.startColumn ?? 0) - 1)).toMatch(/^"address":"[^"]*chatbot/);
});

test('code scanning shows the line of a record that names what the finding rests on', async () => {
  const place = await placed(narrow, ['--records', join(account, details)]);
  expect(place?.artifactLocation.uri).toContain(details);
  const lines = readFileSync(join(account, details), 'utf8').split('\n');
  expect(lines[(place?.region.startLine ?? 0) - 1]).toMatch(/"Arn": "arn:aws:iam::/);
});

test.each([
  [['--plan', 'none.json'], 'USAGE', /none\.json/],
  [['--set', `${role}=list.json`], 'USAGE', /list\.json: expected a JSON object/],
  [['--set', `${role}=typo.json`], 'USAGE', /typo\.json: Identity .*"truts"/],
  [['--set', `${role}=form.json`], 'USAGE', /form\.json: Identity tags:/],
  [['--records', 'none.json'], 'RECORD_UNREADABLE', /--records none\.json: ENOENT/],
  [[], 'USAGE', /--plan/],
  [['--plan', 'same.json', '--fail-on', 'huge'], 'USAGE', /huge/],
  [['--plan', 'same.json', '--format', 'pdf'], 'USAGE', /pdf/],
])('%j is refused by name', async (argv, code, message) => {
  planFrom('same.json', state(), state());
  writeFileSync(join(folder, 'list.json'), '[]');
  writeFileSync(join(folder, 'typo.json'), '{"truts":{}}');
  writeFileSync(join(folder, 'form.json'), '{"tags":"none"}');
  const failure = running(open, 'check', argv, folder);
  await expect(failure).rejects.toMatchObject({ code });
  await expect(failure).rejects.toThrow(message);
});
