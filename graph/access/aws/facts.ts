import type { Node } from '../../entity.ts';
import type { View } from '../../view.ts';
import { accessPointOf } from './access-point.ts';
import { embedded, type AppliedPolicy } from './applied-policy.ts';
import type { Caller } from './caller.ts';
import { accountFacts, type AccountFacts } from './organization.ts';
import { callerOf, outsider } from './principals.ts';

/** Facts of one view, each read once; made anew whenever the view has changed. */
export interface Facts {
  view: View;
  account(id: string): AccountFacts;
  caller(node: Node): Caller;
  /** The policy of a VPC endpoint, by the endpoint's id; undefined where none limits it. */
  endpoint(id: string): AppliedPolicy | undefined;
  /** Whether access points of a bucket were collected, by the bucket's ARN. */
  hasAccessPoint(bucket: string): boolean;
  /**
   * Facts of the view as it is now, where nothing differs but some principals' own side and what
   * organisations say.
   */
  renewed(principals: ReadonlySet<string>): Facts;
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

/** Policies of VPC endpoints by the endpoint's id. */
function endpointsOf(view: View): Map<string, AppliedPolicy> {
  const found = new Map<string, AppliedPolicy>();
  for (const { uid, props } of view.nodesOf('NetworkElement'))
    if (props['type'] === 'vpc-endpoint' && props['policy'] !== undefined)
      found.set(uid.split('/').at(-1) ?? uid, embedded(uid, 'policy', 'endpoint', props['policy']));
  return found;
}

const pointedAt = (view: View) =>
  new Set([...view.nodesOf('DataStore')].flatMap((node) => accessPointOf(node)?.bucket ?? []));

function facts(
  view: View,
  accounts: Map<string, AccountFacts>,
  callers: Map<string, Caller>,
): Facts {
  let endpoints: Map<string, AppliedPolicy> | undefined;
  let pointed: Set<string> | undefined;
  return {
    view,
    endpoint: (id) => (endpoints ??= endpointsOf(view)).get(id),
    hasAccessPoint: (bucket) => (pointed ??= pointedAt(view)).has(bucket),
    account(id) {
      let known = accounts.get(id);
      if (!known) {
        known = id === elsewhere.id ? elsewhere : accountFacts(view, id);
        accounts.set(id, known);
      }
      return known;
    },
    caller(node) {
      let known = callers.get(node.uid);
      if (!known) callers.set(node.uid, (known = callerOf(view, node)));
      return known;
    },
    renewed(differing) {
      const kept = new Map([...callers].filter(([uid]) => !differing.has(uid)));
      return facts(view, new Map(), kept);
    },
  };
}

export const factsOf = (view: View): Facts => facts(view, new Map(), new Map());
