import { z } from 'zod';
import { fail, Failure, reasonOf } from '../../../graph/errors.ts';
import { source, type Emit, type Origin } from '../../source.ts';
import { parseArn } from '../aws/arn.ts';
import { conversionOf, isRead } from './conversions.ts';
import type { Converted } from './conversion.ts';
import { plannedResources } from './plan/planned-resources.ts';
import { resourcesIn, sameHome, State, type Resource } from './state.ts';

/** Providers whose resources are steps of Terraform itself, and nothing in a cloud. */
const ofTerraform = /^(random|null|local|tls|time|archive|external|template|terraform)_/;

const values = z.looseObject({ root_module: z.unknown().optional() }).nullish();

const show = z.looseObject({
  format_version: z.string(),
  values,
  planned_values: values,
  prior_state: z.looseObject({ values }).nullish(),
  resource_changes: z.array(z.unknown()).nullish(),
  configuration: z.record(z.string(), z.unknown()).nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

/**
 * Claims of one state, kept together by a scope of its own, so that what a newer state of the same
 * file no longer holds stops counting, and another state of the account is left alone.
 */
function inScope(emit: Emit, path: string): Emit & { owners: Set<string>; scope: string } {
  const scope = `show@${path}`;
  const owners = new Set<string>();
  return {
    ...emit,
    owners,
    scope,
    claim: (head) => {
      owners.add(head.owner);
      return emit.claim({ ...head, scope });
    },
    complete: () => undefined,
    partial: () => undefined,
  };
}

/** Where a resource lies: by its own ARN, else where most of its state does. */
function placeOf(
  { values, home: own }: Resource,
  state: State,
): Pick<Origin, 'account' | 'region'> {
  const home = own ?? state.home;
  const arn = parseArn(values['arn']);
  const account = /^\d{12}$/.test(arn?.account ?? '') ? arn?.account : home.account;
  const region = arn?.region || home.region;
  return { ...(account !== undefined && { account }), ...(region && { region }) };
}

function read({ service, operation, record, args }: Converted, emit: Emit, origin: Origin) {
  const call = { service: service.service, operation, args };
  service.map(record, emit, { ...origin, call, via: 'terraform' });
}

/** Reads the resources of one account and region; `state` has all that may speak of them. */
function mapState(state: State, emit: Emit, origin: Origin, count: (what: string) => void) {
  for (const resource of state.resources) {
    if (resource.home && !sameHome(resource.home, state.home)) continue;
    const convert = conversionOf(resource.type);
    if (typeof convert === 'string' || ofTerraform.test(resource.type)) continue;
    if (!convert) {
      count(`Terraform resource type ${resource.type}, which is not read`);
      continue;
    }
    try {
      const converted = convert(resource.values, state);
      const why =
        state.home.region === undefined
          ? 'of which neither the plan nor --region tells the region'
          : 'whose id is known only after it is applied';
      if (!converted) count(`Terraform ${resource.type} ${why}`);
      for (const answer of converted ?? [])
        read(answer, emit, { ...origin, ...placeOf(resource, state) });
    } catch (error) {
      if (!(error instanceof Failure) || error.code === 'RECORD_HOMELESS') throw error;
      emit.refuse(resource.address, reasonOf(error));
    }
  }
}

/** The resources of a state, or those that there will be; what a plan does not tell is told. */
function resourcesOf(record: z.infer<typeof show>, emit: Emit, known: Origin): Iterable<Resource> {
  if (!record.planned_values) return resourcesIn(record.values?.root_module);
  const { resources, unknown, taken } = plannedResources(record, known);
  if (resources.some(({ type, home }) => isRead(type) && home && home.account === undefined))
    fail('RECORD_HOMELESS', 'neither the record nor its folder tells the account');
  for (const { type, what } of unknown)
    if (isRead(type)) emit.unresolved(`Terraform ${what}: known only after it is applied`);
  if (taken > 0)
    emit.unresolved(
      `Terraform tells only what arguments refer to: ${taken} are taken to be just that`,
    );
  return resources;
}

/**
 * A state or plan: each resource is turned into the AWS answer that says the same, and read as one,
 * so that the graph is the same whoever describes the account.
 */
export default source({
  name: 'terraform.show',
  doc: 'Terraform states and plans as `terraform show -json` writes them',
  record: show,
  detect: (record) => show.safeParse(record).success && 'terraform_version' in (record as object),
  map(record, emit, origin) {
    const scoped = inScope(emit, origin.path);
    const unread = new Map<string, number>();
    const count = (what: string) => unread.set(what, (unread.get(what) ?? 0) + 1);
    const whole = new State(resourcesOf(record, emit, origin), origin);
    for (const state of whole.byHome(origin)) mapState(state, scoped, origin, count);
    for (const [what, times] of unread) emit.unresolved(`${what} (${times})`);
    for (const owner of scoped.owners) emit.complete({ owner, scope: scoped.scope });
  },
});
