import { expect, test } from 'vitest';
import awsTrust from '../../../graph/derive/aws-trust.ts';
import type { Edge, Node } from '../../../graph/entity.ts';
import {
  account,
  allow,
  deny,
  document,
  node,
  other,
  role,
  roleArn,
  root,
  trustOf,
  user,
  userArn,
  view,
} from './aws.ts';
import { claimsOf, lines } from './derived.ts';

const assume = allow('sts:AssumeRole');
const github = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
const web = (principal: object, more = {}) =>
  document({
    Effect: 'Allow',
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: principal,
    ...more,
  });

interface Case {
  say: string;
  nodes: Node[];
  edges?: Edge[];
  expected: string[];
}

test.each<Case>([
  {
    say: 'trust of the account with permission',
    nodes: [user('ann', [assume]), role('r', [], { trust: trustOf({ AWS: root() }) })],
    expected: ['CAN_ASSUME ann > r'],
  },
  {
    say: 'trust of the account without permission',
    nodes: [user('ann'), role('r', [], { trust: trustOf({ AWS: root() }) })],
    expected: [],
  },
  {
    say: 'permission without trust',
    nodes: [user('ann', [assume]), role('r')],
    expected: [],
  },
  {
    say: 'trust that names the principal',
    nodes: [user('ann'), role('r', [], { trust: trustOf({ AWS: userArn('ann') }) })],
    expected: ['CAN_ASSUME ann > r'],
  },
  {
    say: 'a deny defeats it',
    nodes: [
      user('ann', [deny('sts:AssumeRole')]),
      role('r', [], { trust: trustOf({ AWS: userArn('ann') }) }),
    ],
    expected: [],
  },
  {
    say: 'an external id is a condition',
    nodes: [
      user('ann', [assume]),
      role('r', [], {
        trust: trustOf({ AWS: root() }, { Condition: { StringEquals: { 'sts:ExternalId': 'x' } } }),
      }),
    ],
    expected: ['CAN_ASSUME ann > r if sts:ExternalId'],
  },
  {
    say: 'a session name is what the caller writes',
    nodes: [
      user('ann', [assume]),
      role('r', [], {
        trust: trustOf(
          { AWS: root() },
          { Condition: { StringLike: { 'sts:RoleSessionName': '${aws:username}' } } },
        ),
      }),
    ],
    expected: ['CAN_ASSUME ann > r'],
  },
  {
    say: 'roles may take one another, never themselves',
    nodes: [
      role('a', [assume], { trust: trustOf({ AWS: roleArn('b') }) }),
      role('b', [assume], { trust: trustOf({ AWS: [roleArn('a'), roleArn('b')] }) }),
    ],
    expected: ['CAN_ASSUME a > b', 'CAN_ASSUME b > a'],
  },
  {
    say: 'everyone means whoever has an account',
    nodes: [role('r', [], { trust: trustOf('*') })],
    expected: ['CAN_ASSUME internet > r'],
  },
  {
    say: 'everyone of the organisation does not',
    nodes: [
      role('r', [], {
        trust: trustOf('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }),
      }),
    ],
    expected: [],
  },
  {
    say: 'everyone who is called so does, for the name is theirs to give',
    nodes: [
      role('r', [], {
        trust: trustOf('*', {
          Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/ci-*' } },
        }),
      }),
    ],
    expected: ['CAN_ASSUME internet > r'],
  },
  {
    say: 'an account that was not collected sends whom it likes',
    nodes: [role('r', [], { trust: trustOf({ AWS: other }) })],
    expected: ['CAN_ASSUME root > r'],
  },
  {
    say: 'a role of such an account, whose own policies nobody knows',
    nodes: [role('r', [], { trust: trustOf({ AWS: roleArn('ci', other) }) })],
    expected: [`CAN_ASSUME ci > r if policies of ${roleArn('ci', other)}`],
  },
  {
    say: 'a principal of a collected account that is gone',
    nodes: [role('r', [], { trust: trustOf({ AWS: roleArn('gone') }) })],
    expected: [],
  },
  {
    say: 'service-linked roles are nobody’s to take',
    nodes: [
      user('ann', [assume]),
      role('r', [], { trust: trustOf({ AWS: root() }), serviceLinked: true }),
    ],
    expected: [],
  },
  {
    say: 'tokens of a provider',
    nodes: [role('ci', [], { trust: web({ Federated: github }) })],
    expected: ['CAN_ASSUME internet > ci', 'FEDERATES_TO token.actions.githubusercontent.com > ci'],
  },
  {
    say: 'unsigned visitors of an identity pool, whose id one must know',
    nodes: [
      role('visitor', [], {
        trust: web(
          { Federated: 'cognito-identity.amazonaws.com' },
          {
            Condition: {
              StringEquals: { 'cognito-identity.amazonaws.com:aud': 'us-east-1:pool' },
              'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'unauthenticated' },
            },
          },
        ),
      }),
    ],
    expected: ['CAN_ASSUME internet > visitor if cognito-identity.amazonaws.com:aud'],
  },
  {
    say: 'signed-in ones are not the internet',
    nodes: [
      role('member', [], {
        trust: web(
          { Federated: 'cognito-identity.amazonaws.com' },
          {
            Condition: {
              'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
            },
          },
        ),
      }),
    ],
    expected: [],
  },
])('$say', ({ nodes, edges, expected }) => {
  expect(lines(claimsOf(view(nodes, edges), awsTrust))).toEqual(expected);
});

test.each([
  [{ StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:acme/*' } }, ['repo:acme/*']],
  [{ StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } }, ['*']],
])('a federation says which subjects it takes', (Condition, subjects) => {
  const trust = web({ Federated: github }, { Condition });
  const edges = claimsOf(view([role('ci', [], { trust })]), awsTrust).flatMap(
    (claim) => claim.edges,
  );
  const edge = edges.find(({ kind }) => kind === 'FEDERATES_TO');
  expect(edge).toMatchObject({ props: { subjects } });
  expect(edge?.props).not.toHaveProperty('conditional');
});

const sub = 'token.actions.githubusercontent.com:sub';
const owner = 'token.actions.githubusercontent.com:repository_owner_id';
const likeSub = (pattern: string | string[]) => ({ StringLike: { [sub]: pattern } });

// IAM User Guide, "Identity-provider controls for shared OIDC providers"; GitHub Docs, "OpenID Connect
// reference": a subject is `repo:OWNER/NAME:…`, and anybody can be an owner.
test.each<[string, object | undefined, string | null]>([
  ['without a condition', undefined, ''],
  ['with an audience alone', { StringEquals: { [sub.replace('sub', 'aud')]: 'sts' } }, ''],
  ['for every subject', likeSub('*'), ''],
  ['for every repository', likeSub('repo:*'), ''],
  ['for one name with any owner', likeSub('repo:*/app:*'), ''],
  ['for an environment of any owner', likeSub('repo:*:environment:prod'), ''],
  ['for owners that begin alike', likeSub('repo:acme*'), ''],
  ['for one owner or any', likeSub(['repo:acme/app:*', 'repo:*']), ''],
  ['for all but one subject', { StringNotEquals: { [sub]: 'repo:acme/app:pull_request' } }, ''],
  ['of any owner with an id', { ...likeSub('*'), StringEquals: { [owner]: '42' } }, owner],
  ['for all of one owner', likeSub('repo:acme/*'), null],
  ['for a branch of any repository of one owner', likeSub('repo:acme/*:ref:refs/heads/main'), null],
  ['for one subject', { StringEquals: { [sub]: 'repo:acme/app:ref:refs/heads/main' } }, null],
  ['for a star that is one', { StringEquals: { [sub]: 'repo:*' } }, null],
])('GitHub %s: who outside can enter', (_, Condition, given) => {
  const trust = web({ Federated: github }, Condition && { Condition });
  const found = lines(claimsOf(view([role('ci', [], { trust })]), awsTrust));
  const open = found.filter((line) => line.startsWith('CAN_ASSUME'));
  const told = `CAN_ASSUME internet > ci${given === '' ? '' : ` if ${given}`}`;
  expect(open).toEqual(given === null ? [] : [told]);
});

test.each<[string, object, boolean]>([
  ['gitlab.com', { StringLike: { 'gitlab.com:sub': 'project_path:acme/*' } }, false],
  ['gitlab.com', { StringLike: { 'gitlab.com:sub': 'project_path:*:ref:main' } }, true],
  ['app.terraform.io', { StringLike: { 'app.terraform.io:sub': 'organization:acme:*' } }, false],
  ['app.terraform.io', { StringLike: { 'app.terraform.io:sub': 'organization:*' } }, true],
  ['api.pulumi.com/oidc', { StringEquals: { 'api.pulumi.com/oidc:aud': 'acme' } }, false],
  ['api.pulumi.com/oidc', { StringLike: { 'api.pulumi.com/oidc:sub': 'pulumi:*' } }, true],
  ['oidc.eks.eu-west-1.amazonaws.com/id/ABC', {}, false],
  ['idp.acme.example', {}, false],
])('%s with %j: whether anybody is let in', (host, Condition, open) => {
  const Federated = `arn:aws:iam::${account}:oidc-provider/${host}`;
  const trust = web({ Federated }, { Condition });
  const found = lines(claimsOf(view([role('ci', [], { trust })]), awsTrust));
  expect(found.some((line) => line.startsWith('CAN_ASSUME internet'))).toBe(open);
  expect(found.some((line) => line.startsWith('FEDERATES_TO'))).toBe(true);
});

test('a deny that asks about the token leaves it open whether anybody is let in', () => {
  const Action = 'sts:AssumeRoleWithWebIdentity';
  const trust = document(
    { Effect: 'Allow', Action, Principal: { Federated: github } },
    {
      ...{ Effect: 'Deny', Action, Principal: '*' },
      Condition: { StringNotLike: { [sub]: 'repo:acme/*' } },
    },
  );
  const found = lines(claimsOf(view([role('ci', [], { trust })]), awsTrust));
  expect(found).toContain(`CAN_ASSUME internet > ci if ${sub}`);
});

test('an edge names trust and permission as its causes', () => {
  const nodes = [
    user('ann', [allow('sts:AssumeRole', '*', { Sid: 'May' })]),
    role('r', [], { trust: trustOf({ AWS: root() }) }),
  ];
  const [claim] = claimsOf(view(nodes), awsTrust);
  expect(claim?.subject).toBe(userArn('ann'));
  expect(claim?.edges[0]?.because?.map((causes) => causes.map(({ id }) => id))).toEqual([
    [`${userArn('ann')}#inline:own:May`, `${roleArn('r')}#trust:0`],
  ]);
});

test('a hostile provider name makes no edge that could be taken for another', () => {
  const trust = web({ Federated: 'a|FEDERATES_TO|b' });
  expect(claimsOf(view([role('r', [], { trust }), node('Account', 'aws:1')]), awsTrust)).toEqual(
    [],
  );
});
