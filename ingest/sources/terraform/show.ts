import { z } from 'zod';
import { Failure, reasonOf } from '../../../graph/errors.ts';
import { source, type Emit, type Origin } from '../../source.ts';
import { parseArn } from '../aws/arn.ts';
import { containerConversions } from './containers.ts';
import type { Conversions, Converted } from './conversion.ts';
import { apiConversions } from './apis.ts';
import { balancerConversions } from './balancers.ts';
import { bedrockConversions } from './bedrock.ts';
import { gatewayTargetConversions } from './gateway-target.ts';
import { iamConversions } from './iam.ts';
import { identityPoolConversions } from './identity-pools.ts';
import { instanceConversions } from './instance.ts';
import { lambdaConversions } from './lambda.ts';
import { networkConversions } from './network.ts';
import { s3Conversions } from './s3.ts';
import { withReferences } from './references.ts';
import { sagemakerConversions } from './sagemaker.ts';
import { searchConversions } from './search.ts';
import { State, type Resource } from './state.ts';
import { storeConversions } from './stores.ts';
import { trailConversions } from './trails.ts';

const conversions: Conversions = {
  ...apiConversions,
  ...balancerConversions,
  ...bedrockConversions,
  ...containerConversions,
  ...gatewayTargetConversions,
  ...iamConversions,
  ...identityPoolConversions,
  ...instanceConversions,
  ...lambdaConversions,
  ...networkConversions,
  ...s3Conversions,
  ...sagemakerConversions,
  ...searchConversions,
  ...storeConversions,
  ...trailConversions,
};

/** Providers whose resources are steps of Terraform itself, and nothing in a cloud. */
const ofTerraform = /^(random|null|local|tls|time|archive|external|template|terraform)_/;

const show = z.looseObject({
  format_version: z.string(),
  values: z.looseObject({ root_module: z.unknown().optional() }).nullish(),
  planned_values: z.looseObject({ root_module: z.unknown().optional() }).nullish(),
  configuration: z.looseObject({ root_module: z.unknown().optional() }).nullish(),
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
function placeOf({ values }: Resource, { home }: State): Pick<Origin, 'account' | 'region'> {
  const arn = parseArn(values['arn']);
  const account = /^\d{12}$/.test(arn?.account ?? '') ? arn?.account : home.account;
  const region = arn?.region || home.region;
  return { ...(account !== undefined && { account }), ...(region && { region }) };
}

function read({ service, operation, record, args }: Converted, emit: Emit, origin: Origin) {
  const call = { service: service.service, operation, args };
  service.map(record, emit, { ...origin, call, via: 'terraform' });
}

function mapState(state: State, emit: Emit, origin: Origin) {
  const unknown = new Map<string, number>();
  const count = (what: string) => unknown.set(what, (unknown.get(what) ?? 0) + 1);
  for (const resource of state.resources) {
    const convert = Object.hasOwn(conversions, resource.type)
      ? conversions[resource.type]
      : undefined;
    if (typeof convert === 'string' || ofTerraform.test(resource.type)) continue;
    if (!convert) {
      count(`Terraform resource type ${resource.type}`);
      continue;
    }
    try {
      const converted = convert(resource.values, state);
      if (!converted)
        count(`Terraform ${resource.type} whose id is known only after it is applied`);
      for (const answer of converted ?? [])
        read(answer, emit, { ...origin, ...placeOf(resource, state) });
    } catch (error) {
      if (!(error instanceof Failure) || error.code === 'RECORD_HOMELESS') throw error;
      emit.refuse(resource.address, reasonOf(error));
    }
  }
  for (const [what, times] of unknown) emit.unresolved(`${what} (${times})`);
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
    const values = (record.values ?? record.planned_values)?.root_module;
    const module = withReferences({
      values,
      configuration: record.configuration?.root_module,
      home: new State(values, origin).home,
      miss: ({ type, address }, argument) => {
        if (Object.hasOwn(conversions, String(type)))
          emit.unresolved(
            `Terraform ${String(address)}: ${argument} is known only after it is applied`,
          );
      },
    });
    const scoped = inScope(emit, origin.path);
    mapState(new State(module, origin), scoped, origin);
    for (const owner of scoped.owners) emit.complete({ owner, scope: scoped.scope });
  },
});
