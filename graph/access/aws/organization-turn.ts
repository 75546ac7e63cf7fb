import type { Node } from '../../entity.ts';
import type { View } from '../../view.ts';
import type { Caller } from './caller.ts';
import type { Difference, Turn } from './difference.ts';
import { accountFacts, type AccountFacts } from './organization.ts';
import { concerning, type PolicyDocument } from './policy.ts';
import { policyDifference } from './policy-difference.ts';
import { rcpServices } from './rcp-services.ts';
import { mayAllow } from './sweep.ts';

/** Policies of an organisation that say something else, and for whom. */
interface ControlTurn {
  /** Accounts, by id, under one of them. */
  accounts: ReadonlySet<string>;
  /** Those of some actions, in lower case, on which what differs may bear. */
  concerned: (actions: Iterable<string>) => string[];
}

/** What organisations say otherwise: of who asks, and of what is asked for. */
export interface OrganizationTurn {
  service: ControlTurn | null;
  resource: ControlTurn | null;
}

/** Whether a policy is one of an organisation, and not of principals, which have ARNs. */
export const isOfOrganization = (view: View, { kind, uid, props }: Node): boolean =>
  kind === 'Policy' &&
  (props['type'] === 'scp' ||
    props['type'] === 'rcp' ||
    view.in(uid, 'HAS_POLICY').some(({ from }) => !from.startsWith('arn:')));

const bears = ({ problem }: PolicyDocument) => problem !== null;

function turnOf(
  turns: readonly Turn[],
  accounts: readonly AccountFacts[],
  of: (facts: AccountFacts) => readonly { name: string }[],
  governs: (action: string) => boolean,
): ControlTurn | null {
  const differences = new Map(
    turns.map(([before, after]) => [
      after.uid,
      policyDifference(before.props['document'], after.props['document']),
    ]),
  );
  const under = accounts.filter((facts) => of(facts).some(({ name }) => differences.has(name)));
  if (under.length === 0) return null;
  const named = new Set(under.flatMap((facts) => of(facts).map(({ name }) => name)));
  const documents = [...differences].flatMap(([uid, one]) => (named.has(uid) ? [one] : []));
  const isConcerned = (action: string) =>
    governs(action) &&
    documents.some((one) => {
      const { allow, deny } = concerning(one, action);
      return bears(one) || allow.length + deny.length > 0;
    });
  return {
    accounts: new Set(under.map(({ id }) => id)),
    concerned: (actions) => [...new Set(actions)].filter(isConcerned),
  };
}

/** What a difference changes in organisations. */
export function organizationTurn({ turns, basis: { view } }: Difference): OrganizationTurn {
  const own = turns.filter(([, after]) => isOfOrganization(view, after));
  if (own.length === 0) return { service: null, resource: null };
  const accounts = [...view.nodesOf('Account')].map(({ uid }) =>
    accountFacts(view, uid.replace(/^aws:/, '')),
  );
  return {
    service: turnOf(
      own,
      accounts,
      ({ scps }) => scps.flat(),
      () => true,
    ),
    resource: turnOf(
      own,
      accounts,
      ({ rcps }) => rcps,
      (action) => rcpServices.has(action.split(':')[0] ?? ''),
    ),
  };
}

/** Whether one of some actions, which a caller may do by its own policies, may be governed otherwise. */
export const isGoverned = (
  { accounts }: ControlTurn,
  caller: Caller,
  named: readonly string[],
): boolean =>
  caller.account !== null &&
  accounts.has(caller.account) &&
  named.some((action) => mayAllow(caller, action));
