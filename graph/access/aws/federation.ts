import { cleanUid, internet, type Ref } from '../../claim.ts';
import { fromInternet } from './attacker-context.ts';
import type { Condition } from './condition.ts';
import type { Facts } from './facts.ts';
import type { Field, Member } from './field.ts';
import { permissionOf, type Permission } from './permission.ts';
import { concerning, type Statement } from './policy.ts';
import { webIdentity } from './principals.ts';
import { claimsOfAnybody } from './shared-issuer.ts';
import { decideMember } from './sweep.ts';
import { isUnknown } from './ternary.ts';

/** That tokens of a provider become a role. */
export interface Federation {
  kind: 'FEDERATES_TO' | 'CAN_ASSUME';
  from: Ref<'IdentityProvider' | 'Internet'>;
  role: string;
  /** Patterns that the subject of a token must match; `*` where none is asked for. */
  subjects: readonly string[];
  permission: Permission;
}

const actions = ['sts:assumerolewithwebidentity', 'sts:assumerolewithsaml'];

/** Cognito hands out tokens of this provider; its identity pools say which roles they lead to. */
const cognito = 'cognito-identity.amazonaws.com';

/** Host of an OIDC provider, with which the condition keys of its claims begin. */
const hostOf = (provider: string) =>
  (/:oidc-provider\/(.+)$/.exec(provider)?.[1] ?? provider).toLowerCase();

/** Whether a condition is about the token, which whoever controls the provider makes to fit. */
const aboutToken = (name: string, provider: string) =>
  name.toLowerCase().startsWith(`${hostOf(provider)}:`) || name.toLowerCase().startsWith('saml:');

const valuesOf = (conditions: readonly Condition[], key: string): string[] =>
  conditions
    .filter((condition) => condition.key === key && condition.operator?.negated === false)
    .flatMap(({ values }) => values.map((value) => (typeof value === 'string' ? value : '*')));

function subjectsOf(statement: Statement, provider: string): string[] {
  const source = statement.source['Condition'];
  const named = valuesOf(statement.conditions, `${hostOf(provider)}:sub`);
  if (named.length === 0 || source === null || typeof source !== 'object') return ['*'];
  const blocks = Object.values(source) as Record<string, unknown>[];
  return blocks.flatMap((block) =>
    Object.entries(block).flatMap(([key, value]) =>
      key.toLowerCase() === `${hostOf(provider)}:sub` ? [value].flat().map(String) : [],
    ),
  );
}

/** Whoever signs up with an issuer that many share, where the trust names no organisation. */
function openTo(
  { allow, deny }: Record<'allow' | 'deny', readonly Statement[]>,
  provider: string,
): string[] | null {
  const open = allow.flatMap((statement) => {
    const claims = claimsOfAnybody(statement, hostOf(provider));
    return claims ? [claims] : [];
  });
  const [fewest] = open.sort((a, b) => a.length - b.length);
  if (!fewest) return null;
  const denied = deny.flatMap(({ conditions }) => conditions.map(({ name }) => name));
  return [...fewest, ...denied.filter((name) => aboutToken(name, provider))];
}

function federationsOf(facts: Facts, member: Member, provider: string): Federation[] {
  const concerned = member.target.policies.flatMap(({ document }) =>
    actions.map((action) => concerning(document, action)),
  );
  const statements = concerned.flatMap(({ allow }) => allow);
  const trusting = statements.filter(({ principal }) => principal?.federated.has(provider));
  const caller = webIdentity(provider);
  const open = provider === cognito;
  for (const action of actions) {
    const decision = decideMember(facts, caller, action, member, fromInternet);
    if (decision.allowed === false) continue;
    const names = isUnknown(decision.allowed) ? decision.allowed : [];
    const rest = names.filter(
      (name) => !aboutToken(name, provider) || (open && /:aud$/i.test(name)),
    );
    const { because } = permissionOf(caller, decision);
    const permission: Permission = { allowed: rest.length === 0 ? true : rest, because };
    const common = { role: member.node.uid, permission };
    if (!open) {
      const found: Federation = {
        kind: 'FEDERATES_TO',
        from: { kind: 'IdentityProvider', uid: provider },
        subjects: [...new Set(trusting.flatMap((s) => subjectsOf(s, provider)))].sort(),
        ...common,
      };
      const deny = concerned.flatMap((statement) => statement.deny);
      const claims = openTo({ allow: trusting, deny }, provider);
      if (!claims) return [found];
      const all = [...new Set([...rest, ...claims])].sort();
      const allowed = all.length === 0 ? true : all;
      return [
        found,
        {
          ...common,
          kind: 'CAN_ASSUME',
          from: internet,
          subjects: [],
          permission: { allowed, because },
        },
      ];
    }
    const signIn = trusting.flatMap((s) => valuesOf(s.conditions, `${cognito}:amr`));
    if (signIn.length > 0 && !signIn.includes('unauthenticated')) return [];
    return [{ kind: 'CAN_ASSUME', from: internet, subjects: [], ...common }];
  }
  return [];
}

/** Roles that trust identity providers, by provider. */
export function federations(
  facts: Facts,
  fields: readonly Field[],
): ReadonlyMap<string, readonly Federation[]> {
  const found = new Map<string, Federation[]>();
  for (const { members } of fields)
    for (const member of members) {
      const providers = member.target.policies.flatMap(({ document }) =>
        document.statements.flatMap(({ principal }) => [...(principal?.federated ?? [])]),
      );
      for (const provider of new Set(providers)) {
        if (cleanUid(provider) !== provider) continue;
        for (const federation of federationsOf(facts, member, provider)) {
          const key = federation.from.uid;
          found.set(key, [...(found.get(key) ?? []), federation]);
        }
      }
    }
  return found;
}
