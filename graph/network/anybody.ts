import { causeOf, embedded } from '../access/aws/applied-policy.ts';
import { fromInternet } from '../access/aws/attacker-context.ts';
import { decide, type Decision } from '../access/aws/decide.ts';
import type { Given } from '../access/aws/context.ts';
import type { Facts } from '../access/aws/facts.ts';
import { anonymous } from '../access/aws/principals.ts';
import { requestOf } from '../access/aws/request.ts';
import { targetOf } from '../access/aws/target.ts';
import { or, type Ternary } from '../access/aws/ternary.ts';
import type { Cause } from '../claim.ts';
import type { Node } from '../entity.ts';

/** Whether anybody may, and the alternative sets of statements because of which. */
export interface Verdict {
  value: Ternary;
  because: Cause[][];
}

/**
 * An address in each half of IPv4 that nobody can have (RFC 1122 §3.2.1.3, RFC 1112 §4): only ranges
 * as wide as the internet hold them, so that they stand for anybody's.
 */
const addresses = ['0.255.255.254', '240.0.0.1'];

const reasons = ({ routes, allowed }: Decision): Cause[][] =>
  routes
    .filter(({ value }) => (allowed === true ? value === true : value !== false))
    .map(({ matches }) =>
      matches.flatMap(({ policy, statement }) => (statement ? [causeOf(policy, statement)] : [])),
    );

const once = (alternatives: readonly Cause[][]): Cause[][] => [
  ...new Map(
    alternatives.map((causes) => [causes.map(({ id }) => id).join('\n'), causes]),
  ).values(),
];

/** Whether the policy of a node lets anybody on the internet do something, without credentials. */
export function anybodyMay(
  facts: Facts,
  holder: Node,
  { action, resource, given = {} }: { action: string; resource: string; given?: Given },
): Verdict {
  const service = action.slice(0, action.indexOf(':'));
  const target = {
    ...targetOf(facts, service, resource, undefined),
    policies: [embedded(holder.uid, 'policy', 'resource', holder.props['policy'])],
  };
  const decisions = addresses.map((address) =>
    decide(
      requestOf(facts, anonymous, action, target, {
        ...fromInternet,
        'aws:SourceIp': address,
        ...given,
      }),
    ),
  );
  const value = decisions.map(({ allowed }) => allowed).reduce<Ternary>(or, false);
  return { value, because: value === false ? [] : once(decisions.flatMap(reasons)) };
}
