import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { edgeId } from '../../../graph/claim.ts';
import { mapRecord } from '../../../ingest/map-record.ts';
import terraform from '../../../ingest/sources/terraform/show.ts';

const plans = new URL('../../commands/fixtures/plans/', import.meta.url);

interface Statement {
  Sid?: string;
  Action: unknown;
  Resource: unknown;
  Condition?: unknown;
}

function planned(name: string, edit = (text: string) => text) {
  const record: unknown = JSON.parse(edit(readFileSync(new URL(name, plans), 'utf8')));
  const mapped = mapRecord(terraform, record, 'x#1', { path: 'plan.json', at: 0 }, 'key');
  const nodes = new Map<string, Record<string, unknown>>();
  for (const { uid, props } of mapped.claims.flatMap((claim) => claim.nodes))
    nodes.set(uid, { ...nodes.get(uid), ...props });
  return {
    ...mapped,
    nodes,
    edges: new Set(mapped.claims.flatMap(({ edges }) => edges).map(edgeId)),
  };
}

const iam = 'arn:aws:iam::111122223333';
const lambda = 'arn:aws:lambda:us-east-1:111122223333:function';
const agent =
  'arn:aws:bedrock:us-east-1:111122223333:agent/to-be.module.agent.aws_bedrockagent_agent.this';

