import { describe, expect, test } from 'vitest';
import { allPassedRoles } from '../../../graph/access/aws/techniques.ts';
import { account, allow, deny, node, role, roleArn, trustOf, user } from './aws.ts';
import { edgesOf, ends } from './escalations.ts';

describe.each(
  allPassedRoles.map((way) => ({ ...way, name: way.needs.map((n) => n.action).join(' + ') })),
)('iam:PassRole + $name', ({ needs, services, profile, cluster, candidate }) => {
  const [service = ''] = services;
  const actions = needs.map(({ action }) => action);
  const target = (props = {}) =>
    role('target', [], {
      trust: trustOf({ Service: service }),
      instanceProfiles: profile ? [`arn:aws:iam::${account}:instance-profile/p`] : [],
      ...props,
    });
  const others =
    cluster === undefined
      ? []
      : [node('Cluster', `arn:aws:ecs:us-east-1:${account}:cluster/c`, { account })];
  const able = (...statements: object[]) => [user('u', statements), ...others];
  const pass = allow('iam:PassRole');

  test('leads to the role', () => {
    const [found, ...more] = edgesOf([...able(allow(actions), pass), target()]);
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      kind: 'ESCALATES',
      to: { kind: 'Identity', uid: roleArn('target') },
      props: { permissions: expect.arrayContaining(['iam:PassRole', ...actions]) as string[] },
    });
    expect(found?.props).not.toHaveProperty('conditional');
    expect('inferred' in (found?.props ?? {})).toBe(candidate !== undefined);
    expect(found?.because?.[0]?.map(({ type }) => type)).toContain('trust');
  });

  /** Ways of the same service that need less. */
  const lesser = allPassedRoles
    .filter((way) => way.services.includes(service) && way.cluster === cluster)
    .map((way) => way.needs.map(({ action }) => action))
    .filter((names) => names.length < actions.length);
  const needed = actions.filter(
    (lost) => !lesser.some((way) => way.every((name) => name !== lost && actions.includes(name))),
  );

  test.each([...needed, 'iam:PassRole'])('not without %s', (lost) => {
    const left = [...actions, 'iam:PassRole'].filter((action) => action !== lost);
    // Without a new cluster an existing one will do, and nobody told of any.
    const keys = lost === 'ecs:CreateCluster' ? ['an ECS cluster'] : undefined;
    const found = edgesOf([...able(allow(left)), target()]);
    expect(found.map(({ props }) => props)).toEqual(
      keys ? [expect.objectContaining({ conditional: true, conditionKeys: keys })] : [],
    );
  });

  test.each<[string, object[], object]>([
    [
      'a role that trusts another service',
      [pass],
      { trust: trustOf({ Service: 'x.amazonaws.com' }) },
    ],
    ['a service-linked role', [pass], { serviceLinked: true }],
    ['another role', [allow('iam:PassRole', roleArn('else'))], {}],
    ['a deny', [pass, deny('iam:PassRole')], {}],
    [
      'another service',
      [
        allow('iam:PassRole', '*', {
          Condition: { StringEquals: { 'iam:PassedToService': 'x.amazonaws.com' } },
        }),
      ],
      {},
    ],
  ])('not by %s', (_, statements, props) => {
    expect(ends([...able(allow(actions), ...statements), target(props)])).toEqual([]);
  });

  test('to this service alone is enough', () => {
    const only = { Condition: { StringEquals: { 'iam:PassedToService': [...services] } } };
    const nodes = [...able(allow(actions), allow('iam:PassRole', '*', only)), target()];
    expect(ends(nodes)).toEqual([roleArn('target')]);
  });
});

test('an instance takes a role in a profile, which one may make', () => {
  const nodes = (...more: string[]) => [
    user('u', [allow(['ec2:RunInstances', 'iam:PassRole', ...more])]),
    role('target', [], { trust: trustOf({ Service: 'ec2.amazonaws.com' }), instanceProfiles: [] }),
  ];
  expect(ends(nodes())).toEqual([]);
  expect(ends(nodes('iam:CreateInstanceProfile', 'iam:AddRoleToInstanceProfile'))).toEqual([
    roleArn('target'),
  ]);
});

test('a function whose name the policy asks for is created by that name', () => {
  const named = `arn:aws:lambda:us-east-1:${account}:function:dev-*`;
  const nodes = (on: string) => [
    user('u', [
      allow(['lambda:CreateFunction', 'lambda:InvokeFunction'], on),
      allow('iam:PassRole'),
    ]),
    role('target', [], { trust: trustOf({ Service: 'lambda.amazonaws.com' }) }),
  ];
  expect(ends(nodes(named))).toEqual([roleArn('target')]);
  expect(ends(nodes('arn:aws:s3:::dev-*'))).toEqual([]);
});
