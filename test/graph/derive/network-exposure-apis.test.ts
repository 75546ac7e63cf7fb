import { describe, expect, test } from 'vitest';
import { reach } from './reach.ts';
import type { NodeNote } from './small-view.ts';

const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });

describe('an API', () => {
  const rest = 'arn:aws:apigateway:us-east-1::/restapis/abc1234567';
  const uid = 'ep:https://abc1234567.execute-api.us-east-1.amazonaws.com/#r1.POST';
  const api = (config: object = {}, document?: unknown): NodeNote => [
    'NetworkElement',
    rest,
    {
      type: 'api',
      account: '111122223333',
      config: {
        protocol: 'REST',
        endpointTypes: ['REGIONAL'],
        vpcEndpoints: [],
        defaultHost: true,
        ...config,
      },
      ...(document !== undefined && { policy: document }),
    },
  ];
  const method = (authn: string): NodeNote => [
    'Endpoint',
    uid,
    {
      authn,
      config: { type: 'api-method', api: rest, resource: 'r1', method: 'POST', path: '/chat' },
    },
  ];
  const stage = (name: string, config: object = {}): NodeNote => [
    'NetworkElement',
    `${rest}/stages/${name}`,
    { type: 'api-stage', config: { api: rest, firewall: false, ...config } },
  ];
  const invoke = 'arn:aws:execute-api:us-east-1:111122223333:abc1234567';
  const allow = (Resource = `${invoke}/*`, more: object = {}) => ({
    Sid: 'Open',
    Effect: 'Allow',
    Principal: '*',
    Action: 'execute-api:Invoke',
    Resource,
    ...more,
  });

  test('whose method asks for nothing is reached because of the method', () => {
    expect(reach([api(), method('none')], uid)).toMatchObject({
      reaches: true,
      exposure: 'internet',
      because: [[`${rest}#method:r1.POST`]],
    });
  });
  test('is reached because of its policy as well, where it has one', () => {
    expect(reach([api({}, policy(allow())), method('none')], uid).because).toEqual([
      [`${rest}#method:r1.POST`, `${rest}#policy:Open`],
    ]);
  });
  test.each(['iam', 'jwt', 'key'])('that asks for %s is on the internet, not reached', (authn) => {
    expect(reach([api(), method(authn)], uid)).toMatchObject({
      reaches: false,
      exposure: 'internet',
    });
  });
  test('with an authoriser of its own depends on whom that lets in', () => {
    expect(reach([api(), method('custom')], uid).reaches).toEqual([`authorizer of ${uid}`]);
  });
  test('that is private is reached from its VPC alone', () => {
    const closed = api({ endpointTypes: ['PRIVATE'] }, policy(allow()));
    expect(reach([closed, method('none')], uid)).toMatchObject({ reaches: false, exposure: 'vpc' });
  });
  test('that was not collected may be private', () => {
    expect(reach([method('none')], uid).reaches).toEqual([`endpoint type of ${rest}`]);
  });
  test('without its default host may have another name', () => {
    const hidden = reach([api({ defaultHost: false }), method('none')], uid);
    expect(hidden.reaches).toEqual([`custom domain names of ${rest}`]);
  });

  // API Gateway Developer Guide, "API Gateway resource policy examples".
  const denyOthers = (operator: string, key: string, value: string) =>
    policy(allow(), {
      ...allow(),
      Effect: 'Deny',
      Condition: { [operator]: { [key]: value } },
    });
  test.each<[what: string, document: unknown, reaches: boolean]>([
    [
      'addresses outside a range are denied',
      denyOthers('NotIpAddress', 'aws:SourceIp', '203.0.113.0/24'),
      false,
    ],
    [
      'addresses of one range are denied',
      denyOthers('IpAddress', 'aws:SourceIp', '192.0.2.0/24'),
      true,
    ],
    ['all but one VPC is denied', denyOthers('StringNotEquals', 'aws:SourceVpc', 'vpc-1'), false],
    ['one account is allowed', policy({ ...allow(), Principal: { AWS: '999988887777' } }), false],
    ['another method is allowed', policy(allow(`${invoke}/*/GET/chat`)), false],
    ['this method is allowed', policy(allow(`${invoke}/*/POST/chat`)), true],
    ['the short form is allowed', policy(allow('execute-api:/*')), true],
    [
      'one stage is allowed, and it is not known which there are',
      policy(allow(`${invoke}/prod/*`)),
      true,
    ],
  ])('by its policy: %s', (_what, document, reaches) => {
    expect(reach([api({}, document), method('none')], uid).reaches).toBe(reaches);
  });
  test('whose policy opens one stage is reached if that stage exists', () => {
    const prod = api({}, policy(allow(`${invoke}/prod/*`)));
    expect(reach([prod, method('none'), stage('prod')], uid).reaches).toBe(true);
    expect(reach([prod, method('none'), stage('dev')], uid)).toMatchObject({
      reaches: false,
      exposure: 'vpn',
    });
  });
  test('has the firewall and limit that every stage has', () => {
    const shield = (...stages: NodeNote[]) => reach([api(), method('none'), ...stages], uid).props;
    expect(shield(stage('a', { firewall: true, rateLimit: 5 }))).toMatchObject({
      waf: true,
      rateLimit: 5,
    });
    const mixed = shield(stage('a', { firewall: true, rateLimit: 5 }), stage('b'));
    expect(mixed).toMatchObject({ waf: false });
    expect(mixed).not.toHaveProperty('rateLimit');
    expect(shield()).not.toHaveProperty('waf');
  });

  const http = 'arn:aws:apigateway:us-east-1::/apis/a1b2c3d5';
  const route = (at: string, authn: string): NodeNote => [
    'Endpoint',
    at,
    { authn, config: { type: 'api-route', api: http, route: 'POST /chat' } },
  ];
  test.each<[authn: string, reaches: boolean]>([
    ['none', true],
    ['jwt', false],
    ['iam', false],
  ])('of HTTP whose route asks for %s', (authn, reaches) => {
    const at = 'ep:https://a1b2c3d5.execute-api.us-east-1.amazonaws.com/chat#POST';
    expect(reach([route(at, authn)], at)).toMatchObject({ reaches, exposure: 'internet' });
  });
  test('of WebSockets asks when a client connects', () => {
    const host = 'ep:wss://a1b2c3d5.execute-api.us-east-1.amazonaws.com';
    const at = `${host}#send`;
    const nodes = (authn: string) => [route(at, 'none'), route(`${host}#$connect`, authn)];
    expect(reach(nodes('none'), at).reaches).toBe(true);
    expect(reach(nodes('iam'), at).reaches).toBe(false);
    expect(reach([route(at, 'none')], at).reaches).toEqual([`authorizer of ${at}`]);
  });
});
