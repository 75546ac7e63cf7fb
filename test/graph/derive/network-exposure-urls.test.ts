import { describe, expect, test } from 'vitest';
import { reach } from './reach.ts';

const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });

describe('a function URL', () => {
  const fn = 'arn:aws:lambda:us-east-1:111122223333:function:f';
  const uid = 'ep:https://abc.lambda-url.us-east-1.on.aws';
  const allow = (Action: string | string[], more: object = {}) => ({
    Sid: 'S',
    Effect: 'Allow',
    Principal: '*',
    Action,
    Resource: fn,
    ...more,
  });
  const byUrl = allow('lambda:InvokeFunctionUrl', {
    Sid: 'FunctionURLAllowPublicAccess',
    Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
  });
  /** Second statement of the Lambda Developer Guide's example for AuthType NONE. */
  const byInvoke = allow('lambda:InvokeFunction', {
    Sid: 'FunctionURLInvokeAllowPublicAccess',
    Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } },
  });
  const older = '2024-05-01T00:00:00Z';
  const newer = '2025-12-01T00:00:00Z';

  const url = (authn: string, document: unknown, createdAt?: string, config: object = {}) =>
    reach(
      [
        ['Workload', fn, { type: 'lambda', ...(document !== undefined && { policy: document }) }],
        [
          'Endpoint',
          uid,
          {
            authn,
            config: { type: 'lambda-url', function: fn, ...config },
            ...(createdAt !== undefined && { createdAt }),
          },
        ],
      ],
      uid,
    );

  test('that is open names the URL and the statements', () => {
    expect(url('none', policy(byUrl, byInvoke), newer)).toMatchObject({
      reaches: true,
      exposure: 'internet',
      because: [
        [
          `${fn}#url`,
          `${fn}#policy:FunctionURLAllowPublicAccess`,
          `${fn}#policy:FunctionURLInvokeAllowPublicAccess`,
        ],
      ],
    });
  });

  const since = /^whether the account had function URLs in the Region before October 2025/;

  test('older than October 2025 needs one permission', () => {
    expect(url('none', policy(byUrl), older).reaches).toBe(true);
  });
  test.each([[newer], [undefined], ['not a time']])('of %s depends on the exception', (created) => {
    const { reaches } = url('none', policy(byUrl), created);
    expect(reaches).toEqual([expect.stringMatching(since)]);
  });

  test.each<[what: string, document: unknown, exposure: string]>([
    [
      // AIGoat, comments-filter-lambda.
      'its policy lets API Gateway call alone',
      policy({
        Sid: 'AllowAPIGatewayInvoke',
        Effect: 'Allow',
        Principal: { Service: 'apigateway.amazonaws.com' },
        Action: 'lambda:InvokeFunction',
        Resource: fn,
      }),
      'vpn',
    ],
    [
      'its policy names an account',
      policy({ ...byUrl, Principal: { AWS: '999988887777' } }),
      'vpn',
    ],
    // Stratus Red Team's back door opens the API, not the URL.
    ['its policy opens InvokeFunction alone', policy(allow('lambda:InvokeFunction')), 'vpn'],
    [
      'its policy is for URLs with IAM',
      policy({
        ...byUrl,
        Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } },
      }),
      'vpn',
    ],
    ['its policy is another function’s', policy({ ...byUrl, Resource: `${fn}2` }), 'vpn'],
    [
      'its policy asks for an organisation',
      policy({ ...byUrl, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }),
      'vpn',
    ],
    [
      'its policy asks for a VPC endpoint',
      policy({ ...byUrl, Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } }),
      'vpn',
    ],
    [
      'its policy names addresses',
      policy({ ...byUrl, Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }),
      'vpn',
    ],
    ['its policy denies everyone', policy(byUrl, { ...allow('*'), Effect: 'Deny' }), 'vpn'],
    ['its policy grants nothing', policy(), 'vpn'],
    ['its policy was not collected', undefined, 'unknown'],
  ])('is not reached where %s', (_what, document, exposure) => {
    expect(url('none', document, older)).toMatchObject({ reaches: false, exposure });
  });

  test('with addresses as wide as the internet is reached', () => {
    const wide = { IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } };
    expect(url('none', policy({ ...byUrl, Condition: wide }), older).reaches).toBe(true);
  });
  test('that denies one network is reached from the others', () => {
    const deny = {
      ...allow('*'),
      Effect: 'Deny',
      Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
    };
    expect(url('none', policy(byUrl, deny), older).reaches).toBe(true);
  });
  test('that asks for IAM is on the internet, and not reached', () => {
    expect(url('iam', policy(byUrl, byInvoke), older)).toMatchObject({
      reaches: false,
      exposure: 'internet',
    });
  });
  test('of an alias is judged by the policy of the alias, which we do not have', () => {
    const alias = url('none', policy(byUrl), older, { qualifier: 'live' });
    expect(alias).toMatchObject({ reaches: false, exposure: 'unknown' });
  });
});
