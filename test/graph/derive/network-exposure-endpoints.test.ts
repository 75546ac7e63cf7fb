import { describe, expect, test } from 'vitest';
import { reach } from './reach.ts';
import type { NodeNote } from './small-view.ts';

describe('a load balancer', () => {
  const lb = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/demo/qwerty';
  const uid = 'ep:https://demo.example:443';
  const nodes = ({
    config = {},
    listener = {},
    authn = 'none',
    ports = [443, 443],
    cidrs = ['0.0.0.0/0'],
    target = 'igw-1',
  }: {
    config?: object;
    listener?: object;
    authn?: string;
    ports?: number[];
    cidrs?: string[];
    target?: string;
  } = {}): NodeNote[] => [
    [
      'NetworkElement',
      lb,
      {
        type: 'load-balancer',
        name: 'demo',
        config: {
          kind: 'application',
          internetFacing: true,
          dnsName: 'demo.example',
          subnets: ['subnet-1', 'subnet-2'],
          securityGroups: ['sg-1'],
          ...config,
        },
      },
    ],
    [
      'NetworkElement',
      'sg-1',
      {
        type: 'security-group',
        config: {
          ingress: [
            { protocol: 'tcp', from: ports[0], to: ports[1], cidrs, groups: [], prefixLists: [] },
          ],
          egress: [],
        },
      },
    ],
    [
      'NetworkElement',
      'rtb-1',
      {
        type: 'route-table',
        config: {
          vpc: 'vpc-1',
          main: false,
          subnets: ['subnet-1', 'subnet-2'],
          routes: [{ destination: '0.0.0.0/0', target }],
        },
      },
    ],
    [
      'Endpoint',
      uid,
      {
        authn,
        config: {
          type: 'listener',
          balancer: lb,
          decides: 'l-1',
          protocol: 'HTTPS',
          port: 443,
          ...listener,
        },
      },
    ],
  ];

  test('that faces the internet is reached by each of its subnets', () => {
    const found = reach(nodes(), uid);
    expect(found).toMatchObject({ reaches: true, exposure: 'internet' });
    expect(found.because?.[0]).toEqual([
      `${lb}#scheme`,
      'l-1#listener:443',
      'sg-1#ingress:0',
      'rtb-1#route:0.0.0.0/0',
    ]);
  });
  test.each<[what: string, given: Parameters<typeof nodes>[0], exposure: string]>([
    ['that is internal', { config: { internetFacing: false } }, 'vpc'],
    // cloudmapper's demo: the balancer listens on a port that its group does not open.
    ['whose group opens another port', { ports: [8000, 8000] }, 'vpn'],
    ['whose group opens one network', { cidrs: ['198.51.100.0/24'] }, 'vpn'],
    ['in subnets without a way out', { target: 'nat-1' }, 'vpn'],
    ['whose rule takes one network', { listener: { sources: ['203.0.113.0/24'] } }, 'vpn'],
    ['that signs callers in', { authn: 'oauth' }, 'internet'],
    ['that asks for a token', { authn: 'jwt' }, 'internet'],
    ['that asks for a certificate', { authn: 'mtls' }, 'internet'],
  ])('%s is not reached', (_what, given, exposure) => {
    expect(reach(nodes(given), uid)).toMatchObject({ reaches: false, exposure });
  });
  test('of the network kind without groups leaves it to its targets', () => {
    const tcp = nodes({
      config: { kind: 'network', securityGroups: [] },
      listener: { protocol: 'TCP' },
      authn: 'unknown',
    });
    expect(reach(tcp, uid).reaches).toEqual([`security groups of the targets of ${lb}`]);
  });
  test('of the network kind with groups is judged by them', () => {
    const tcp = { config: { kind: 'network' }, listener: { protocol: 'TCP' }, authn: 'unknown' };
    expect(reach(nodes(tcp), uid).reaches).toBe(true);
    expect(reach(nodes({ ...tcp, listener: { protocol: 'UDP' } }), uid).reaches).toBe(false);
  });
});

describe('an address that the provider puts on the internet', () => {
  const gateway = 'arn:aws:bedrock-agentcore:us-east-1:111122223333:gateway/g-1';
  const uid = 'ep:https://g-1.gateway.bedrock-agentcore.us-east-1.amazonaws.com/mcp';
  const at = (props: object): NodeNote[] => [
    ['Endpoint', uid, { config: { type: 'agentcore-gateway', gateway }, ...props }],
  ];
  test('is reached where it asks for nothing', () => {
    expect(reach(at({ exposure: 'internet', authn: 'none' }), uid)).toMatchObject({
      reaches: true,
      because: [[`${gateway}#authorizer`]],
    });
  });
  test.each(['jwt', 'iam'])('is not reached where it asks for %s', (authn) => {
    expect(reach(at({ exposure: 'internet', authn }), uid).reaches).toBe(false);
  });
  test('is not reached where nothing says that it is there, or what it asks', () => {
    expect(reach(at({ authn: 'none' }), uid).reaches).toBe(false);
    expect(reach(at({ exposure: 'internet' }), uid).reaches).toBe(false);
  });
});

test.each<[publicAccess: boolean | undefined, cidrs: string[], exposure: string | undefined]>([
  [true, ['0.0.0.0/0'], 'internet'],
  [true, ['203.0.113.0/24'], 'vpn'],
  [false, ['0.0.0.0/0'], 'vpc'],
  [undefined, [], undefined],
])('the API of a cluster, public %s for %s, asks who calls', (publicAccess, cidrs, exposure) => {
  const uid = 'ep:https://abc.gr7.us-east-1.eks.amazonaws.com';
  const config = { type: 'eks-api', cluster: 'c', publicAccess, publicAccessCidrs: cidrs };
  const found = reach([['Endpoint', uid, { authn: 'iam', config }]], uid);
  expect(found).toMatchObject({ reaches: false });
  expect(found.exposure).toBe(exposure);
});
