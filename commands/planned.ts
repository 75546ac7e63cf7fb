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
import { wholesBeside, type Whole } from './plan-wholes.ts';

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

/** The resources that a plan tells of, as they were and as they will be. */
const resourcesOf = (plan: Plan, origin: Origin): Resource[] => [
  ...resourcesIn(plan.prior_state?.values?.root_module),
  ...plannedResources(plan, origin).resources,
];

/** Those that it changes, as they will be, else as they were. */
function changedBy(plan: Plan, resources: readonly Resource[]): Resource[] {
  const byAddress = new Map(resources.map((resource) => [resource.address, resource]));
  const changes = changesOf(plan.resource_changes).filter(({ idle }) => !idle);
  return changes.flatMap(({ address }) => byAddress.get(address) ?? []);
}

/** Values with more resources than they have. */
function withWholes(values: unknown, wholes: readonly Whole[]) {
  const module = ((values ?? {}) as { root_module?: { resources?: unknown[] } }).root_module;
  const resources = wholes.map((whole) => ({
    mode: 'managed',
    address: `${whole.type} ${whole.node.uid}`,
    type: whole.type,
    values: whole.values,
  }));
  return { root_module: { ...module, resources: [...(module?.resources ?? []), ...resources] } };
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
  const home = account ?? onlyAccount(view);
  const origin: Origin = {
    path,
    at,
    ...(home !== undefined && { account: home }),
    ...(region !== undefined && { region }),
  };
  const source = sourceNamed('terraform.show');
  const mapped = (record: object, when = at) =>
    mapRecord(source, record, path, { ...origin, at: when }, key);
  const resources = resourcesOf(plan, origin);
  const { found, missing } = wholesBeside(resources, view);
  const prior = withWholes(plan.prior_state?.values, found);
  const planned_values = withWholes(plan.planned_values, found);
  const whole = { ...plan, planned_values, prior_state: { values: prior } };
  const before = mapped({ ...whole, planned_values: prior, resource_changes: [] }, at - 1);
  const after = mapped(whole);
  const refused = after.refused.map(({ part, reason }) => `${part}: ${reason}`);
  const partly = new Set(found.map(({ node }) => node.uid));
  const edits = editsBetween(view, before.claims, after.claims, partly);
  const told = edits.base?.length
    ? [
        `${edits.base.length} records of the plan's state are not in the estate: they count as it tells them`,
      ]
    : [];
  return {
    edits,
    unresolved: [...putOff(plan), ...told, ...after.unresolved, ...missing, ...refused],
    file,
    changed: changedBy(plan, resources),
  };
}
