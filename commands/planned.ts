import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Claim } from '../graph/claim.ts';
import { fail, reasonOf } from '../graph/errors.ts';
import type { View } from '../graph/view.ts';
import type { Edits } from '../graph/whatif/edits.ts';
import { editsBetween } from '../graph/whatif/plan-difference.ts';
import { sourceNamed } from '../ingest/detect.ts';
import { mapRecord } from '../ingest/map-record.ts';
import type { Origin } from '../ingest/source.ts';
import { resourcesIn, type Resource } from '../ingest/sources/terraform/state.ts';
import { changedBetween } from './plan-places.ts';

const plan = z.looseObject({
  format_version: z.string(),
  terraform_version: z.string(),
  planned_values: z.unknown(),
  prior_state: z.looseObject({ values: z.unknown() }).nullish(),
});

/** A Terraform plan as edits, and what it does not tell yet. */
export interface Planned {
  edits: Edits;
  unresolved: string[];
  /** The plan's own text, and the resources that it changes. */
  text: string;
  changed: Resource[];
}

function read(path: string) {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    return fail('USAGE', `${path}: ${reasonOf(cause)}`, { cause });
  }
  try {
    return { ...plan.parse(JSON.parse(text)), text };
  } catch (cause) {
    return fail('RECORD_INVALID', `${path}: not a plan as \`terraform show -json\` writes it`, {
      cause,
    });
  }
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
  const { text, ...told } = read(path);
  const { format_version, terraform_version, planned_values, prior_state } = told;
  const home = account ?? onlyAccount(view);
  const origin: Origin = {
    path,
    at,
    ...(home !== undefined && { account: home }),
    ...(region !== undefined && { region }),
  };
  const source = sourceNamed('terraform.show');
  const mapped = (values: object) =>
    mapRecord(source, { format_version, terraform_version, ...values }, path, origin, key);
  const before: readonly Claim[] = prior_state
    ? mapped({ ...told, planned_values: prior_state.values, resource_changes: [] }).claims
    : [];
  const after = mapped(told);
  const refused = after.refused.map(({ part, reason }) => `${part}: ${reason}`);
  const resources = (values: unknown) => [
    ...resourcesIn((values as { root_module?: unknown } | null)?.root_module),
  ];
  return {
    edits: editsBetween(view, before, after.claims),
    unresolved: [...after.unresolved, ...refused],
    text,
    changed: changedBetween(resources(prior_state?.values), resources(planned_values)),
  };
}
