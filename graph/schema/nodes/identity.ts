import * as z from 'zod/mini';
import { document, json, node } from '../define.ts';

/** A policy document under the name by which its owner embeds it. */
const inlinePolicies = json(z.array(z.object({ name: z.string(), document: z.unknown() })));

/** What the provider tracked of use, by service; `last` null: not in the time that it tracks. */
export const trackedUse = z.object({
  /** When it was asked. */
  at: z.string(),
  /** Set where it has further pages, which nobody read. */
  truncated: z.optional(z.boolean()),
  services: z.array(
    z.object({
      service: z.string(),
      last: z.nullable(z.string()),
      /** Absent where single actions of the service are not tracked. */
      actions: z.optional(z.array(z.object({ name: z.string(), last: z.nullable(z.string()) }))),
    }),
  ),
});
export type TrackedUse = z.infer<typeof trackedUse>;

export const identity = {
  Identity: node({
    plane: 'identity',
    label: 'Identity',
    icon: 'user-key',
    doc: 'A principal: user, role, service account, agent identity.',
    uid: 'ARN, service-account e-mail with unique id, Entra object id, or `k8s:{cluster}/sa/{uid}`',
    owned: 'C',
    goals: ['C', 'A'],
    fix: 'Keep only the permissions that it used.',
    props: {
      subtype: z.enum([
        'user',
        'role',
        'root',
        'service',
        'federated',
        'service-account',
        'workload-identity',
        'unknown',
      ]),
      uniqueId: z.string(),
      nonHuman: z.boolean(),
      serviceLinked: z.boolean(),
      tokenBound: z.boolean(),
      lastUsed: z.string(),
      trackedUse: json(trackedUse),
      mfa: z.boolean(),
      hasPassword: z.boolean(),
      unusedPermissionRatio: z.number(),
      privilege: z.enum(['admin', 'high', 'low', 'unknown']),
      trust: document(),
      inline: inlinePolicies,
      attached: z.array(z.string()),
      boundary: z.string(),
      instanceProfiles: z.array(z.string()),
    },
  }),
  Group: node({
    plane: 'identity',
    label: 'Group',
    icon: 'users',
    doc: 'A set of identities that share grants.',
    uid: 'provider group id',
    owned: 'C',
    goals: ['C', 'A'],
    fix: 'Review its members and grants.',
    props: { inline: inlinePolicies, attached: z.array(z.string()) },
  }),
  Credential: node({
    plane: 'identity',
    label: 'Credential',
    icon: 'key-round',
    doc: 'A long-lived key, by its provider id; else by a keyed digest of its value. Never the value.',
    uid: '`cred:{provider key id}`; else `cred:hmac:{digest}`',
    owned: 'C',
    goals: ['C'],
    fix: 'Rotate it and use short-lived credentials.',
    props: {
      type: z.string(),
      created: z.string(),
      lastUsed: z.string(),
      expires: z.string(),
      active: z.boolean(),
      plaintextAt: z.array(z.string()),
    },
  }),
  IdentityProvider: node({
    plane: 'identity',
    label: 'Identity provider',
    icon: 'id-card',
    doc: 'Who vouches for identities from elsewhere.',
    uid: 'OIDC or SAML provider ARN, pool provider name, or issuer and subject',
    owned: 'C',
    goals: ['C', 'A'],
    fix: 'Name exact subjects and audiences in every trust that uses it.',
    props: {
      issuer: z.string(),
      audiences: z.array(z.string()),
      subjectPatterns: z.array(z.string()),
      protocol: z.enum(['oidc', 'saml', 'cognito', 'unknown']),
    },
  }),
  SaaSTenant: node({
    plane: 'identity',
    label: 'SaaS tenant',
    icon: 'building-2',
    doc: 'An organisation or workspace at a provider of models or tools.',
    uid: '`saas:{provider}/{organisation or workspace id}`',
    owned: 'A',
    goals: ['D', 'A'],
    fix: 'Sanction it with a region, a retention and an owner, or block it.',
    props: {
      sanctioned: z.boolean(),
      retention: z.string(),
      trainingOptOut: z.boolean(),
    },
  }),
};
