import { describe, expect, test } from 'vitest';
import agentComposition from '../../../graph/derive/agent-composition.ts';
import agentTools from '../../../graph/derive/agent-tools.ts';
import deployedIdentity from '../../../graph/derive/deployed-identity.ts';
import type { Derivation } from '../../../graph/derive/derivation.ts';
import toolReach from '../../../graph/derive/tool-reach.ts';
import { settled, type EdgeNote, type NodeNote } from './small-view.ts';

const all = [deployedIdentity, agentTools, toolReach, agentComposition] as Derivation[];

const agent = 'arn:aws:bedrock:us-east-1:111122223333:agent/AGENT123ABC';
const fn = 'arn:aws:lambda:us-east-1:111122223333:function:orders';
const role = 'arn:aws:iam::111122223333:role/orders';
const orders = 'arn:aws:dynamodb:us-east-1:111122223333:table/orders';
const people = 'arn:aws:s3:::people-exports';
const logs = 'arn:aws:s3:::app-logs';
const buckets = 'set:111122223333/s3-bucket';
const tool = (name: string) => `tool:${agent}#${name}`;

const grant = (edge: string) => [
  [{ id: `${role}#${edge}`, type: 'statement', holder: role, say: edge }],
];

const nodes = (
  semantic: string,
  environment: Record<string, string> = {},
  name = 'handle',
): NodeNote[] => [
  ['Agent', agent, { name: 'support', framework: 'bedrock' }],
  ['Tool', tool(name), { name, semantic }],
  ['Workload', fn, { name: 'orders', type: 'lambda', config: { environment, vpc: 'vpc-1' } }],
  ['Identity', role, { name: 'orders' }],
  ['DataStore', orders, { name: 'orders', type: 'dynamodb-table' }],
  ['DataStore', people, { name: 'people-exports', type: 's3-bucket' }],
  ['DataStore', logs, { name: 'app-logs', type: 's3-bucket' }],
  ['ResourceSet', buckets, { name: 'all buckets' }],
];

const edges = (name = 'handle', call: Record<string, unknown> = {}): EdgeNote[] => [
  [agent, 'CAN_CALL', tool(name), { approval: false, ...call }],
  [tool(name), 'SERVED_BY', fn],
  [fn, 'ACTS_AS', role],
  [role, 'CAN_READ', orders, { actions: ['dynamodb:GetItem'], because: grant('read') }],
  [role, 'CAN_WRITE', orders, { because: grant('write') }],
  [role, 'CAN_DELETE', orders, { because: grant('delete') }],
  [role, 'CAN_READ', buckets, { because: grant('all') }],
  [role, 'CAN_WRITE', buckets, { because: grant('all') }],
  [buckets, 'CONTAINS', people],
  [buckets, 'CONTAINS', logs],
];

/** What the agent does after composition, as `KIND target`, each with its properties. */
function does(
  someNodes: NodeNote[],
  someEdges: EdgeNote[],
  from = agent,
): Record<string, Record<string, unknown>> {
  const view = settled(someNodes, someEdges, all);
  return Object.fromEntries(
    (['QUERIES', 'OPERATES', 'CAN_EGRESS', 'CAN_CALL'] as const)
      .flatMap((kind) => view.out(from, kind))
      .filter(({ kind }) => kind !== 'CAN_CALL')
      .map((e) => [
        `${e.kind} ${e.to}`,
        { ...e.props, basis: e.basis, because: e.because, conditional: e.conditional },
      ]),
  );
}

