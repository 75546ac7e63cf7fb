import { describe, expect, test } from 'vitest';
import requestRouting from '../../../graph/derive/request-routing.ts';
import { derived, smallView, type EdgeNote, type NodeNote } from './small-view.ts';

const said = (nodes: readonly NodeNote[], edges: readonly EdgeNote[] = []) => {
  const found = derived(requestRouting, smallView(nodes, edges));
  return {
    endpoints: Object.fromEntries(
      [...found.nodes.values()].map(({ uid, props }) => [uid, (props as { authn?: string }).authn]),
    ),
    routes: [...found.edges.keys()].map((key) => key.replace('ROUTES_TO ', '')).sort(),
    edges: found.edges,
    nodes: found.nodes,
  };
};

const element = (uid: string, type: string, config: object, more: object = {}): NodeNote => [
  'NetworkElement',
  uid,
  { type, config, ...more },
];

const at = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:';
const lb = `${at}loadbalancer/app/shop/1`;
const listener = `${at}listener/app/shop/1/2`;
const group = (name: string) => `${at}targetgroup/${name}/3`;
const instance = (id: string) => `arn:aws:ec2:us-east-1:111122223333:instance/${id}`;
const fn = 'arn:aws:lambda:us-east-1:111122223333:function:f';

const balancer = (config: object = {}, uid = lb) =>
  element(uid, 'load-balancer', {
    kind: 'application',
    internetFacing: true,
    dnsName: 'shop.example',
    subnets: [],
    securityGroups: [],
    ...config,
  });
const forward = (...names: string[]) => ({ type: 'forward', targetGroups: names.map(group) });
const listens = (actions: object[], config: object = {}, uid = listener) =>
  element(uid, 'listener', {
    loadBalancer: lb,
    protocol: 'HTTPS',
    port: 443,
    verifiesClients: false,
    actions,
    ...config,
  });
const targets = (name: string, ids: string[], config: object = {}) =>
  element(
    group(name),
    'target-group',
    { targetType: 'instance', loadBalancers: [lb], ...config },
    { targets: ids.map((id) => ({ id })) },
  );

describe('a listener', () => {
  test('hands requests to the targets of its group', () => {
    const { endpoints, routes, edges } = said([
      balancer(),
      listens([forward('a')]),
      targets('a', ['i-1', 'i-2', `${fn}:live`]),
    ]);
    expect(endpoints).toEqual({ 'ep:https://shop.example': 'none' });
    expect(routes).toEqual(
      [instance('i-1'), instance('i-2'), fn].map((to) => `ep:https://shop.example > ${to}`).sort(),
    );
    expect(edges.get(`ROUTES_TO ep:https://shop.example > ${fn}`)?.because).toMatchObject([
      [{ id: `${listener}#forward`, holder: listener }],
    ]);
  });
  test('on another port has another endpoint', () => {
    const nodes = [balancer(), listens([], { protocol: 'TCP', port: 5432 })];
    expect(said(nodes).endpoints).toEqual({ 'ep:tcp://shop.example:5432': 'unknown' });
  });
  test.each<[authn: string, actions: object[], verifiesClients: boolean]>([
    ['oauth', [{ type: 'authenticate-cognito', targetGroups: [] }, forward('a')], false],
    ['oauth', [{ type: 'authenticate-oidc', targetGroups: [] }, forward('a')], false],
    ['jwt', [{ type: 'jwt-validation', targetGroups: [] }, forward('a')], false],
    ['mtls', [forward('a')], true],
  ])('asks by %s', (authn, actions, verifiesClients) => {
    const { endpoints } = said([balancer(), listens(actions, { verifiesClients })]);
    expect(endpoints).toEqual({ 'ep:https://shop.example': authn });
  });
  test('has rules with ways, targets and questions of their own', () => {
    const rule = `${at}listener-rule/app/shop/1/2/9`;
    const { endpoints, routes, nodes } = said([
      balancer(),
      listens([{ type: 'fixed-response', targetGroups: [] }]),
      element(rule, 'listener-rule', {
        listener,
        priority: '10',
        paths: ['/chat/*'],
        hosts: [],
        sources: ['203.0.113.0/24'],
        actions: [{ type: 'authenticate-oidc', targetGroups: [] }, forward('a')],
      }),
      targets('a', ['i-1']),
    ]);
    const uid = 'ep:https://shop.example/chat#rule-10';
    expect(endpoints).toEqual({ 'ep:https://shop.example': 'none', [uid]: 'oauth' });
    expect(routes).toEqual([`${uid} > ${instance('i-1')}`]);
    expect(nodes.get(uid)?.props).toMatchObject({
      config: { decides: rule, sources: ['203.0.113.0/24'] },
    });
  });
  test('of a classic balancer hands requests to its instances', () => {
    const uid = `${at}loadbalancer/web`;
    const config = {
      kind: 'classic',
      listeners: [{ protocol: 'HTTP', port: 8000, targetPort: 8000 }],
      instances: ['i-2'],
    };
    const { endpoints, routes } = said([balancer(config, uid)]);
    expect(endpoints).toEqual({ 'ep:http://shop.example:8000': 'none' });
    expect(routes).toEqual([`ep:http://shop.example:8000 > ${instance('i-2')}`]);
  });
  test('does not lead to targets of a group that it does not forward to', () => {
    const nodes = [balancer(), listens([forward('a')]), targets('b', ['i-1'])];
    expect(said(nodes).routes).toEqual([]);
  });
});

