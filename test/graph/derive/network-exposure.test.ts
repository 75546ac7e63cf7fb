import { describe, expect, test } from 'vitest';
import { reach } from './reach.ts';
import type { NodeNote } from './small-view.ts';

const element = (uid: string, type: string, config: object, policy?: unknown): NodeNote => [
  'NetworkElement',
  uid,
  { type, config, account: '111122223333', ...(policy !== undefined && { policy }) },
];

const replace = (nodes: readonly NodeNote[], ...by: NodeNote[]): NodeNote[] => [
  ...nodes.filter(([, uid]) => !by.some(([, other]) => other === uid)),
  ...by,
];
const without = (nodes: readonly NodeNote[], ...uids: string[]) =>
  nodes.filter(([, uid]) => !uids.includes(uid));

interface Rule {
  protocol?: string;
  ports?: [number, number];
  cidrs?: string[];
  groups?: string[];
}

const rule = ({ protocol = 'tcp', ports, cidrs = [], groups = [] }: Rule) => ({
  protocol,
  ...(ports && { from: ports[0], to: ports[1] }),
  cidrs,
  groups,
  prefixLists: [],
});
const group = (...ingress: Rule[]) =>
  element('sg-1', 'security-group', { vpc: 'vpc-1', ingress: ingress.map(rule), egress: [] });
const table = (config: object, uid = 'rtb-1') =>
  element(uid, 'route-table', {
    vpc: 'vpc-1',
    main: false,
    subnets: ['subnet-1'],
    routes: [{ destination: '0.0.0.0/0', target: 'igw-1' }],
    ...config,
  });
const gateway = (...vpcs: string[]) => element('igw-1', 'internet-gateway', { vpcs });

type Entry = [egress: boolean, allow: boolean, cidr: string, ports?: [number, number]];
const acl = (...entries: Entry[]) =>
  element('acl-1', 'network-acl', {
    vpc: 'vpc-1',
    subnets: ['subnet-1'],
    entries: entries.map(([egress, allow, cidr, ports], index) => ({
      egress,
      allow,
      cidr,
      number: index + 1,
      protocol: ports ? 'tcp' : 'all',
      ...(ports && { from: ports[0], to: ports[1] }),
    })),
  });
const allowOut: Entry = [true, true, '0.0.0.0/0'];
const allowIn: Entry = [false, true, '0.0.0.0/0'];

const instance = 'arn:aws:ec2:us-east-1:111122223333:instance/i-1';
const machine = (props: object = {}, at: object = {}): NodeNote => [
  'Workload',
  instance,
  {
    name: 'web',
    type: 'ec2-instance',
    state: 'running',
    config: {
      interfaces: [
        {
          subnet: 'subnet-1',
          securityGroups: ['sg-1'],
          privateAddresses: ['10.0.0.7'],
          publicAddresses: ['198.51.100.7'],
          ...at,
        },
      ],
    },
    ...props,
  },
];

const world = ['0.0.0.0/0'];
const open: NodeNote[] = [
  element('subnet-1', 'subnet', { vpc: 'vpc-1', cidrs: ['10.0.0.0/24'], mapsPublicAddress: true }),
  group({ ports: [8000, 8000], cidrs: world }),
  table({}),
  gateway('vpc-1'),
  machine(),
];
const port = 'ep:tcp://198.51.100.7:8000';

