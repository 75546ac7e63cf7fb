import { parseArn } from '../../aws/arn.ts';
import { State, type Home } from '../state.ts';
import { blocks, text, texts, valuesIn, type Values } from '../values.ts';
import { instancesIn, type Instance, type Module } from './module.ts';
import { endsOf, providerOf } from './references.ts';

const accountIn = (value: unknown) =>
  typeof value === 'string' && /^\d{12}$/.test(value) ? value : undefined;

/** A constant that an expression of a provider's settings comes to. */
function settingOf(expression: unknown, root: Module, variables: Values): unknown {
  const [only, ...others] = endsOf(expression, { module: root, variables });
  return only && 'value' in only && others.length === 0 ? only.value : undefined;
}

/** What data sources that were read tell of the account and region of their provider. */
function dataHome(instances: readonly Instance[]): Partial<Home> {
  const read = (type: string) => instances.find((one) => one.mode === 'data' && one.type === type);
  const region = read('aws_region')?.values;
  return {
    account: accountIn(read('aws_caller_identity')?.values['account_id']),
    region: text(region, 'region') ?? text(region, 'name') ?? text(region, 'id'),
    ...(read('aws_partition') && { partition: text(read('aws_partition')?.values, 'partition') }),
  } as Partial<Home>;
}

/** Where each provider configuration of a plan works, and which of them nothing tells it of. */
interface ProviderHomes {
  of: (instance: Instance) => Home;
  /** Provider configurations that take on a role in an account that is not known. */
  elsewhere: ReadonlySet<string>;
}

/**
 * Where the providers of a plan work: by what they made before, by what they read of themselves, by
 * their settings, and else where most of the plan is.
 */
export function providerHomes(
  root: Module,
  { settings, variables, known }: { settings: Values; variables: Values; known: Partial<Home> },
): ProviderHomes {
  const byProvider = Map.groupBy(instancesIn(root), providerOf);
  const stated = (instances: readonly Instance[]) => {
    const resources = instances.map(({ type, address, before, values }) => ({
      type,
      address,
      values: before ?? values,
    }));
    return new State(resources, {}).home;
  };
  const setting = (expression: unknown) => settingOf(expression, root, variables);
  const expressionsOf = (provider: string) => valuesIn(valuesIn(settings, provider), 'expressions');
  const regionOf = (provider: string) =>
    text({ region: setting(expressionsOf(provider)['region']) }, 'region');
  const all = dataHome([...instancesIn(root)]);
  const everywhere = stated([...instancesIn(root)]);
  const partition = everywhere.partition;
  const elsewhere = new Set<string>();
  const homes = new Map<string, Home>();
  const usual: Home = {
    partition,
    account: everywhere.account ?? all.account ?? known.account,
    region: everywhere.region ?? all.region ?? regionOf('aws') ?? known.region,
  };
  for (const [provider, instances] of byProvider) {
    const expressions = expressionsOf(provider);
    const [role] = blocks(expressions, 'assume_role').map(({ role_arn }) => role_arn);
    const allowed = setting(expressions['allowed_account_ids']);
    const only = texts({ allowed }, 'allowed');
    const seen = stated(instances);
    const data = dataHome(instances);
    const account =
      seen.account ??
      data.account ??
      accountIn(parseArn(setting(role))?.account) ??
      (only.length === 1 ? accountIn(only[0]) : undefined);
    if (account === undefined && role !== undefined) elsewhere.add(provider);
    homes.set(provider, {
      partition: data.partition ?? partition,
      account: account ?? (role === undefined ? usual.account : undefined),
      region: regionOf(provider) ?? data.region ?? seen.region ?? usual.region,
    });
  }
  return { of: (instance) => homes.get(providerOf(instance)) ?? usual, elsewhere };
}