describe('targets', () => {
  const task = 'arn:aws:ecs:us-east-1:111122223333:task/c/1';
  const eni = element('eni-1', 'network-interface', {
    vpc: 'vpc-1',
    securityGroups: [],
    privateAddresses: ['10.0.0.9'],
    publicAddresses: [],
  });
  const attached: EdgeNote[] = [[task, 'PART_OF_NETWORK', 'eni-1']];
  const nodes = (vpc: string): NodeNote[] => [
    balancer(),
    listens([forward('a')]),
    targets('a', ['10.0.0.9'], { targetType: 'ip', vpc }),
    eni,
    ['Workload', task],
  ];
  test('by address are found at their interface, in their VPC', () => {
    expect(said(nodes('vpc-1'), attached).routes).toEqual([`ep:https://shop.example > ${task}`]);
    expect(said(nodes('vpc-2'), attached).routes).toEqual([]);
  });
  test('by address may be machines', () => {
    const interfaces = [
      { vpc: 'vpc-1', securityGroups: [], privateAddresses: ['10.0.0.9'], publicAddresses: [] },
    ];
    const machine: NodeNote = ['Workload', instance('i-7'), { config: { interfaces } }];
    expect(said([...nodes('vpc-1'), machine]).routes).toEqual([
      `ep:https://shop.example > ${instance('i-7')}`,
    ]);
  });
  test('may be services that register themselves', () => {
    const service = 'arn:aws:ecs:us-east-1:111122223333:service/c/s';
    const given = [balancer(), listens([forward('a')]), targets('a', [])];
    const registered: EdgeNote[] = [[service, 'PART_OF_NETWORK', group('a')]];
    expect(said([...given, ['Workload', service]], registered).routes).toEqual([
      `ep:https://shop.example > ${service}`,
    ]);
  });
  test('may be another balancer, and going round in circles ends', () => {
    const inner = `${at}loadbalancer/net/inner/5`;
    const behind = `${at}listener/net/inner/5/6`;
    const chain = [
      balancer(),
      listens([forward('a')]),
      targets('a', [inner], { port: 80 }),
      balancer({ dnsName: 'inner.example' }, inner),
      listens([forward('b', 'a')], { loadBalancer: inner, protocol: 'TCP', port: 80 }, behind),
      targets('b', ['i-3']),
    ];
    expect(said(chain).routes).toEqual([
      `ep:https://shop.example > ${instance('i-3')}`,
      `ep:tcp://inner.example:80 > ${instance('i-3')}`,
    ]);
  });
});

describe('an API', () => {
  const api = 'arn:aws:apigateway:us-east-1::/apis/a1';
  const uid = 'ep:https://a1.execute-api.us-east-1.amazonaws.com/chat#POST';
  const route: NodeNote = [
    'Endpoint',
    uid,
    {
      config: { type: 'api-route', api, route: 'POST /chat', integration: `${api}/integrations/i` },
    },
  ];
  const integration = (config: object) =>
    element(`${api}/integrations/i`, 'api-integration', config);
  test('hands requests of a route to its function', () => {
    const { routes, edges } = said([route, integration({ kind: 'function', target: fn })]);
    expect(routes).toEqual([`${uid} > ${fn}`]);
    expect(edges.get(`ROUTES_TO ${uid} > ${fn}`)?.because).toMatchObject([
      [{ id: `${api}/integrations/i#integration` }],
    ]);
  });
  test.each([
    ['a mock', { kind: 'mock' }],
    ['another service', { kind: 'other' }],
    ['a site of others', { kind: 'http', target: 'https://api.example.net/x' }],
  ])('hands nothing of ours to %s', (_what, config) => {
    expect(said([route, integration(config)]).routes).toEqual([]);
  });
  test('hands nothing on while its integration was not collected', () => {
    expect(said([route]).routes).toEqual([]);
  });
  test('reaches private targets through a listener', () => {
    const nodes = [
      route,
      integration({ kind: 'listener', target: listener }),
      balancer({ internetFacing: false }),
      listens([forward('a')]),
      targets('a', ['i-1']),
    ];
    expect(said(nodes).routes).toContain(`${uid} > ${instance('i-1')}`);
  });
  test('reaches private targets through a link to the port of the URL', () => {
    const rest = 'arn:aws:apigateway:us-east-1::/restapis/r1';
    const link = 'arn:aws:apigateway:us-east-1::/vpclinks/v1';
    const method = 'ep:https://r1.execute-api.us-east-1.amazonaws.com/#x.GET';
    const nodes = (target: string): NodeNote[] => [
      [
        'Endpoint',
        method,
        {
          config: {
            type: 'api-method',
            api: rest,
            resource: 'x',
            method: 'GET',
            integration: { kind: 'http', target, vpcLink: link },
          },
        },
      ],
      element(link, 'vpc-link', { targets: [lb] }),
      balancer({ internetFacing: false }),
      listens([forward('a')], { protocol: 'TCP', port: 8080 }),
      targets('a', ['i-1']),
    ];
    expect(said(nodes('http://inner:8080/x')).routes).toContain(`${method} > ${instance('i-1')}`);
    expect(said(nodes('http://inner:9090/x')).routes).not.toContain(
      `${method} > ${instance('i-1')}`,
    );
  });
});
