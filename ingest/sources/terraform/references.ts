import type { Home } from './state.ts';
import { isValues, listOf, text, valuesIn, type Values } from './values.ts';

/** What Terraform calls a resource before it is applied: `id` and `arn` follow from its name. */
interface Naming {
  /** The argument that names it. */
  by: string;
  id: 'name' | 'arn';
  arn: (home: Home & { account: string }, name: string, values: Values) => string | null;
}

const inIam = (kind: string, id: Naming['id']): Naming => ({
  by: 'name',
  id,
  arn: ({ partition, account }, name, values) =>
    `arn:${partition}:iam::${account}:${kind}${text(values, 'path') ?? '/'}${name}`,
});

const inRegion = (by: string, service: string, before: string): Naming => ({
  by,
  id: 'name',
  arn: ({ partition, account, region }, name) =>
    region === undefined
      ? null
      : `arn:${partition}:${service}:${region}:${account}:${before}${name}`,
});

const namings: Readonly<Record<string, Naming>> = {
  aws_dynamodb_table: inRegion('name', 'dynamodb', 'table/'),
  aws_iam_group: inIam('group', 'name'),
  aws_iam_instance_profile: inIam('instance-profile', 'name'),
  aws_iam_policy: inIam('policy', 'arn'),
  aws_iam_role: inIam('role', 'name'),
  aws_iam_user: inIam('user', 'name'),
  aws_lambda_function: inRegion('function_name', 'lambda', 'function:'),
  aws_s3_bucket: {
    by: 'bucket',
    id: 'name',
    arn: ({ partition }, name) => `arn:${partition}:s3:::${name}`,
  },
};

/** An attribute of a resource of the same module: `aws_iam_role.app[0].arn`. */
const reference = /^(aws_\w+\.[\w-]+)(?:\[[^\]]*\])?\.(\w+)$/;

function attributeOf(resource: Values, attribute: string, home: Home): string | undefined {
  const values = valuesIn(resource, 'values');
  const naming = namings[text(resource, 'type') ?? ''];
  const name = naming && text(values, naming.by);
  const told = text(values, attribute);
  if (told !== undefined || naming === undefined || name === undefined) return told;
  const { account } = home;
  const wanted = attribute === 'id' ? naming.id : attribute;
  if (wanted === 'name') return name;
  if (wanted !== 'arn' || account === undefined) return undefined;
  return naming.arn({ ...home, account }, name, values) ?? undefined;
}

/** What arguments refer to, without the wholes of which they name a part. */
function referencesOf(expression: Values): string[] {
  const all = expression['references'];
  const texts = Array.isArray(all) ? all.map(String) : [];
  return texts.filter(
    (one) => !texts.some((other) => /^[.[]/.test(other.slice(one.length)) && other.startsWith(one)),
  );
}

type Resolve = (reference: string) => string | undefined;

/** Arguments with what they refer to; `miss` is told those that are not known yet. */
function filled(
  values: Values,
  expressions: Values,
  resolve: Resolve,
  miss: (argument: string) => void,
): Values {
  const found: Record<string, unknown> = { ...values };
  for (const [argument, expression] of Object.entries(expressions)) {
    const blocks = listOf(expression);
    if (blocks.length > 0)
      found[argument] = listOf(values[argument]).map((block, i) =>
        filled(block, blocks[i] ?? {}, resolve, (inner) => miss(`${argument}.${inner}`)),
      );
    else if (isValues(expression) && values[argument] === undefined) {
      const references = referencesOf(expression);
      const known = references.flatMap((one) => resolve(one) ?? []);
      const isList = argument.endsWith('s');
      if (known.length < references.length || (!isList && known.length > 1)) miss(argument);
      else if (known.length > 0) found[argument] = isList ? known : known[0];
    }
  }
  return found;
}

/** What of a plan is read here: values, and the configuration that they come of. */
export interface Plan {
  values: unknown;
  configuration: unknown;
  home: Home;
  /** Told each argument that stays unknown until the plan is applied. */
  miss: (resource: Values, argument: string) => void;
}

/**
 * The module of a plan in which resources that do not exist yet are named as they will be. Of
 * arguments that are unknown a plan tells what they refer to, and not how: one that refers to one
 * thing alone is taken for that thing.
 */
export function withReferences({ values, configuration, home, miss }: Plan): unknown {
  if (!isValues(values) || !isValues(configuration)) return values;
  const planned = listOf(values['resources']);
  const expressions = new Map(
    listOf(configuration['resources']).map((one) => [
      `${text(one, 'type')}.${text(one, 'name')}`,
      valuesIn(one, 'expressions'),
    ]),
  );
  const keyOf = (one: Values) => `${text(one, 'type')}.${text(one, 'name')}`;
  const byKey = Map.groupBy(planned, keyOf);
  const resolveFor =
    (from: Values): Resolve =>
    (reference_) => {
      const [, key = '', attribute = ''] = reference.exec(reference_) ?? [];
      const all = byKey.get(key) ?? [];
      const target = all.length === 1 ? all[0] : all.find(({ index }) => index === from['index']);
      return target && attributeOf(target, attribute, home);
    };
  const calls = valuesIn(configuration, 'module_calls');
  return {
    ...values,
    resources: planned.map((one) => ({
      ...one,
      values: filled(
        valuesIn(one, 'values'),
        expressions.get(keyOf(one)) ?? {},
        resolveFor(one),
        (argument) => miss(one, argument),
      ),
    })),
    child_modules: listOf(values['child_modules']).map((child) => {
      const [, name = ''] =
        /module\.([\w-]+)(?:\[[^\]]*\])?$/.exec(text(child, 'address') ?? '') ?? [];
      const inner = valuesIn(valuesIn(calls, name), 'module');
      return withReferences({ values: child, configuration: inner, home, miss });
    }),
  };
}
