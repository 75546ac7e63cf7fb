import type { Claim } from '../graph/claim.ts';
import type { View } from '../graph/view.ts';
import type { Edits } from '../graph/whatif/edits.ts';
import { editsBetween } from '../graph/whatif/plan-difference.ts';
import { sourceNamed } from '../ingest/detect.ts';
import { mapRecord } from '../ingest/map-record.ts';
import type { Origin } from '../ingest/source.ts';
import { changesOf } from '../ingest/sources/terraform/plan/changes.ts';
import { plannedResources } from '../ingest/sources/terraform/plan/planned-resources.ts';
import { resourcesIn, type Resource } from '../ingest/sources/terraform/state.ts';
import { planFile, type Plan, type PlanFile } from './plan-file.ts';

/** A Terraform plan as edits, and what it does not tell yet. */
export interface Planned {
  edits: Edits;
  unresolved: string[];
  file: PlanFile;
  /** The resources that it changes. */
  changed: Resource[];
}

/** What the plan itself says that it leaves for later. */
const putOff = ({ complete, deferred_changes }: Plan): string[] => [
  ...(complete === false ? ['the plan is not complete: applying it leaves more to change'] : []),
  ...(deferred_changes?.length
    ? [`the plan puts off ${deferred_changes.length} changes until others are applied`]
    : []),
];

/** The resources that a plan changes, as they will be, else as they were. */
function changedBy(plan: Plan, origin: Origin): Resource[] {
  const changes = changesOf(plan.resource_changes).filter(({ idle }) => !idle);
  const known = [
    ...resourcesIn(plan.prior_state?.values?.root_module),
    ...plannedResources(plan, origin).resources,
  ];
  const byAddress = new Map(known.map((resource) => [resource.address, resource]));
  return changes.flatMap(({ address }) => byAddress.get(address) ?? []);
}

/** The account that nothing else can be meant by. */
function onlyAccount(view: View): string | undefined {
  const accounts = [...view.nodesOf('Account')].filter(({ stub }) => !stub);
  const [only, ...others] = accounts.map(({ uid }) => uid.replace(/^aws:/, ''));
  return others.length === 0 ? only : undefined;
}

/**
 * What a plan in the form of `terraform show -json` would change. Throws RECORD_INVALID for what is
 * no plan, RECORD_HOMELESS where neither it nor the options tell the account.
 */
export function planned(
  path: string,
  view: View,
  {
    key,
    at,
    account,
    region,
  }: { key: string; at: number } & Partial<Pick<Origin, 'account' | 'region'>>,
): Planned {
  const file = planFile(path);
  const { plan } = file;
  const { prior_state } = plan;
  const home = account ?? onlyAccount(view);
  const origin: Origin = {
    path,
    at,
    ...(home !== undefined && { account: home }),
    ...(region !== undefined && { region }),
  };
  const source = sourceNamed('terraform.show');
  const mapped = (record: object) => mapRecord(source, record, path, origin, key);
  const before: readonly Claim[] = prior_state
    ? mapped({ ...plan, planned_values: prior_state.values, resource_changes: [] }).claims
    : [];
  const after = mapped(plan);
  const refused = after.refused.map(({ part, reason }) => `${part}: ${reason}`);
  return {
    edits: editsBetween(view, before, after.claims),
    unresolved: [...putOff(plan), ...after.unresolved, ...refused],
    file,
    changed: changedBy(plan, origin),
  };
}
