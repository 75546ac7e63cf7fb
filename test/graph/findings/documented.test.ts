import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Finding } from '../../../graph/findings/finding.ts';
import { accounts, estateOf } from '../../end-to-end/account.ts';

const scenarios = join(accounts, 'pathfinding-labs/scenarios');

async function openFindings(folder: string) {
  const { estate } = await estateOf(folder);
  try {
    return [...estate.findings.values()].filter(({ status }) => status === 'open');
  } finally {
    await estate.close();
  }
}

const tail = (id: string) => (id.split(/[:/]/).at(-1) ?? id).toLowerCase();

/** Documented principals and workloads of a scenario that its dump describes, by name. */
function documented(name: string): string[] {
  const text = readFileSync(join(scenarios, name, 'expected.json'), 'utf8');
  const { nodes } = JSON.parse(text) as { nodes: { arn?: string; isTarget?: boolean }[] };
  return nodes.flatMap(({ arn, isTarget }) =>
    arn === undefined || isTarget || /[{*]/.test(arn) ? [] : [tail(arn)],
  );
}

const passes = ({ path }: Finding) => path?.hops.flatMap(({ from, to }) => [tail(from), tail(to)]);

/** Scenario, by its ending; the rule that its combination is; what its path must pass. */
const expected: [ending: string, rule: string, through: string[]][] = [
  ['public-lambda-with-admin', 'TC-55', ['hello-world-admin', 'pl-lambda-admin-role']],
  ['ai-chatbot-lambda-pivot', 'TC-55', documented('ctf.ai-chatbot-lambda-pivot')],
  [
    'bedrock-001-iam-passrole+bedrockagentcore-codeinterpreter',
    'TC-13',
    ['pl-prod-bedrock-001-to-admin-starting-user', 'pl-prod-bedrock-001-to-admin-target-role'],
  ],
  [
    'sagemaker-001-iam-passrole+sagemaker-createnotebookinstance',
    'TC-13',
    [
      'pl-prod-sagemaker-001-to-admin-starting-user',
      'pl-prod-sagemaker-001-to-admin-passable-role',
    ],
  ],
];

const folderOf = (ending: string) => {
  const [folder] = readdirSync(scenarios).filter((name) => name.endsWith(ending));
  if (!folder) throw new Error(`no scenario ${ending}`);
  return join(scenarios, folder);
};

test.each(expected)(
  '%s is a finding of %s through its documented nodes',
  async (ending, rule, through) => {
    const found = (await openFindings(folderOf(ending))).filter((finding) => finding.rule === rule);
    expect(found).toHaveLength(1);
    expect(through.length).toBeGreaterThan(1);
    for (const name of through) expect(found.flatMap(passes), name).toContain(name);
    expect(
      found.map(({ fix }) => fix.causes.length),
      'one change closes it',
    ).toEqual([1]);
  },
);

test.each([
  'ec2-001-iam-passrole+ec2-runinstances',
  'iam-002-iam-createaccesskey',
  'sts-001-sts-assumerole',
  'role-chain-to-s3',
])('%s needs an insider and concerns no AI: no rule of ours', async (ending) => {
  expect((await openFindings(folderOf(ending))).map(({ rule, entry }) => [rule, entry])).toEqual(
    [],
  );
});
