import { canonical } from '../../claim.ts';
import type { View } from '../../view.ts';
import { managed, type AppliedPolicy } from './applied-policy.ts';
import { accountUid } from './arn.ts';

/** What an organisation says of an account. */
export interface AccountFacts {
  id: string;
  /** Service control policies, level by level up to the root; levels without any are left out. */
  scps: readonly (readonly AppliedPolicy[])[];
  /** Resource control policies of all levels. */
  rcps: readonly AppliedPolicy[];
  /** Id of the organisation; null = in none, undefined = unknown. */
  organization: string | null | undefined;
  /** `o-…/r-…/ou-…/`, as aws:PrincipalOrgPaths gives it; undefined = unknown. */
  path: string | undefined;
  publicAccessBlock: unknown;
}

/** What AWS attaches to every unit when a type of policy is turned on; never shown in full. */
const shipped: Readonly<Record<string, unknown>> = {
  'p-FullAWSAccess': {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  },
  'p-RCPFullAWSAccess': {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
  },
};

/** Units from the account up to the organisation. */
function unitsAbove(view: View, uid: string): string[] {
  const units: string[] = [];
  let at: string | undefined = uid;
  while (at !== undefined && !units.includes(at)) {
    units.push(at);
    at = view.out(at, 'IN_ORG')[0]?.to;
  }
  return units;
}

function policiesAt(view: View, unit: string, kind: 'scp' | 'rcp'): AppliedPolicy[] {
  return view.out(unit, 'HAS_POLICY').flatMap(({ to, props }) => {
    const policy = view.node(to);
    const is = props['as'] ?? policy?.props['type'];
    if (is !== kind) return [];
    return [managed(to, kind, policy?.props['document'] ?? shipped[to])];
  });
}

/** Facts of an account as its organisation's nodes give them. */
export function accountFacts(view: View, id: string): AccountFacts {
  const account = view.node(accountUid(id));
  const levels = unitsAbove(view, accountUid(id));
  const units = levels.slice(1);
  const organization = units.find((uid) => uid.startsWith('o-'));
  const exempt = account?.props['isManagement'] === true;
  const at = (kind: 'scp' | 'rcp') =>
    exempt ? [] : levels.map((unit) => policiesAt(view, unit, kind)).filter(({ length }) => length);
  return {
    id,
    scps: at('scp'),
    rcps: at('rcp').flat(),
    organization,
    path: organization === undefined ? undefined : `${[...units].reverse().join('/')}/`,
    publicAccessBlock: account?.props['publicAccessBlock'],
  };
}

/**
 * Where an account stands in its organisation and under which policies, as text. What a policy that
 * can be read says is left out: who asks about that compares its statements.
 */
export function standingOf(facts: AccountFacts): string {
  const named = (policies: readonly AppliedPolicy[]) =>
    policies.map(({ name, document }) => [name, document.problem]);
  const { scps, rcps, organization, path } = facts;
  return canonical({ scps: scps.map(named), rcps: named(rcps), organization, path });
}
