import { describe, expect, test } from 'vitest';
import agentComposition from '../../../graph/derive/agent-composition.ts';
import type { Derivation } from '../../../graph/derive/derivation.ts';
import modelApplication from '../../../graph/derive/model-application.ts';
import { settled, type EdgeNote, type NodeNote } from './small-view.ts';

const fn = 'arn:aws:lambda:us-east-1:111122223333:function:chat';
const app = `agent:${fn}/app`;
const role = 'arn:aws:iam::111122223333:role/chat';
const door = 'ep:https://abc.lambda-url.us-east-1.on.aws';
const claude = 'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0';
const titan = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v1';
const models = 'set:aws/foundation-model';
const scorer = 'arn:aws:sagemaker:us-east-1:111122223333:endpoint/comments-filter';
const agent = 'arn:aws:bedrock:us-east-1:111122223333:agent/AGENT123ABC';

const nodes = (environment: Record<string, string> = {}, type = 'lambda'): NodeNote[] => [
  ['Workload', fn, { name: 'chat', type, account: '111122223333', config: { environment } }],
  ['Identity', role, { name: 'chat' }],
  ['Endpoint', door, {}],
  ['ModelEndpoint', claude, { name: 'Claude 3 Haiku' }],
  ['ModelEndpoint', titan, {}],
  ['ModelEndpoint', scorer, { name: 'comments-filter' }],
  ['ResourceSet', models, {}],
  ['Agent', agent, { name: 'support', framework: 'bedrock' }],
];

const because = (excerpt: string) => [
  [{ id: `${role}#s`, type: 'statement', holder: role, say: 'statement s', excerpt }],
];
const invoke = because('{"Action":"bedrock:InvokeModel"}');
const everything = because('{"Action":"*"}');

const base: EdgeNote[] = [
  [fn, 'ACTS_AS', role],
  [door, 'ROUTES_TO', fn],
  [models, 'CONTAINS', claude],
  [models, 'CONTAINS', titan],
];

const run = (someNodes: NodeNote[], edges: EdgeNote[]) =>
  settled(someNodes, [...base, ...edges], [modelApplication]);

describe('a function is taken for an agent', () => {
  test('when its configuration names a model that it may call', () => {
    const view = run(nodes({ MODEL_ID: 'anthropic.claude-3-haiku-20240307-v1:0' }), [
      [role, 'CAN_INVOKE_MODEL', models, { because: everything }],
    ]);
    expect(view.node(app)).toMatchObject({ kind: 'Agent', props: { type: 'application' } });
    expect(view.out(app, 'RUNS_ON').map(({ to, basis }) => [to, basis])).toEqual([
      [fn, 'inferred'],
    ]);
    expect(view.out(app, 'ACTS_AS').map(({ to }) => to)).toEqual([role]);
    expect(view.in(app, 'PROMPTS').map(({ from, basis }) => [from, basis])).toEqual([
      [door, 'inferred'],
    ]);
    expect(view.out(fn, 'CALLS_MODEL').map(({ to, basis }) => [to, basis])).toEqual([
      [claude, 'configured'],
    ]);
  });

  test('when its role has a permission that speaks of models', () => {
    const view = run(nodes(), [[role, 'CAN_INVOKE_MODEL', models, { because: invoke }]]);
    expect(view.node(app)).toBeDefined();
    expect(view.out(fn, 'CALLS_MODEL')).toEqual([]);
    const one = run(nodes(), [[role, 'CAN_INVOKE_MODEL', claude, { because: invoke }]]);
    expect(one.out(fn, 'CALLS_MODEL').map(({ to, basis }) => [to, basis])).toEqual([
      [claude, 'inferred'],
    ]);
  });
});

describe('a function is not taken for an agent', () => {
  test.each<[string, NodeNote[], EdgeNote[]]>([
    ['by a name alone', nodes({ MODEL_ID: 'anthropic.claude-3-haiku-20240307-v1:0' }), []],
    [
      'by the permission of an administrator alone',
      nodes(),
      [[role, 'CAN_INVOKE_MODEL', models, { because: everything }]],
    ],
    [
      'when it calls a model that is no language model',
      nodes({ ENDPOINT: 'comments-filter' }),
      [[role, 'CAN_INVOKE_MODEL', scorer, { because: because('sagemaker:InvokeEndpoint') }]],
    ],
    [
      'when an agent is known to run there',
      [...nodes(), ['Agent', 'agent:svc/bot', {}]],
      [
        [role, 'CAN_INVOKE_MODEL', models, { because: invoke }],
        ['agent:svc/bot', 'RUNS_ON', fn],
      ],
    ],
    [
      'when it answers nobody',
      nodes({}, 'sagemaker-notebook'),
      [[role, 'CAN_INVOKE_MODEL', models, { because: invoke }]],
    ],
  ])('%s', (_title, someNodes, edges) => {
    expect(run(someNodes, edges).node(app)).toBeUndefined();
  });
});

test('a model that is no language model is called and given input', () => {
  const view = run(nodes({ ENDPOINT: 'comments-filter' }), [
    [role, 'CAN_INVOKE_MODEL', scorer, { because: everything }],
  ]);
  expect(view.out(fn, 'CALLS_MODEL').map(({ to }) => to)).toEqual([scorer]);
  expect(view.out(fn, 'PROMPTS').map(({ to }) => to)).toEqual([scorer]);
});

test('a function prompts the agent that its configuration names, if it may', () => {
  const named = nodes({ AGENT_ID: 'AGENT123ABC' });
  const may: EdgeNote = [role, 'PROMPTS', agent, { because: everything }];
  expect(run(named, [may]).out(fn, 'PROMPTS')).toMatchObject([{ to: agent, basis: 'configured' }]);
  expect(run(named, []).out(fn, 'PROMPTS')).toEqual([]);
  expect(run(nodes(), [may]).out(fn, 'PROMPTS')).toEqual([]);
});

test('two functions that call one model are not joined', () => {
  const other = 'arn:aws:lambda:us-east-1:111122223333:function:other';
  const view = run(
    [...nodes(), ['Workload', other, { type: 'lambda', config: {} }]],
    [
      [other, 'ACTS_AS', role],
      [role, 'CAN_INVOKE_MODEL', claude, { because: invoke }],
    ],
  );
  const fromModel = [...view.edges()].filter(({ from }) => from === claude);
  expect(fromModel).toEqual([]);
  expect(view.in(`agent:${other}/app`, 'PROMPTS')).toEqual([]);
});

test('what it may read by name is a guess, what it may read by a wide grant is not even that', () => {
  const table = 'arn:aws:dynamodb:us-east-1:111122223333:table/orders';
  const secret = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:x-abcdef';
  const all = 'set:111122223333/secretsmanager-secret';
  const view = settled(
    [
      ...nodes(),
      ['DataStore', table, { name: 'orders' }],
      ['Secret', secret, { name: 'x' }],
      ['ResourceSet', all, {}],
    ],
    [
      ...base,
      [role, 'CAN_INVOKE_MODEL', models, { because: invoke }],
      [role, 'CAN_READ', table],
      [role, 'CAN_READ', all],
      [all, 'CONTAINS', secret],
    ],
    [modelApplication, agentComposition] as Derivation[],
  );
  expect(view.out(app, 'QUERIES').map(({ to, basis }) => [to, basis])).toEqual([
    [table, 'inferred'],
  ]);
});
