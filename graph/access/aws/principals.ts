import type { Node } from '../../entity.ts';
import type { View } from '../../view.ts';
import { embedded, type AppliedPolicy } from './applied-policy.ts';
import { accountIn, isAccountId, isServiceLinkedRole, parseArn, rootArn } from './arn.ts';
import type { Caller } from './caller.ts';
import { identityPolicies, managedBy, tagsOf } from './identity-policies.ts';
import { concerning, policyDocument } from './policy.ts';

const nobody = {
  account: null,
  session: null,
  uniqueId: null,
  tags: {},
  taggable: false,
  policies: [],
  boundary: null,
  sessionPolicies: null,
  missing: null,
  serviceLinked: false,
} as const satisfies Partial<Caller>;

/** Anybody without credentials. */
export const anonymous: Caller = { ...nobody, kind: 'anonymous', arn: 'anonymous' };

/** An account that is not ours: twelve zeros are never given out. */
const outside = '000000000000';

/** Somebody with credentials of an account that is not ours. */
export const outsider: Caller = {
  ...nobody,
  kind: 'outsider',
  arn: `arn:aws:iam::${outside}:user/outsider`,
  account: outside,
};

export const service = (name: string): Caller => ({ ...nobody, kind: 'service', arn: name });

/** Somebody who holds a token of an identity provider. */
export const webIdentity = (provider: string): Caller => ({
  ...nobody,
  kind: 'web-identity',
  arn: provider,
});

/** Providers of web identities that policies name without an ARN (IAM User Guide, "Principal"). */
const providers = new Set([
  'accounts.google.com',
  'cognito-identity.amazonaws.com',
  'graph.facebook.com',
  'www.amazon.com',
]);

/** Whether the trust policy of a role lets sessions be tagged (IAM User Guide, "Pass session tags in AWS STS"). */
function isTaggable({ props, stub }: Node): boolean {
  const trust = policyDocument(props['trust']);
  return stub || trust.problem !== null || concerning(trust, 'sts:tagsession').allow.length > 0;
}

/** The caller that an IAM user, role or root node stands for. */
export function callerOf(view: View, node: Node): Caller {
  const { uid, props } = node;
  const arn = parseArn(uid);
  const account = accountIn(uid);
  const uniqueId = typeof props['uniqueId'] === 'string' ? props['uniqueId'] : null;
  const common = { ...nobody, arn: uid, account, uniqueId, tags: tagsOf(node) };
  if (arn?.resource === 'root') return { ...common, kind: 'root' };
  const kind = arn?.resource.startsWith('user/') ? 'user' : 'role';
  return {
    ...common,
    kind,
    taggable: kind === 'role' && isTaggable(node),
    ...identityPolicies(view, node),
    serviceLinked: props['serviceLinked'] === true || isServiceLinkedRole(uid),
  };
}

/** The role of a session's ARN, which drops the role's path. */
function roleOfSession(view: View, partition: string, account: string, name: string): Node | null {
  const plain = view.node(`arn:${partition}:iam::${account}:role/${name}`);
  if (plain && !plain.stub) return plain;
  const prefix = `arn:${partition}:iam::${account}:role/`;
  for (const node of view.nodesOf('Identity'))
    if (!node.stub && node.uid.startsWith(prefix) && node.uid.endsWith(`/${name}`)) return node;
  return plain ?? null;
}

/** A node for a principal that nothing describes. */
const unseen = (uid: string): Node => ({
  kind: 'Identity',
  uid,
  stub: true,
  props: {},
  evidence: [],
});

const session = (policy: unknown, view: View, index: number): AppliedPolicy =>
  typeof policy === 'string' && policy.startsWith('arn:')
    ? managedBy(view, policy, 'session')
    : embedded('session', String(index), 'session', policy);

/**
 * Who a text names: ARN of a user, role, session, federated user or account root, an account id,
 * a service principal, an identity provider whose token is held, or `anonymous`. Null where it names none of these.
 */
export function principalOf(
  view: View,
  text: string,
  sessionPolicies: readonly unknown[] = [],
): Caller | null {
  if (text === 'anonymous' || text === '*') return anonymous;
  if (isAccountId(text)) return callerOf(view, unseen(rootArn(text)));
  if (providers.has(text)) return webIdentity(text);
  if (/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(text)) return service(text);
  const arn = parseArn(text);
  if (!arn || !isAccountId(arn.account)) return null;
  const { partition, account, resource } = arn;
  const limits = sessionPolicies.map((policy, index) => session(policy, view, index));
  const limited = limits.length > 0 ? { sessionPolicies: limits } : {};
  if (arn.service === 'sts') {
    const [form, name = '', ...rest] = resource.split('/');
    if (form === 'federated-user')
      return {
        ...nobody,
        kind: 'federated-user',
        arn: text,
        account,
        tags: undefined,
        ...limited,
        missing: limits.length > 0 ? `policies of the user that federated ${name}` : null,
      };
    if (form !== 'assumed-role' || rest.length === 0) return null;
    const role = roleOfSession(view, partition, account, name);
    const uid = `arn:${partition}:iam::${account}:role/${name}`;
    return { ...callerOf(view, role ?? unseen(uid)), session: rest.join('/'), ...limited };
  }
  if (arn.service === 'iam' && /^(oidc|saml)-provider\//.test(resource)) return webIdentity(text);
  if (arn.service !== 'iam' || !/^(user|role)\/|^root$/.test(resource)) return null;
  return { ...callerOf(view, view.node(text) ?? unseen(text)), ...limited };
}