describe('a machine with a public address', () => {
  test('is reached because of its address, the rule and the route', () => {
    expect(reach(open, port)).toMatchObject({
      reaches: true,
      exposure: 'internet',
      because: [[`${instance}#address:198.51.100.7`, 'sg-1#ingress:0', 'rtb-1#route:0.0.0.0/0']],
    });
  });

  test.each<[what: string, nodes: NodeNote[], reaches: boolean | string[]]>([
    ['no public address', replace(open, machine({}, { publicAddresses: [] })), false],
    ['it is stopped', replace(open, machine({ state: 'stopped' })), false],
    [
      'the rule names one network',
      replace(open, group({ ports: [8000, 8000], cidrs: ['203.0.113.0/24', '10.0.0.0/8'] })),
      false,
    ],
    [
      'the rule names another group',
      replace(open, group({ ports: [8000, 8000], groups: ['sg-2'] })),
      false,
    ],
    ['no rule', replace(open, group()), false],
    ['ping alone', replace(open, group({ protocol: 'icmp', cidrs: world })), false],
    [
      'the world in two halves',
      replace(open, group({ ports: [8000, 8000], cidrs: ['0.0.0.0/1', '128.0.0.0/1'] })),
      true,
    ],
    [
      'its subnet leads out by NAT',
      replace(open, table({ routes: [{ destination: '0.0.0.0/0', target: 'nat-1' }] })),
      false,
    ],
    ['its subnet has no route out', replace(open, table({ routes: [] })), false],
    ['the gateway is attached elsewhere', replace(open, gateway('vpc-2')), false],
    ['the gateway was not collected', without(open, 'igw-1'), true],
    ['the main table leads out', replace(open, table({ main: true, subnets: [] })), true],
    [
      'its own table counts before the main one',
      replace(open, table({ routes: [] }), table({ main: true, subnets: [] }, 'rtb-2')),
      false,
    ],
    [
      'a main table of another VPC says nothing of it',
      replace(open, table({ main: true, subnets: [], vpc: 'vpc-2' })),
      ['route table of subnet-1'],
    ],
    ['no table was collected', without(open, 'rtb-1'), ['route table of subnet-1']],
    ['the default ACL', [...open, acl(allowIn, allowOut)], true],
    [
      'an ACL that denies the port first',
      [...open, acl([false, false, '0.0.0.0/0', [8000, 8000]], allowIn, allowOut)],
      false,
    ],
    [
      'an ACL that denies the port too late',
      [...open, acl(allowIn, [false, false, '0.0.0.0/0', [8000, 8000]], allowOut)],
      true,
    ],
    [
      'an ACL that denies one network',
      [...open, acl([false, false, '192.0.2.0/24'], allowIn, allowOut)],
      true,
    ],
    [
      'an ACL that allows one network',
      [...open, acl([false, true, '192.0.2.0/24'], allowOut)],
      false,
    ],
    ['an ACL that lets no answer out', [...open, acl(allowIn)], false],
    [
      'an ACL that lets answers to port 443 out alone',
      [...open, acl(allowIn, [true, true, '0.0.0.0/0', [443, 443]])],
      false,
    ],
  ])('%s', (_what, nodes, reaches) => {
    expect(reach(nodes, port).reaches).toEqual(reaches);
    if (reaches === false) expect(reach(nodes, port).said).toEqual([]);
  });

  test('an ACL that denies part of a range leaves the rest open', () => {
    const wide = replace(open, group({ ports: [8000, 9000], cidrs: world }));
    const uid = 'ep:tcp://198.51.100.7:8000-9000';
    const denied = (ports: [number, number]) =>
      [...wide, acl([false, false, '0.0.0.0/0', ports], allowIn, allowOut)] as NodeNote[];
    expect(reach(denied([8000, 8500]), uid).reaches).toBe(true);
    expect(reach(denied([8001, 9000]), uid).reaches).toBe(true);
    expect(reach(denied([8000, 9000]), uid).reaches).toBe(false);
  });

  test('a group that was not collected may let anybody in', () => {
    expect(reach(without(open, 'sg-1'), 'ep:all://198.51.100.7').reaches).toEqual([
      'rules of sg-1',
    ]);
  });

  test('IPv6 needs its own rule and route', () => {
    const six = replace(open, machine({}, { publicAddresses: ['2001:db8::5'] }));
    const uid = 'ep:tcp://[2001:db8::5]:8000';
    const rules = group({ ports: [8000, 8000], cidrs: ['::/0'] });
    const routes = table({ routes: [{ destination: '::/0', target: 'igw-1' }] });
    expect(reach(replace(six, rules, routes), uid).reaches).toBe(true);
    expect(reach(replace(six, routes), uid).reaches).toBe(false);
    expect(reach(replace(six, rules), uid).reaches).toBe(false);
    const outward = table({ routes: [{ destination: '::/0', target: 'eigw-1' }] });
    expect(reach(replace(six, rules, outward), uid).reaches).toBe(false);
  });

  test('two rules for one port are two reasons', () => {
    const twice = replace(
      open,
      machine({}, { securityGroups: ['sg-1', 'sg-2'] }),
      element('sg-2', 'security-group', {
        ingress: [rule({ ports: [8000, 8000], cidrs: world })],
        egress: [],
      }),
    );
    expect(reach(twice, port).because).toHaveLength(2);
  });

  test('SSH asks who calls, an unknown service may not', () => {
    const ssh = replace(open, group({ ports: [22, 22], cidrs: world }));
    expect(reach(ssh, 'ep:tcp://198.51.100.7:22').props?.['authn']).toBe('custom');
    expect(reach(open, port).props?.['authn']).toBe('unknown');
  });

  test('a task is reached at its network interface', () => {
    const task = 'arn:aws:ecs:us-east-1:111122223333:task/c/1';
    const eni = element('eni-1', 'network-interface', {
      subnet: 'subnet-1',
      securityGroups: ['sg-1'],
      privateAddresses: [],
      publicAddresses: ['198.51.100.9'],
    });
    const nodes: NodeNote[] = [...without(open, instance), eni, ['Workload', task, { name: 't' }]];
    const uid = 'ep:tcp://198.51.100.9:8000';
    expect(reach(nodes, uid, [[task, 'PART_OF_NETWORK', 'eni-1']]).reaches).toBe(true);
    expect(reach(nodes, uid).reaches).toBe(false);
  });

  test('a notebook with direct internet access is not reached from there', () => {
    // It needs a presigned URL (SageMaker Developer Guide, "Access a notebook instance").
    const notebook = 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/n';
    const props = { name: 'n', type: 'sagemaker-notebook', internetAccess: true };
    expect(reach([['Workload', notebook, props]], notebook).said).toEqual([]);
  });
});