describe('a fixed tool', () => {
  test('that reads does what its configuration names, not all that its role may', () => {
    const found = does(nodes('read', { TABLE_NAME: 'orders' }), edges());
    expect(Object.keys(found)).toEqual([`QUERIES ${orders}`]);
    expect(found[`QUERIES ${orders}`]).toMatchObject({
      via: tool('handle'),
      identity: role,
      actions: ['dynamodb:GetItem'],
      basis: 'configured',
    });
  });

  test('reaches a member of a set that its configuration names, and no other member', () => {
    const found = does(nodes('read', { BUCKET: 's3://people-exports/daily' }), edges());
    expect(Object.keys(found)).toEqual([`QUERIES ${people}`]);
  });

  test('whose configuration names nothing is only guessed to use what its role names', () => {
    const found = does(nodes('read', { STAGE: 'prod' }), edges());
    expect(Object.keys(found)).toEqual([`QUERIES ${orders}`]);
    expect(found[`QUERIES ${orders}`]).toMatchObject({ basis: 'inferred' });
  });

  test('whose role names nothing but a wide grant touches nothing that we know of', () => {
    const wide = edges().filter(([from, , to]) => from !== role || to === buckets);
    expect(does(nodes('read'), wide)).toEqual({});
    const view = settled(nodes('read'), wide, all);
    expect(view.node(tool('handle'))?.props['target']).toBe('unknown');
  });

  test('is not guessed to use a store that is open to anybody', () => {
    const open = (excerpt: string): EdgeNote[] => [
      ...edges().filter(([from]) => from !== role),
      [
        role,
        'CAN_READ',
        people,
        {
          because: [[{ id: `${people}#0`, type: 'statement', holder: people, say: '0', excerpt }]],
        },
      ],
    ];
    expect(does(nodes('read'), open('{"Principal":"*"}'))).toEqual({});
    const named = does(nodes('read'), open(`{"Principal":{"AWS":"${role}"}}`));
    expect(Object.keys(named)).toEqual([`QUERIES ${people}`]);
  });

  test('that is named a store that its role may not read reaches nothing there', () => {
    const none = edges().filter(([from]) => from !== role);
    expect(does(nodes('read', { TABLE_NAME: 'orders' }), none)).toEqual({});
  });

  test.each([
    ['write', [`OPERATES ${orders}`], false],
    ['destructive', [`OPERATES ${orders}`], false],
    ['payment', [`OPERATES ${orders}`], false],
    ['read', [`QUERIES ${orders}`], false],
    ['unknown', [`QUERIES ${orders}`, `OPERATES ${orders}`], true],
    ['exec', [], false],
  ])('of semantic %s does %j', (semantic, expected, inferred) => {
    const found = does(nodes(semantic, { TABLE_NAME: 'orders' }), edges());
    expect(Object.keys(found)).toEqual(expected);
    for (const each of Object.values(found))
      expect(each['basis']).toBe(inferred ? 'inferred' : 'configured');
  });

  test('is held back by a person where each call is confirmed, but can still do it', () => {
    const asked = edges('handle', { approval: true });
    expect(does(nodes('read', { TABLE_NAME: 'orders' }), asked)).toEqual({});
    const ofTool = does(nodes('read', { TABLE_NAME: 'orders' }), asked, tool('handle'));
    expect(Object.keys(ofTool)).toEqual([`QUERIES ${orders}`]);
    const view = settled(nodes('read'), asked, all);
    expect(view.node(agent)?.props['approvalMode']).toBe('all');
  });
});

describe('a generic tool', () => {
  test('does everything that its role may', () => {
    expect(Object.keys(does(nodes('generic-api', {}, 'call_aws'), edges('call_aws')))).toEqual([
      `QUERIES ${orders}`,
      `QUERIES ${buckets}`,
      `OPERATES ${orders}`,
      `OPERATES ${buckets}`,
    ]);
  });

  test('that takes SQL reaches databases alone', () => {
    const found = does(nodes('generic-api', {}, 'run_sql'), edges('run_sql'));
    expect(Object.keys(found)).toEqual([`QUERIES ${orders}`, `OPERATES ${orders}`]);
  });

  test('reaches a database that it logs in to, which no policy speaks of', () => {
    const db = 'arn:aws:rds:us-east-1:111122223333:db:crm';
    const more: NodeNote[] = [
      ...nodes('generic-api', { DB_HOST: 'crm.abc.us-east-1.rds.amazonaws.com' }, 'run_sql'),
      [
        'DataStore',
        db,
        { name: 'crm', config: { address: 'crm.abc.us-east-1.rds.amazonaws.com' } },
      ],
    ];
    expect(Object.keys(does(more, edges('run_sql')))).toContain(`QUERIES ${db}`);
    const other: NodeNote[] = [...nodes('generic-api', {}, 'run_sql'), ...more.slice(-1)];
    expect(Object.keys(does(other, edges('run_sql')))).not.toContain(`QUERIES ${db}`);
  });
});