// What is expected is what the code in fixtures/plans/chatbot says.
describe('a plan of new things that refer to each other through modules', () => {
  const { nodes, edges, unresolved, refused } = planned('chatbot/plan.json');
  const inlineOf = (role: string) =>
    (nodes.get(role)?.['inline'] as { document: { Statement: Statement[] } }[]).flatMap(
      ({ document }) => document.Statement,
    );

  test.each([
    [
      'a choice between a role of its own and one that is given',
      `ACTS_AS|${lambda}:acme-front|${iam}:role/acme-front-role`,
    ],
    ['one module for each key', `ACTS_AS|${lambda}:acme-clean|${iam}:role/acme-clean-role`],
    [
      'a value of each',
      `HAS_POLICY|${iam}:role/acme-clean-role|arn:aws:iam::aws:policy/AdministratorAccess`,
    ],
    ['the same count', `HAS_POLICY|${iam}:role/reader-1|${iam}:policy/reader-1`],
    [
      'an output that goes into a map of another module',
      `SERVED_BY|tool:${agent}#tickets.get_ticket|${lambda}:acme-front`,
    ],
    [
      'a block',
      `PROTECTED_BY|${agent}|arn:aws:bedrock:us-east-1:111122223333:guardrail/to-be.module.agent.aws_bedrock_guardrail.this`,
    ],
    ['a role without a name yet', `ACTS_AS|${lambda}:composed|${iam}:role/to-be.aws_iam_role.part`],
  ])('%s leads to what it means', (_, edge) => {
    expect([...edges]).toContain(edge);
  });

  test.each([
    ['another count', `HAS_POLICY|${iam}:role/reader-1|${iam}:policy/reader-0`],
    [
      'another key',
      `HAS_POLICY|${iam}:role/acme-load-role|arn:aws:iam::aws:policy/AdministratorAccess`,
    ],
    ['another role', `ACTS_AS|${lambda}:acme-load|${iam}:role/acme-clean-role`],
  ])('and not to that of %s', (_, edge) => {
    expect([...edges]).not.toContain(edge);
  });

  test('a name of which another is a part is not that name', () => {
    expect([...nodes.keys()]).toContain(`${iam}:role/to-be.aws_iam_role.derived`);
    expect(JSON.stringify([...nodes])).not.toMatch(/part-derived|part-suffix/);
  });

  test('of a policy that is partly known, what is known holds and the rest is conditional', () => {
    const [read, log, ...others] = inlineOf(`${iam}:role/acme-front-role`);
    expect(others).toEqual([]);
    expect(log).toEqual({
      Sid: 'Log',
      Effect: 'Allow',
      Action: ['logs:PutLogEvents'],
      Resource: ['*'],
    });
    expect(read).toMatchObject({ Sid: 'ReadTickets', Effect: 'Allow', Action: ['s3:GetObject'] });
    expect(read?.Resource).toContain('arn:aws:s3:::acme-tickets/*');
    expect(JSON.stringify(read?.Condition)).toContain('KnownAfterApply');
  });

  test('a statement of which nothing tells the resources grants nothing', () => {
    const all = inlineOf(`${iam}:role/agent`);
    expect(all.map(({ Action }) => Action)).toEqual([['bedrock:InvokeModel']]);
  });

  test.each([
    /aws_iam_policy\.reader: policy \(refers to module\.tickets\.arn.*\(2 of it\)/,
    /aws_sqs_queue_policy\.q: policy/,
    /module\.agent\.aws_iam_role_policy\.agent: policy \(resources of statement 1/,
    /module\.front\.aws_iam_role_policy\.this\[0\]: policy \(resources of statement ReadTickets/,
    /module\.front\.aws_lambda_function\.this: vpc_config\.security_group_ids/,
    /resource type aws_cloudwatch_log_group, which is not read \(1\)/,
    /\d+ are taken to be just that/,
  ])('what is not known is told: %s', (line) => {
    expect(unresolved.filter((one) => line.test(one))).toHaveLength(1);
  });

  test('nothing is refused, and nothing else is said to be unknown', () => {
    expect(refused).toEqual([]);
    expect(unresolved).toHaveLength(7 + 1);
    expect(unresolved.join()).toMatch(/aws_iam_role\.derived: name/);
  });
});

describe('a plan of changes', () => {
  const { nodes, unresolved } = planned('lifecycle/plan.json');

  test('each provider makes its things in its own account and region', () => {
    expect(nodes.get(`${iam.replace('111122223333', '444455556666')}:role/prod`)).toMatchObject({
      account: '444455556666',
    });
    expect([...nodes.keys()].filter((uid) => uid.endsWith(':function:kept')).sort()).toEqual([
      `${lambda}:kept`,
      `${lambda.replace('us-east-1', 'us-west-2')}:kept`,
    ]);
  });

  test('a thing that is replaced is the same thing, as it will be', () => {
    const groups = [...nodes].filter(([uid]) => uid.startsWith('sg-'));
    expect(groups.map(([, { name }]) => name)).toEqual(['swapped-2']);
    expect(groups[0]?.[0]).toMatch(/^sg-0/);
    expect(JSON.stringify(groups[0]?.[1])).toContain('0.0.0.0/0');
  });

  test('a policy that is not known yet is told, and as it was', () => {
    expect(unresolved.join()).toMatch(/aws_iam_policy\.text: policy \(refers to aws_sqs_queue/);
    expect(nodes.get(`${iam}:policy/text`)?.['document']).toMatchObject({
      Statement: [{ Action: 's3:GetObject', Resource: '*' }],
    });
  });
});

// What is expected is what the code in fixtures/plans/wide says.
describe('a plan of new things of many types', () => {
  const { nodes, edges, unresolved, refused } = planned('wide/plan.json');
  const here = (service: string, rest: string) =>
    `arn:aws:${service}:eu-west-1:111122223333:${rest}`;
  const statementsOf = (uid: string, property: string) =>
    (nodes.get(uid)?.[property] as { Statement: Record<string, unknown>[] }).Statement;
  const task = `${iam}:role/apps/task`;
  const machine = here('ec2', 'instance/i-to-be.aws_instance.machine');
  const db = [...nodes.keys()].find((uid) => uid.includes(':secret:db-')) ?? '';

  test.each([
    ['a machine', machine, 'PART_OF_NETWORK', 'sg-to-be.aws_security_group.back'],
    ['one of two subnets', machine, 'PART_OF_NETWORK', 'subnet-to-be.aws_subnet.public..a..'],
    [
      'the same splat',
      here('ecs', 'service/app'),
      'PART_OF_NETWORK',
      'subnet-to-be.aws_subnet.public..b..',
    ],
    ['a task', here('ecs', 'service/app'), 'RUNS_ON', here('ecs', 'task-definition/app')],
    ['a role with a path', here('ecs', 'task-definition/app'), 'ACTS_AS', task],
    [
      'a method',
      'ep:https://to-be.aws_api_gateway_rest_api.api.execute-api.eu-west-1.amazonaws.com/#to-be.aws_api_gateway_resource.v1.GET',
      'ROUTES_TO',
      here('lambda', 'function:api'),
    ],
    [
      'a bucket',
      'arn:aws:s3:::to-be.aws_s3_bucket.docs',
      'INGESTED_BY',
      here('bedrock', 'knowledge-base/to-be.aws_bedrockagent_knowledge_base.docs'),
    ],
    [
      'an agent',
      here('bedrock', 'agent/to-be.aws_bedrockagent_agent.docs'),
      'QUERIES',
      here('bedrock', 'knowledge-base/to-be.aws_bedrockagent_knowledge_base.docs'),
    ],
    ['a notebook', here('sagemaker', 'notebook-instance/lab'), 'ACTS_AS', task],
    ['a member', `${iam}:user/ci`, 'MEMBER_OF', `${iam}:group/ci`],
    ['a queue', here('sqs', 'work'), 'TRIGGERS', here('lambda', 'function:api')],
    ['a key', db, 'ENCRYPTED_WITH', here('kms', 'key/to-be.aws_kms_key.main')],
  ])('%s leads to what its code refers to', (_, from, kind, to) => {
    expect([...edges]).toContain(`${kind}|${from}|${to}`);
  });

  test('a group lets in another by the rule within it, and the world by the one beside it', () => {
    expect(nodes.get('sg-to-be.aws_security_group.back')?.['config']).toMatchObject({
      ingress: [
        { from: 22, cidrs: ['0.0.0.0/0'], groups: [] },
        { from: 8080, cidrs: [], groups: ['sg-to-be.aws_security_group.front'] },
      ],
    });
  });

  test('a key knows both principals of its policy, and whom it is granted to', () => {
    const key = here('kms', 'key/to-be.aws_kms_key.main');
    expect(statementsOf(key, 'policy')).toMatchObject([
      { Principal: { AWS: [`${iam}:root`, `${iam}:role/machine`] } },
    ]);
    expect(nodes.get(key)?.['grants']).toMatchObject([
      { GranteePrincipal: task, Operations: ['Decrypt'] },
    ]);
  });

  test('a policy has the statements of those that it is made of', () => {
    expect(statementsOf(db, 'policy').map(({ Sid, Effect }) => [Sid, Effect])).toEqual([
      ['Deny', 'Deny'],
      ['Read', 'Allow'],
    ]);
    expect(JSON.stringify(statementsOf(db, 'policy')[1])).toContain('KnownAfterApply');
  });

  test('what is not read and not known is told, and nothing is refused', () => {
    expect(refused).toEqual([]);
    expect(unresolved.join('\n')).toMatch(/aws_glue_job, which is not read/);
    for (const address of ['aws_iam_policy.secrets', 'aws_s3_bucket_policy.docs'])
      expect(unresolved.join('\n')).toContain(`${address}: policy (resources of statement 0`);
  });
});

describe('a module that is called for two accounts', () => {
  test('makes two things of one name, each with its own', () => {
    const { nodes, edges } = planned('accounts/plan.json');
    const there = lambda.replace('us-east-1:111122223333', 'eu-central-1:444455556666');
    expect([...edges]).toContain(`ACTS_AS|${lambda}:same|${iam}:role/same`);
    expect([...edges]).toContain(
      `ACTS_AS|${there}:same|${iam.replace('111122223333', '444455556666')}:role/same`,
    );
    expect([...edges].filter((edge) => edge.startsWith('ROUTES_TO|'))).toHaveLength(2);
    expect(nodes.get('arn:aws:sqs:eu-central-1:444455556666:same')?.['policy']).toBeDefined();
  });

  test('of one that is not known makes nothing, and that is told', () => {
    const { nodes, unresolved } = planned('accounts/plan.json', (text) =>
      text.replace('["var.role"]', '["local.role"]'),
    );
    expect([...nodes.keys()].filter((uid) => uid.includes('eu-central-1'))).toEqual([]);
    expect(unresolved.join('\n')).toMatch(
      /module\.there\.aws_iam_role\.r: in which account its provider aws\.prod works/,
    );
  });
});

// Terraform makes no such plan; a file may say anything.
test('a plan that goes in circles comes to an end', () => {
  const of = (...references: string[]) => ({ references });
  const documents = ['a', 'b'].map((name) => ({
    mode: 'data',
    type: 'aws_iam_policy_document',
    name,
    address: `data.aws_iam_policy_document.${name}`,
    values: { statement: [] },
    expressions: {
      source_policy_documents: of(`data.aws_iam_policy_document.${name === 'a' ? 'b' : 'a'}.json`),
    },
  }));
  const role = {
    mode: 'managed',
    type: 'aws_iam_role',
    name: 'r',
    address: 'aws_iam_role.r',
    values: { name: 'r' },
    expressions: {
      assume_role_policy: of('data.aws_iam_policy_document.a.json'),
      permissions_boundary: of('module.m.o'),
    },
  };
  const module = { outputs: { o: { expression: of('var.v.x') } } };
  const resources = [...documents, role];
  const root_module = {
    resources,
    module_calls: { m: { expressions: { v: of('module.m.o.x') }, module } },
  };
  const record = {
    format_version: '1.2',
    terraform_version: '1.11.4',
    planned_values: { root_module: { resources } },
    configuration: { root_module },
  };
  const origin = { path: 'plan.json', at: 0, account: '111122223333', region: 'us-east-1' };
  const { unresolved } = mapRecord(terraform, record, 'x#1', origin, 'key');
  expect(unresolved.join()).toMatch(/aws_iam_role\.r: .*which holds itself.*permissions_boundary/);
});
