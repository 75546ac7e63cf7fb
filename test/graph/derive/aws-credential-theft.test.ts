import { expect, test } from 'vitest';
import theft from '../../../graph/derive/aws-credential-theft.ts';
import { account, edge, node, role, roleArn, view } from './aws.ts';
import { claimsOf } from './derived.ts';

const arn = (service: string, rest: string) => `arn:aws:${service}:us-east-1:${account}:${rest}`;

test.each<[string, string, object, string | null]>([
  ['a function', arn('lambda', 'function:f'), {}, 'environment variables of the function'],
  ['an instance', arn('ec2', 'instance/i'), { imdsVersion: 'v1' }, 'instance metadata service'],
  [
    'version 2 of the service',
    arn('ec2', 'instance/i'),
    { imdsVersion: 'v2' },
    'instance metadata service',
  ],
  ['the service turned off', arn('ec2', 'instance/i'), { imdsVersion: 'none' }, null],
  ['a task', arn('ecs', 'task/c/t'), {}, 'task metadata endpoint'],
  ['a notebook', arn('sagemaker', 'notebook-instance/n'), {}, 'instance metadata service'],
  [
    'a code interpreter, whatever its network',
    arn('bedrock-agentcore', 'code-interpreter-custom/c'),
    { config: { networkMode: 'SANDBOX' } },
    'microVM metadata service',
  ],
  [
    'the machine of a runtime',
    `${arn('bedrock-agentcore', 'runtime/r')}#vm`,
    {},
    'microVM metadata service',
  ],
])('%s', (_, uid, props, from) => {
  const workload = node('Workload', uid, { account, ...props });
  const claims = claimsOf(
    view([workload, role('app')], [edge('ACTS_AS', uid, roleArn('app'))]),
    theft,
  );
  const found = claims.flatMap(({ edges }) => edges);
  if (from === null) expect(found).toEqual([]);
  else
    expect(found).toEqual([
      expect.objectContaining({ kind: 'CAN_STEAL', props: { from, replayable: true } }),
    ]);
});

test('a place that nobody documented is assumed, and marked', () => {
  const uid = arn('newservice', 'thing/x');
  const given = view([node('Workload', uid), role('app')], [edge('ACTS_AS', uid, roleArn('app'))]);
  expect(claimsOf(given, theft)[0]?.edges[0]?.props).toMatchObject({ inferred: true });
});

test('what acts as nobody, or lies elsewhere, yields nothing', () => {
  const lone = node('Workload', arn('lambda', 'function:f'));
  const pod = node('Workload', 'k8s:c/pod');
  expect(
    claimsOf(view([lone, pod, role('app')], [edge('ACTS_AS', 'k8s:c/pod', roleArn('app'))]), theft),
  ).toEqual([]);
});

test('a token-bound identity is not replayed elsewhere', () => {
  const uid = arn('lambda', 'function:f');
  const bound = role('app', [], { tokenBound: true });
  const given = view([node('Workload', uid), bound], [edge('ACTS_AS', uid, roleArn('app'))]);
  expect(claimsOf(given, theft)[0]?.edges[0]?.props).toMatchObject({ replayable: false });
});