test('every edge says what it rests on: the tool, the role, the grant', () => {
  const found = does(nodes('read', { TABLE_NAME: 'orders' }), edges());
  const [alternative] = found[`QUERIES ${orders}`]?.['because'] as { id: string }[][];
  expect(alternative?.map(({ id }) => id)).toEqual([
    `${agent}#tool:handle`,
    `${fn}#ACTS_AS:${role}`,
    `${role}#read`,
  ]);
});

test('a conditional grant stays conditional, unless another route is not', () => {
  const unsure = edges().map((note): EdgeNote =>
    note[1] === 'CAN_READ' && note[2] === orders
      ? [note[0], note[1], note[2], { conditional: true, conditionKeys: ['aws:SourceVpce'] }]
      : note,
  );
  const named = nodes('read', { TABLE_NAME: 'orders' });
  expect(does(named, unsure)[`QUERIES ${orders}`]).toMatchObject({
    conditional: true,
    conditionKeys: ['aws:SourceVpce'],
  });
  const second = 'arn:aws:iam::111122223333:role/second';
  const both: EdgeNote[] = [...unsure, [fn, 'ACTS_AS', second], [second, 'CAN_READ', orders]];
  const sure = does([...named, ['Identity', second, {}]], both)[`QUERIES ${orders}`];
  expect(sure).toMatchObject({ conditional: false });
  expect(sure).not.toHaveProperty('conditionKeys');
  expect(sure?.['because']).toHaveLength(2);
});

test('the role of the agent is not the role of its tools', () => {
  const agentRole = 'arn:aws:iam::111122223333:role/agent';
  const found = does(
    [...nodes('generic-api', {}, 'call_aws'), ['Identity', agentRole, {}]],
    [
      [agent, 'CAN_CALL', tool('call_aws'), {}],
      [agent, 'ACTS_AS', agentRole],
      [agentRole, 'CAN_READ', people],
    ],
  );
  expect(found).toEqual({});
});

describe('two agents', () => {
  const other = 'arn:aws:bedrock:us-east-1:111122223333:agent/OTHER';
  const server = 'arn:aws:bedrock-agentcore:us-east-1:111122223333:gateway/g';
  const read = `tool:${server}#orders___get_order`;
  const drop = `tool:${server}#orders___drop`;
  const shared: NodeNote[] = [
    ...nodes('read', { TABLE_NAME: 'orders' }),
    ['Agent', other, { name: 'other' }],
    ['McpServer', server, { name: 'g' }],
    ['Tool', read, { name: 'orders___get_order', semantic: 'read' }],
    ['Tool', drop, { name: 'orders___drop', semantic: 'destructive' }],
    ['ModelEndpoint', 'model', {}],
  ];
  const using: EdgeNote[] = [
    ...edges().filter(([from]) => from !== agent),
    [agent, 'USES_SERVER', server, {}],
    [other, 'USES_SERVER', server, { tools: ['get_order'] }],
    [server, 'SERVES', read],
    [server, 'SERVES', drop],
    [read, 'SERVED_BY', fn],
    [drop, 'SERVED_BY', fn],
    [agent, 'CALLS_MODEL', 'model'],
    [other, 'CALLS_MODEL', 'model'],
  ];

  test('may call the tools of a server that each is given', () => {
    const view = settled(shared, using, all);
    expect(view.out(agent, 'CAN_CALL').map(({ to }) => to)).toEqual([drop, read]);
    expect(view.out(other, 'CAN_CALL').map(({ to }) => to)).toEqual([read]);
    expect(view.out(other, 'OPERATES')).toEqual([]);
    expect(view.out(other, 'QUERIES').map(({ to }) => to)).toEqual([orders]);
  });

  test('that share a model and a server are not joined', () => {
    const view = settled(shared, using, all);
    const joined = [...view.edges()].filter(
      ({ from, to }) =>
        (from === agent && to === other) ||
        (from === other && to === agent) ||
        (to === agent && ['model', server, read, drop].includes(from)),
    );
    expect(joined).toEqual([]);
  });
});

