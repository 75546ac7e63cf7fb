import { canonical } from '../../claim.ts';
import type { Node } from '../../entity.ts';
import type { View } from '../../view.ts';
import { accessPointOf } from './access-point.ts';
import type { Caller } from './caller.ts';
import { accountFacts, standingOf, type AccountFacts } from './organization.ts';
import { callerOf, outsider } from './principals.ts';
import { vpcEndpoints, type VpcEndpoint } from './vpc-endpoint.ts';

/** Facts of one view, each read once; made anew whenever the view has changed. */
export interface Facts {
  view: View;
  account(id: string): AccountFacts;
  caller(node: Node): Caller;
  /** A VPC endpoint by its id. */
  endpoint(id: string): VpcEndpoint | undefined;
  /** Whether access points of a bucket were collected, by the bucket's ARN. */
  hasAccessPoint(bucket: string): boolean;
  /** Facts of the view as it is now, where the own side of some principals differs. */
  renewed(principals: ReadonlySet<string>): Renewed;
}

/** Facts brought up to date, and what became of accounts. */
export interface Renewed {
  facts: Facts;
  /** Accounts of which organisations say something else. */
  moved: ReadonlySet<string>;
  /** Accounts that block public access otherwise. */
  reset: ReadonlySet<string>;
}

/** An account that is not ours is in an organisation that is not ours. */
const elsewhere: AccountFacts = {
  id: outsider.account ?? '',
  scps: [],
  rcps: [],
  organization: 'o-elsewhere',
  path: 'o-elsewhere/',
  publicAccessBlock: undefined,
};

const accountOf = (view: View, id: string) =>
  id === elsewhere.id ? elsewhere : accountFacts(view, id);

const pointedAt = (view: View) =>
  new Set([...view.nodesOf('DataStore')].flatMap((node) => accessPointOf(node)?.bucket ?? []));

function facts(
  view: View,
  accounts: Map<string, AccountFacts>,
  callers: Map<string, Caller>,
): Facts {
  let endpoints: Map<string, VpcEndpoint> | undefined;
  let pointed: Set<string> | undefined;
  return {
    view,
    endpoint: (id) => (endpoints ??= vpcEndpoints(view)).get(id),
    hasAccessPoint: (bucket) => (pointed ??= pointedAt(view)).has(bucket),
    account(id) {
      let known = accounts.get(id);
      if (!known) accounts.set(id, (known = accountOf(view, id)));
      return known;
    },
    caller(node) {
      let known = callers.get(node.uid);
      if (!known) callers.set(node.uid, (known = callerOf(view, node)));
      return known;
    },
    renewed(principals) {
      const kept = new Map([...callers].filter(([uid]) => !principals.has(uid)));
      const now = new Map([...accounts.keys()].map((id) => [id, accountOf(view, id)]));
      const differing = (say: (account: AccountFacts) => string) =>
        new Set(
          [...accounts]
            .filter(([id, before]) => say(before) !== say(now.get(id) ?? before))
            .map(([id]) => id),
        );
      return {
        facts: facts(view, now, kept),
        moved: differing(standingOf),
        reset: differing(({ publicAccessBlock }) => canonical(publicAccessBlock)),
      };
    },
  };
}

export const factsOf = (view: View): Facts => facts(view, new Map(), new Map());
