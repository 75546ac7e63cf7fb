import type { Condition } from './condition.ts';
import type { Statement } from './policy.ts';
import { isLiteral, prefixOf } from './wildcard.ts';

/**
 * Issuers of tokens that whoever signs up there gets, and the claim that tells one organisation from
 * another (IAM User Guide, "Identity-provider controls for shared OIDC providers" and "Available keys
 * for AWS web identity federation"). Cognito is not among them: its pools say who enters.
 */
const tenantClaims: Readonly<Record<string, string>> = {
  'accounts.google.com': 'aud',
  'agent.buildkite.com': 'sub',
  'api.pulumi.com/oidc': 'aud',
  'app.terraform.io': 'sub',
  'gitlab.com': 'sub',
  'graph.facebook.com': 'app_id',
  'oidc-configuration.audit-log.githubusercontent.com': 'sub',
  'oidc.codefresh.io': 'sub',
  'oidc.op1.openshiftapps.com/2f785sojlpb85i7402pk3qogugim5nfb': 'sub',
  'oidc.vercel.com': 'aud',
  'proidc.upbound.io': 'sub',
  'sandboxes.cloud': 'aud',
  'scalr.io': 'sub',
  'studio.datachain.ai/api': 'sub',
  'token.actions.githubusercontent.com': 'sub',
  'tokens.cloud.shisho.dev': 'sub',
  'vstoken.actions.githubusercontent.com': 'sub',
  'www.amazon.com': 'app_id',
};

/** `repo:acme/`, `organization:acme:`: beyond that, wildcards stay within one organisation. */
const organisation = /^[^:/]+[:/][^:/]+[:/]/;

/** Whether a condition is met by a value that an organisation of anybody's choice can have. */
const isOpen = ({ values }: Condition): boolean =>
  values.some(
    (value) =>
      typeof value === 'string' && !isLiteral(value) && !organisation.test(prefixOf(value)),
  );

/**
 * Names of further claims that a statement asks of a token of a shared issuer from whoever signs up
 * there; null where it names an organisation, or where the issuer is not shared. `host`: of the
 * issuer, as condition keys begin.
 */
export function claimsOfAnybody({ conditions }: Statement, host: string): string[] | null {
  const claim = tenantClaims[host];
  if (claim === undefined) return null;
  const asked = conditions.filter(
    ({ key, operator }) => key.startsWith(`${host}:`) && operator?.negated === false,
  );
  const tenant = asked.filter(({ key }) => key === `${host}:${claim}`);
  if (!tenant.every(isOpen)) return null;
  // Whoever asks for a token chooses its audience.
  return asked.filter((one) => !tenant.includes(one) && !/:aud$/.test(one.key)).map((c) => c.name);
}