describe('data leaves', () => {
  const egress = (props: Record<string, unknown>, semantic = 'exec') =>
    Object.keys(
      does(
        [
          ['Agent', agent, {}],
          ['Tool', tool('py'), { name: 'py', semantic }],
          ['Workload', 'w', props],
        ],
        [
          [agent, 'CAN_CALL', tool('py'), {}],
          [tool('py'), 'SERVED_BY', 'w'],
        ],
      ),
    );
  const out = ['CAN_EGRESS internet'];

  test.each([
    ['from a code interpreter with a public network', { internetAccess: true }, out],
    ['from a function outside a VPC', { type: 'lambda', config: {} }, out],
    ['not from a sandbox', { internetAccess: false, type: 'lambda', config: {} }, []],
    [
      'not, as far as is known, from a function in a VPC',
      { type: 'lambda', config: { vpc: 'v' } },
      [],
    ],
  ])('%s', (_title, props, expected) => {
    expect(egress(props)).toEqual(expected);
  });

  test('through a tool that sends, wherever it runs', () => {
    expect(egress({ internetAccess: false }, 'net-egress')).toEqual(out);
  });

  test('not through a fixed tool, though its function has a way out', () => {
    expect(egress({ type: 'lambda', config: {} }, 'read')).toEqual([]);
  });
});

test('a tool that fetches pages feeds the agent what strangers wrote', () => {
  const fed = (name: string) =>
    settled(
      [
        ['Agent', agent, {}],
        ['Tool', tool(name), { name, semantic: 'net-egress' }],
      ],
      [[agent, 'CAN_CALL', tool(name), {}]],
      all,
    )
      .in(agent, 'FEEDS')
      .map(({ from, basis }) => [from, basis]);
  expect(fed('fetch_page')).toEqual([['content:web:anywhere', 'inferred']]);
  expect(fed('send_email')).toEqual([]);
});

describe('an agent whose code declares no tools', () => {
  const runtime = 'arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/r';
  const vm = `${runtime}#vm`;
  const own = (environment: Record<string, string>, framework = 'agentcore') =>
    does(
      [
        ...nodes('read').slice(3),
        ['Agent', runtime, { framework }],
        ['Workload', vm, { config: { environment } }],
      ],
      [[runtime, 'RUNS_ON', vm], [runtime, 'ACTS_AS', role], ...edges().slice(3)],
      runtime,
    );

  test('is guessed to use what its configuration names', () => {
    const found = own({ BUCKET: 'people-exports' });
    expect(Object.keys(found)).toEqual([`QUERIES ${people}`, `OPERATES ${people}`]);
    expect(found[`QUERIES ${people}`]).toMatchObject({ basis: 'inferred' });
  });

  test('is not guessed to use all that its role may', () => {
    expect(Object.keys(own({}))).toEqual([`QUERIES ${orders}`, `OPERATES ${orders}`]);
  });

  test('of Bedrock does nothing without tools', () => {
    expect(own({ BUCKET: 'people-exports' }, 'bedrock')).toEqual({});
  });
});

test('a service acts as the role of its task definition, a task with its own role as that', () => {
  const view = settled(
    [
      ['Workload', 'service', {}],
      ['Workload', 'task', { config: { overridesRole: true } }],
      ['Workload', 'definition', {}],
      ['ModelEndpoint', 'endpoint', {}],
      ['Workload', 'config', {}],
      ['Workload', 'model', {}],
      ['Identity', 'role', {}],
      ['Identity', 'serve', {}],
    ],
    [
      ['service', 'RUNS_ON', 'definition'],
      ['task', 'RUNS_ON', 'definition'],
      ['definition', 'ACTS_AS', 'role'],
      ['endpoint', 'RUNS_ON', 'config'],
      ['config', 'RUNS_ON', 'model'],
      ['model', 'ACTS_AS', 'serve'],
    ],
    [deployedIdentity],
  );
  const roles = (uid: string) => view.out(uid, 'ACTS_AS').map(({ to }) => to);
  expect(roles('service')).toEqual(['role']);
  expect(roles('task')).toEqual([]);
  expect(roles('endpoint')).toEqual(['serve']);
  expect(roles('config')).toEqual(['serve']);
});

test('the order in which facts arrived changes nothing', () => {
  const some = nodes('generic-api', { TABLE_NAME: 'orders' }, 'call_aws');
  const forward = does(some, edges('call_aws'));
  const backward = does([...some].reverse(), [...edges('call_aws')].reverse());
  expect(backward).toEqual(forward);
});
