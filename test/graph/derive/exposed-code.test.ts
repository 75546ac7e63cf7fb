import { describe, expect, test } from 'vitest';
import exposedCode, { isRemote } from '../../../graph/derive/exposed-code.ts';
import { derived, smallView, type EdgeNote, type NodeNote } from './small-view.ts';

const fn = 'arn:aws:lambda:us-east-1:111122223333:function:f';
const role = 'arn:aws:iam::111122223333:role/r';
const uid = 'ep:https://abc.lambda-url.us-east-1.on.aws';

const endpoint = (authn?: string): NodeNote => [
  'Endpoint',
  uid,
  authn === undefined ? {} : { authn },
];
const base: NodeNote[] = [
  ['Workload', fn, { name: 'f' }],
  ['Identity', role],
];
const reached: EdgeNote = ['internet', 'REACHES', uid];
const routed: EdgeNote = [uid, 'ROUTES_TO', fn];
const acts: EdgeNote = [fn, 'ACTS_AS', role];

const exploits = (nodes: readonly NodeNote[], edges: readonly EdgeNote[], to = fn) =>
  derived(exposedCode, smallView(nodes, edges)).edges.get(`EXPLOITS ${uid} > ${to}`);

const cve = (id: string, props: object): NodeNote => ['Vulnerability', id, { ...props }];
const remote = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';

describe('without a known weakness', () => {
  test('code that takes anything and holds an identity is assumed to be turned', () => {
    const edge = exploits([...base, endpoint('none')], [reached, routed, acts]);
    expect(edge?.props).toMatchObject({ inferred: true });
    expect(edge?.props).not.toHaveProperty('conditional');
    expect(edge?.because).toMatchObject([[{ id: `${fn}#code`, type: 'code', holder: fn }]]);
  });
  test('a port whose service may ask by itself is in doubt', () => {
    const edge = exploits([...base, endpoint('unknown')], [reached, routed, acts]);
    expect(edge?.props).toMatchObject({
      inferred: true,
      conditional: true,
      conditionKeys: [`whether ${uid} asks who calls`],
    });
  });
  test.each<[what: string, authn: string, edges: EdgeNote[]]>([
    ['nobody reaches it', 'none', [routed, acts]],
    ['it holds no identity', 'none', [reached, routed]],
    ['nothing is routed to it', 'none', [reached, acts]],
    ['it asks by itself', 'custom', [reached, routed, acts]],
  ])('nothing follows where %s', (_what, authn, edges) => {
    expect(exploits([...base, endpoint(authn)], edges)).toBeUndefined();
  });
  test('an agent takes prompts, which is not to run code in it', () => {
    const agent = 'arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/a';
    const nodes: NodeNote[] = [...base, endpoint('none'), ['Agent', agent]];
    const edges: EdgeNote[] = [reached, [uid, 'ROUTES_TO', agent], [agent, 'RUNS_ON', fn], acts];
    expect(exploits(nodes, edges)).toBeUndefined();
  });
  test('a service on a task definition acts as its role', () => {
    const task = 'arn:aws:ecs:us-east-1:111122223333:task-definition/t:1';
    const nodes: NodeNote[] = [...base, endpoint('none'), ['Workload', task]];
    const edges: EdgeNote[] = [reached, routed, [fn, 'RUNS_ON', task], [task, 'ACTS_AS', role]];
    expect(exploits(nodes, edges)?.props).toMatchObject({ inferred: true });
  });
});

describe('with a known weakness', () => {
  test('over the network and without a login it is no assumption', () => {
    const nodes = [
      ...base,
      endpoint('jwt'),
      cve('CVE-2025-3248', { vector: remote, kev: true, epss: 0.9 }),
    ];
    const edge = exploits(nodes, [routed, [fn, 'HAS_VULN', 'CVE-2025-3248']]);
    expect(edge?.props).toEqual({ vulnerability: 'CVE-2025-3248', kev: true, epss: 0.9 });
    expect(edge?.because).toMatchObject([[{ id: `${fn}#vulnerability:CVE-2025-3248` }]]);
  });
  test('of an image or package that it loads, it is one of the workload', () => {
    const nodes = [
      ...base,
      endpoint(),
      cve('CVE-1', { vector: remote }),
      ['ContainerImage', 'sha256:1'] as NodeNote,
    ];
    const edges: EdgeNote[] = [
      routed,
      ['sha256:1', 'LOADED_BY', fn],
      ['sha256:1', 'HAS_VULN', 'CVE-1'],
    ];
    expect(exploits(nodes, edges)?.because).toMatchObject([[{ holder: 'sha256:1' }]]);
  });
  test('the one exploited in the wild stands for all, and each is a reason', () => {
    const nodes = [
      ...base,
      endpoint('none'),
      cve('CVE-A', { vector: remote, epss: 0.99 }),
      cve('CVE-B', { vector: remote, epss: 0.1, kev: true }),
    ];
    const edges: EdgeNote[] = [
      reached,
      routed,
      acts,
      [fn, 'HAS_VULN', 'CVE-A'],
      [fn, 'HAS_VULN', 'CVE-B'],
    ];
    const edge = exploits(nodes, edges);
    expect(edge?.props).toMatchObject({ vulnerability: 'CVE-B' });
    expect(edge?.because?.map(([cause]) => cause?.type)).toEqual([
      'vulnerability',
      'vulnerability',
      'code',
    ]);
  });
  test('that a scanner found out of reach nothing follows', () => {
    const nodes = [...base, endpoint(), cve('CVE-1', { vector: remote })];
    const edges: EdgeNote[] = [routed, [fn, 'HAS_VULN', 'CVE-1', { reachable: false }]];
    expect(exploits(nodes, edges)).toBeUndefined();
  });
});

test.each<[vector: string, remote: boolean]>([
  // NVD, CVE-2025-3248 (Langflow) and CVE-2021-44228 (Log4j).
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', true],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', true],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', true],
  ['AV:N/AC:L/Au:N/C:P/I:P/A:P', true],
  ['CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', false],
  ['CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', false],
  ['CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', false],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H', false],
  ['AV:N/AC:L/Au:S/C:P/I:P/A:P', false],
  ['', false],
])('%s needs no login: %s', (vector, expected) => {
  expect(isRemote(vector)).toBe(expected);
});
